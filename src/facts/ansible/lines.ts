// Lines that Ansible's `lineinfile` and `replace` put into files, read as the files that they go to.
import { wholeMap } from '../../model/segment-map.ts';
import type { ScalarNode } from '../../model/tree.ts';
import { sniff } from '../../readers/sniff.ts';
import type { Collector, Context } from '../context.ts';
import { childArtifact } from '../embedded.ts';
import { scalarWithin } from '../flags.ts';
import { kubeletOptions } from '../kubelet.ts';
import { groupOf } from '../pods.ts';
import { below } from '../walk.ts';
import { argument, valuesOf, type ModuleCall } from './task.ts';

const TEXTS: Readonly<Record<string, string>> = { lineinfile: 'line', replace: 'replace' };

/** One line as the file that it goes to, or as each file of a loop. Longer texts are read where the walk meets them. */
export function lineOfFile(call: ModuleCall, collect: Collector, context: Context): void {
  const name = TEXTS[call.module];
  const line = name === undefined ? undefined : argument(call, collect, name);
  const path = argument(call, collect, 'path', 'dest', 'destfile', 'name');
  if (name === undefined || path?.kind !== 'scalar' || line?.kind !== 'scalar' || line.text.includes('\n')) return;
  const files = valuesOf(path, call.task).map(file => file.text);
  for (const file of files.length === 0 ? [path.text] : files) lineOf(file, line, { call, name, collect, context });
}

interface Place {
  readonly call: ModuleCall;
  readonly name: string;
  readonly collect: Collector;
  readonly context: Context;
}

function lineOf(file: string, line: ScalarNode, { call, name, collect, context }: Place): void {
  const text = scalarWithin(collect.document.artifact, line, line.text.replace(/^\s*(?:\\(?:\d|g<\w{1,40}>))+\s*/, ''));
  const visit = below(call.visit, name, line);
  if (/^\s*--?[a-z]/.test(text.text)) {
    const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, call.task ?? line) };
    kubeletOptions(file, text, { place, collect, context });
    return;
  }
  const syntax = /\/systemd\/|\.service\b/.test(file) && /^\s*[A-Z]\w+=/.test(line.text) ? 'systemd' : sniff(file, line.text);
  collect.children.push({ artifact: childArtifact(visit, withoutEscapes(line), collect, file), context: { ...context, role: 'script' }, syntax });
}

/** Quotes that are escaped although nothing asks for it, as older playbooks have them. */
function withoutEscapes(line: ScalarNode): ScalarNode {
  if (!line.text.includes('\\"') || line.tokens !== undefined) return line;
  const text = line.text.replaceAll('\\"', '"');
  return { ...line, value: text, text, tokens: { raw: line.text, parts: wholeMap(text.length, 0, line.text.length) } };
}
