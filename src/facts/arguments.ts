// Command lines given as lists of words, as containers, probes and units have them.
import { isAbsolute } from '../model/paths.ts';
import type { ScalarNode } from '../model/tree.ts';
import type { Collector, Context } from './context.ts';
import { scriptChild } from './embedded.ts';
import { groupOf, type PodMounts } from './pods.ts';
import { words as wordFacts } from './commands.ts';
import { unwrap, windowsScript, type CommandWord } from './unwrap.ts';
import type { Visit } from './walk.ts';

const SHELLS = /(?:^|\/)(?:ba|da|k|z|a)?sh(?:\.exe)?$/;

/** Facts of a command given word by word; a script behind `sh -c` is read as a script. */
export function argumentFacts(
  nodes: readonly ScalarNode[],
  at: { readonly visit: Visit; readonly pod?: PodMounts },
  collect: Collector,
  context: Context,
): void {
  const { words: inner, wrappers, script = shellScript(inner) } = unwrap(nodes);
  if (script !== undefined) {
    collect.children.push(
      scriptChild(at.visit, script, collect, wrappers.length === 0 ? context : { ...context, wrappers: [...(context.wrappers ?? []), ...wrappers] }),
    );
    return;
  }
  const windows = windowsScript(inner);
  const [text, ...more] = windows?.words ?? [];
  if (windows !== undefined && text !== undefined && more.length === 0) {
    collect.children.push({ ...scriptChild(at.visit, text, collect, context), syntax: windows.language });
    return;
  }
  const [only] = nodes;
  if (only !== undefined && nodes.some(node => node.text.includes('\n'))) {
    for (const node of nodes) if (node.text.includes('\n')) collect.children.push(scriptChild(at.visit, node, collect, context));
  }
  const list: readonly CommandWord[] = nodes.map(node => ({ text: node.text, start: node.start, end: node.end }));
  const place = { path: at.visit.path, identity: at.visit.identity, group: groupOf(collect, at.visit.parent?.node ?? at.visit.node) };
  wordFacts(list, { place, ...(at.pod === undefined ? {} : { backing: (path: string) => at.pod?.backing(context.container, path) }) }, collect, context);
}

/** The script of `sh -c SCRIPT` behind a program that is not known to run others, such as an image's own entrypoint. */
function shellScript(nodes: readonly ScalarNode[]): ScalarNode | undefined {
  const shell = nodes.findIndex(node => SHELLS.test(node.text));
  if (shell < 0 || shell > 3 || (shell > 0 && isAbsolute(nodes[0]?.text ?? '') && !/(?:tini|dumb-init|env|nsenter|chroot)$/.test(nodes[0]?.text ?? '')))
    return undefined;
  const flag = nodes.findIndex((node, index) => index > shell && /^-[a-z]*c$/.test(node.text));
  return flag < 0 ? undefined : nodes[flag + 1];
}
