// PowerShell and cmd scripts: every command in a text, wherever it hides, with its place.
import type { Guard, Heredoc, ScriptCommand } from '../model/document.ts';
import type { SegmentMap } from '../model/segment-map.ts';
import { mapSpan } from '../model/segment-map.ts';
import { parseBatch } from './batch/parser.ts';
import { parsePowershell } from './powershell/parser.ts';
import type { ReadError } from './result.ts';
import { wholeOf, type ShellResult } from './shell.ts';
import { makeCommand } from './shell/script-command.ts';
import { maskTemplate } from './shell/template.ts';
import type { Value } from './shell/value.ts';
import { liftValue } from './shell/value.ts';
import type { Setting } from './shell/wrappers.ts';
import { filesOf, type Written } from './windows/files.ts';
import type { Statement } from './windows/statement.ts';
import { unwrap, windowsProgram, type WindowsLanguage } from './windows/unwrap.ts';

const MAX_LEVEL = 8;
const MAX_WRAPPERS = 12;
/** Characters that scripts within scripts may add to what is read. */
const NESTED_BUDGET = 1_000_000;

const PARSERS: Readonly<Record<WindowsLanguage, (text: string) => readonly Statement[]>> = { powershell: parsePowershell, batch: parseBatch };
/** What EC2 and cloudbase-init put around a script, and templates that `docker inspect --format` has none of. */
const AROUND = /<\/?(?:powershell|script|persist|powershellArguments)>/gi;
const TEMPLATE = /\{\{-?\s{0,5}(?:\.(?:Values|Release|Chart|Capabilities)\b|include\b|if\b|else\b|end\b|range\b|with\b|toYaml\b|template\b)|\{%/;

/** A script that is still to be read. */
interface Pending {
  readonly script: Value;
  readonly language: WindowsLanguage;
  readonly wrappers: readonly string[];
  readonly guard: Guard | undefined;
  readonly level: number;
}

/** Reads a script of Windows, or one that was put together from pieces of another text, whose places its commands then have. Never throws. */
export function readWindowsScript(script: string | Value, language: WindowsLanguage): ShellResult {
  const commands: ScriptCommand[] = [];
  const { text, map, errors: unread } = wholeOf(script);
  const errors: ReadError[] = [...unread];
  const masked = (TEMPLATE.test(text) ? maskTemplate(text).text : text).replace(AROUND, tag => ' '.repeat(tag.length));
  let budget = NESTED_BUDGET;
  const pending: Pending[] = [{ script: { text: masked, map }, language, wrappers: [], guard: undefined, level: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.level > 0) budget -= next.script.text.length;
    if (next.level > MAX_LEVEL || budget < 0) {
      const message = 'scripts within scripts that go too deep or grow too long';
      errors.push({ code: 'too-complex', message, offset: mapSpan(next.script.map, 0, 1).start });
    } else readOne(next, commands, pending);
  }
  return { commands: commands.sort((a, b) => a.start - b.start || b.end - a.end), errors: errors.slice(0, 1) };
}

function readOne(from: Pending, commands: ScriptCommand[], pending: Pending[]): void {
  const map = from.level === 0 && from.script.map.length < 2 && from.script.map[0]?.to === 0 ? undefined : from.script.map;
  for (const statement of PARSERS[from.language](from.script.text)) {
    const guard = from.guard ?? statement.guard;
    const scripts = statement.scripts.map(script => liftValue(script, map));
    for (const script of scripts) pending.push({ ...from, script, guard, level: from.level + 1 });
    const work = { words: statement.words.map(word => liftValue(word, map)), wrappers: from.wrappers };
    const { words, wrappers, inner } = withoutWrappers(work);
    if (inner !== undefined) pending.push({ ...inner, wrappers, guard, level: from.level + 1 });
    const settings = [...statement.settings.map(setting => liftSetting(setting, map)), ...settingsOf(words)];
    const heredocs = filesOf(statement).map(file => heredocOf(file, map));
    if (words.length + settings.length + heredocs.length === 0) continue;
    commands.push(makeCommand({ words: words.map(inSmallLetters), settings, wrappers }, guard, heredocs));
  }
}

interface Work {
  readonly words: readonly Value[];
  readonly wrappers: readonly string[];
  readonly inner?: Pick<Pending, 'script' | 'language'>;
}

function withoutWrappers(work: Work): Work {
  let { words, wrappers } = work;
  for (let i = 0; i < MAX_WRAPPERS; i++) {
    const wrapped = unwrap(words);
    if (wrapped === undefined) break;
    wrappers = [...wrappers, windowsProgram(words)];
    if (wrapped.kind === 'script') return { words: [], wrappers, inner: wrapped };
    words = wrapped.words;
  }
  return { words, wrappers };
}

function liftSetting({ name, value }: Setting, map: SegmentMap | undefined): Setting {
  return { name: liftValue(name, map), value: liftValue(value, map) };
}

/** `setx DOCKER_HOST npipe:...` */
function settingsOf(words: readonly Value[]): readonly Setting[] {
  const [, name, value] = words;
  return windowsProgram(words) === 'setx' && name !== undefined && value !== undefined ? [{ name, value }] : [];
}

/** The program of a command in small letters, as rules know it; cmdlets stay as they are written. */
function inSmallLetters(word: Value, index: number): Value {
  return index > 0 || /[-\\/]/.test(word.text) ? word : { ...word, text: word.text.toLowerCase() };
}

function heredocOf({ value, target }: Written, map: SegmentMap | undefined): Heredoc {
  const lifted = liftValue(value, map);
  const body = lifted.map.length === 0 ? { start: lifted.extent?.start ?? 0, end: lifted.extent?.start ?? 0 } : mapSpan(lifted.map, 0, lifted.text.length);
  return { body, ...(target === undefined ? {} : { target }), content: { text: lifted.text, map: lifted.map } };
}
