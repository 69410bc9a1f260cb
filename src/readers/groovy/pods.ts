// The pods that a pipeline describes in Groovy: podTemplate with its volumes and containers, as the tree that a manifest of them would be.
import type { Node, ScalarNode } from '../../model/tree.ts';
import { addEntry, impliedKey, openMap, openSeq, quotedScalar, type OpenMap, type OpenSeq } from '../nodes.ts';
import type { Token } from './lexer.ts';

/** A call, or a mapping of a class, whose arguments have names. */
interface Call {
  readonly name: string;
  readonly args: ReadonlyMap<string, ScalarNode>;
  readonly start: number;
}

const CALLS: ReadonlySet<string> = new Set([
  'podTemplate',
  'containerTemplate',
  'hostPathVolume',
  'HostPathVolume',
  'emptyDirVolume',
  'EmptyDirVolume',
  'persistentVolumeClaim',
  'envVar',
  'containerEnvVar',
  'kubernetes',
]);
const OPEN: ReadonlySet<string> = new Set(['(', '{', '[']);
const CLOSE: ReadonlySet<string> = new Set([')', '}', ']']);
/** Further from its name an argument belongs to something else. */
const MAX_ARGUMENTS = 400;

/** What is put together of one pod. */
interface OpenPod {
  readonly volumes: OpenSeq;
  readonly containers: OpenSeq;
  readonly mounts: OpenSeq;
  readonly env: OpenSeq;
  readonly open: OpenMap[];
  /** The variables of each container. */
  readonly envs: OpenSeq[];
}

/** The pods of a text; volumes and containers outside of any podTemplate are one. */
export function groovyPods(text: string, tokens: readonly Token[]): readonly Node[] {
  const loose = openPod(0);
  const pods = [loose];
  let pod = loose;
  let container: OpenSeq | undefined;
  let depth = 0;
  const ends: { readonly depth: number; readonly leave: () => void }[] = [];
  for (const [index, token] of tokens.entries()) {
    if (OPEN.has(token.text) && token.kind === 'sign') depth++;
    if (CLOSE.has(token.text) && token.kind === 'sign') {
      depth--;
      while ((ends.at(-1)?.depth ?? depth) > depth) ends.pop()?.leave();
    }
    const name = callName(tokens, index);
    if (name === undefined) continue;
    if (name === 'podTemplate' || name === 'kubernetes') {
      const around = pod;
      pod = openPod(token.start);
      pods.push(pod);
      ends.push({ depth: depth + 1, leave: () => (pod = around) });
    } else if (name === 'containerTemplate') {
      const around = container;
      container = addContainer(pod, callAt(text, tokens, index, name));
      ends.push({ depth: depth + 1, leave: () => (container = around) });
    } else addPart(pod, container, callAt(text, tokens, index, name));
  }
  return pods.flatMap(one => podNode(one, text.length));
}

/** The name of a call or of a `$class` that begins at a token. */
function callName(tokens: readonly Token[], index: number): string | undefined {
  const token = tokens[index];
  if (token === undefined || !CALLS.has(token.text)) return undefined;
  if (token.kind === 'string') return tokens[index - 2]?.text === '$class' ? token.text : undefined;
  const next = tokens[index + 1]?.text;
  return token.kind === 'name' && (next === '(' || next === '{') ? token.text : undefined;
}

/** The strings that are named right inside of a call's brackets: `name: 'x'`, or `name 'x'` in a closure. */
function callAt(text: string, tokens: readonly Token[], index: number, name: string): Call {
  const args = new Map<string, ScalarNode>();
  let depth = tokens[index]?.kind === 'string' ? 1 : 0;
  for (let at = index + 1; at < Math.min(tokens.length, index + MAX_ARGUMENTS); at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === 'sign' && OPEN.has(token.text)) depth++;
    if (token.kind === 'sign' && CLOSE.has(token.text) && --depth <= 0) break;
    const value = tokens[tokens[at + 1]?.text === ':' ? at + 2 : at + 1];
    if (token.kind !== 'name' || depth !== 1 || value?.kind !== 'string') continue;
    args.set(token.text, quotedScalar(text, value.inner, value.text));
  }
  return { name, args, start: tokens[index]?.start ?? 0 };
}

function openPod(start: number): OpenPod {
  return { volumes: openSeq(start), containers: openSeq(start), mounts: openSeq(start), env: openSeq(start), open: [], envs: [] };
}

function addContainer(pod: OpenPod, { args, start }: Call): OpenSeq {
  const container = openMap(start);
  for (const key of ['name', 'image', 'command', 'args']) {
    const value = args.get(key);
    if (value !== undefined) addEntry(container, impliedKey(key, value.start), value);
  }
  const env = openSeq(start);
  addEntry(container, impliedKey('env', start), env);
  pod.envs.push(env);
  pod.containers.items.push(container);
  pod.open.push(container);
  return env;
}

function addPart(pod: OpenPod, env: OpenSeq | undefined, { name, args, start }: Call): void {
  if (/EnvVar$|^envVar$/.test(name)) {
    const [key, value] = [args.get('key'), args.get('value')];
    if (key !== undefined && value !== undefined) (env ?? pod.env).items.push(mapOf(start, { name: key, value }));
    return;
  }
  const mountPath = args.get('mountPath');
  const hostPath = args.get('hostPath');
  const volume = impliedKey(`volume-${String(pod.volumes.items.length)}`, start);
  const source = hostPath === undefined ? openMap(start) : mapOf(start, { path: hostPath });
  const kind = hostPath !== undefined ? 'hostPath' : /persistent/i.test(name) ? 'persistentVolumeClaim' : 'emptyDir';
  pod.volumes.items.push(mapOf(start, { name: volume, [kind]: source }));
  if (mountPath !== undefined) pod.mounts.items.push(mapOf(start, { name: volume, mountPath }));
}

function mapOf(start: number, entries: Readonly<Record<string, Node>>): OpenMap {
  const map = openMap(start);
  for (const [key, value] of Object.entries(entries)) addEntry(map, impliedKey(key, value.start), value);
  return map;
}

/** Jenkins gives every volume and the pod's variables to every container. */
function podNode({ volumes, containers, mounts, env, open, envs }: OpenPod, end: number): readonly Node[] {
  if (volumes.items.length + containers.items.length === 0) return [];
  const whole = { start: 0, end };
  for (const container of open) addEntry(container, impliedKey('volumeMounts', container.start), { ...mounts, ...whole });
  for (const own of envs) own.items.push(...env.items);
  return [{ ...mapOf(volumes.start, { volumes: { ...volumes, ...whole }, containers: { ...containers, ...whole } }), ...whole }];
}
