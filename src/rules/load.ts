// Reads rule files and the knowledge of agents: the built-in ones and a user's own.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Agent } from '../model/agent.ts';
import { UserError } from '../model/errors.ts';
import type { Rule, RuleSource } from '../model/rule.ts';
import { compileRule } from './compile.ts';

/** Rules ready to run and what is known of agents. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** The ids of all rules, those among them that are not to run. */
  readonly known: readonly string[];
  readonly agents: readonly Agent[];
}

export interface LoadOptions {
  /** Folders of further rules; an id that exists already replaces the built-in rule. */
  readonly dirs?: readonly string[];
  /** Only these rules. Throws where an id is unknown. */
  readonly only?: readonly string[];
  /** All but these. Throws where an id is unknown. */
  readonly disable?: readonly string[];
}

interface RuleFiles {
  readonly rules: readonly { readonly file: string; readonly source: RuleSource }[];
  readonly agents: readonly Agent[];
}

/** Loads the built-in rules and those of `dirs`. Throws `UserError` with file, line and column where a file is wrong. */
export async function loadRules(options: LoadOptions = {}): Promise<RuleSet> {
  const builtIn = await builtInFiles();
  const own: RuleFiles[] = [];
  for (const dir of options.dirs ?? []) own.push(await readRuleFiles(dir));
  const sources = new Map<string, { file: string; source: RuleSource }>();
  for (const entry of [builtIn, ...own].flatMap(files => files.rules)) sources.set(entry.source.id, entry);
  const agents = new Map<string, Agent>();
  for (const agent of [builtIn, ...own].flatMap(files => files.agents)) agents.set(agent.id, agent);
  const selected = select([...sources.values()], options);
  return { rules: selected.map(({ source, file }) => compileRule(source, file)), known: [...sources.keys()], agents: [...agents.values()] };
}

function select(entries: readonly { file: string; source: RuleSource }[], options: LoadOptions): readonly { file: string; source: RuleSource }[] {
  const known = new Set(entries.map(entry => entry.source.id));
  for (const id of [...(options.only ?? []), ...(options.disable ?? [])]) if (!known.has(id)) throw new UnknownRuleError(id, [...known]);
  const only = options.only === undefined || options.only.length === 0 ? undefined : new Set(options.only);
  const disabled = new Set(options.disable ?? []);
  return entries
    .filter(({ source }) => (only === undefined || only.has(source.id)) && !disabled.has(source.id))
    .toSorted((a, b) => (a.source.id < b.source.id ? -1 : 1));
}

/** A rule id that no rule has; the caller names the nearest one. */
export class UnknownRuleError extends UserError {
  readonly id: string;
  readonly known: readonly string[];

  constructor(id: string, known: readonly string[]) {
    super(`unknown rule ${id}`, { hint: '`unshim rules` lists all of them' });
    this.id = id;
    this.known = known;
  }
}

let builtIn: Promise<RuleFiles> | undefined;

/** They do not change while the process runs. */
function builtInFiles(): Promise<RuleFiles> {
  return (builtIn ??= readBuiltIn());
}

/** A bundle carries its rules as one JSON file, checked when it was built; the source tree reads the YAML files. */
async function readBuiltIn(): Promise<RuleFiles> {
  const bundled = fileURLToPath(new URL('./rules.json', import.meta.url));
  if (existsSync(bundled)) return JSON.parse(readFileSync(bundled, 'utf8')) as RuleFiles;
  return readRuleFiles(fileURLToPath(new URL('../../rules', import.meta.url)));
}

/** Reads and checks every YAML file below a folder: agents below `agents/`, rules elsewhere. Throws `UserError`. */
export async function readRuleFiles(dir: string): Promise<RuleFiles> {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) throw new UserError(`no such folder of rules: ${dir}`);
  const { parseRuleFile, parseAgentFile } = await import('./parse.ts');
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map(name => name.replaceAll('\\', '/'))
    .filter(name => /\.ya?ml$/.test(name))
    .sort();
  const rules: { file: string; source: RuleSource }[] = [];
  const agents: Agent[] = [];
  for (const name of files) {
    const text = readFileSync(join(dir, name), 'utf8');
    if (/(?:^|\/)agents\//.test(name)) agents.push(...parseAgentFile(text, join(dir, name)));
    else rules.push({ file: name, source: parseRuleFile(text, join(dir, name)) });
  }
  return { rules, agents };
}
