// Scripts: each command with its flags, the variables that they set, and the files that they write.
import type { Artifact } from '../model/artifact.ts';
import type { Span } from '../model/location.ts';
import type { ScriptCommand, ScriptDocument } from '../model/document.ts';
import { sliceMap } from '../model/segment-map.ts';
import { sniff } from '../readers/sniff.ts';
import { words } from './commands.ts';
import { envFact } from './containers.ts';
import type { Collector, Context } from './context.ts';
import { isTooDeep } from './embedded.ts';
import { scalarWithin } from './flags.ts';
import { plainLineFacts } from './text-lines.ts';

/** Facts and embedded files of a script. */
export function scriptFacts(document: ScriptDocument, collect: Collector): void {
  const { artifact } = document;
  const read: Span[] = [];
  for (const command of document.commands) {
    const context: Context = { ...collect.context, ...(command.guard === undefined ? {} : { guard: command.guard }) };
    const group = `${collect.context.scope}|${artifact.origin?.field ?? ''}|${String(command.start)}`;
    for (const { name, value } of command.assignments) {
      const node = scalarWithin(artifact, value.end > value.start ? value : name, value.text);
      envFact(name.text, node, { place: { path: name.text, identity: name.text, group } }, collect, context);
    }
    words(
      command.words,
      {
        place: {
          path: '',
          identity: command.words
            .slice(0, 3)
            .map(word => word.text)
            .join(' '),
          group,
        },
        wrappers: command.wrappers,
      },
      collect,
      context,
    );
    read.push(...heredocChildren(command, collect, context));
  }
  plainLineFacts(collect, read);
}

/** Gives the parts of the script that are read as what they are, so that their lines are no text of the script's. */
function heredocChildren(command: ScriptCommand, collect: Collector, context: Context): readonly Span[] {
  const { artifact } = collect.document;
  const read: Span[] = [];
  for (const { body, target, content } of command.heredocs) {
    const text = content?.text ?? artifact.text.slice(body.start, body.end);
    if (isTooDeep(collect, body, text)) continue;
    const name = target ?? '';
    const child: Artifact = {
      uri: artifact.uri,
      bundle: artifact.bundle,
      usage: artifact.usage,
      sensitive: artifact.sensitive,
      text,
      name,
      origin: { parent: artifact, map: content?.map ?? sliceMap(text.length, body.start), field: name === '' || artifact.sensitive ? 'here-document' : name },
    };
    const syntax = sniff(name, text);
    if (syntax !== 'plain') read.push(body);
    collect.children.push({ artifact: child, context: { ...context, role: 'script' }, syntax });
  }
  return read;
}
