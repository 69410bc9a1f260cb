// Answer files of installers as the scripts in them: kickstart's %pre and %post, preseed's early and late commands.
import type { InnerScript } from './inner-script.ts';
import { ValueBuilder } from './shell/value.ts';

const SECTION = /^%(?:pre|post|pre-install|firstboot|onerror|traceback)\b([^\n]*)\n/gm;
const COMMAND = /^[ \t]*d-i[ \t]+(?:preseed\/(?:early|late)_command|partman\/early_command)[ \t]+string[ \t]+/gm;
const IN_TARGET = /\bin-target[ \t]+/g;

/** The scripts of an answer file, each by itself. */
export function installerScripts(text: string): readonly InnerScript[] {
  return [...sections(text), ...commands(text)];
}

function sections(text: string): readonly InnerScript[] {
  return [...text.matchAll(SECTION)].flatMap(head => {
    if (/--interpreter[= ]\S*(?:python|perl|ruby)/.test(head[1] ?? '')) return [];
    const start = head.index + head[0].length;
    const close = text.indexOf('\n%', start - 1);
    const end = close < 0 ? text.length : close + 1;
    return [{ script: new ValueBuilder().exact(text.slice(start, end), start).build(), language: 'shell' as const }];
  });
}

/** Lines that a backslash joins; `in-target` runs what follows it in the new system. */
function commands(text: string): readonly InnerScript[] {
  return [...text.matchAll(COMMAND)].map(head => {
    const start = head.index + head[0].length;
    let end = text.indexOf('\n', start);
    while (end > 0 && text[end - 1] === '\\') end = text.indexOf('\n', end + 1);
    const script = text.slice(start, end < 0 ? text.length : end);
    const builder = new ValueBuilder();
    let run = 0;
    for (const target of script.matchAll(IN_TARGET)) {
      builder.exact(script.slice(run, target.index), start + run);
      run = target.index + target[0].length;
    }
    return { script: builder.exact(script.slice(run), start + run).build(), language: 'shell' };
  });
}
