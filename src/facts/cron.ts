// The commands of a crontab, each a script of its own.
import { sliceMap } from '../model/segment-map.ts';
import { cronTimes } from '../readers/cron.ts';
import type { Collector } from './context.ts';
import { isTooDeep } from './embedded.ts';

/** Tables that name a user before the command, as users' own do not. */
const SYSTEM_TABLE = /(?:^|\/)cron\.d\/|(?:^|\/)etc\/crontab$/;

/** Takes the command of a line that begins at `start`, where it is a crontab's. */
export function cronCommand(line: string, start: number, collect: Collector): void {
  const { artifact } = collect.document;
  const times = cronTimes(line);
  if (times === undefined || isTooDeep(collect, { start, end: start + line.length }, line)) return;
  const user = (SYSTEM_TABLE.test(artifact.name) ? /^[\w.-]+[ \t]+/ : /^root[ \t]+/).exec(line.slice(times))?.[0].length ?? 0;
  const from = times + user;
  const text = line.slice(from).trimEnd();
  const { uri, bundle, usage, sensitive } = artifact;
  const origin = { parent: artifact, map: sliceMap(text.length, start + from), field: '' };
  collect.children.push({
    artifact: { uri, bundle, usage, sensitive, text, name: '', origin },
    context: { ...collect.context, role: 'script' },
    syntax: 'shell',
  });
}
