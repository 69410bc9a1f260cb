// Credential plugins: the programs that a kubeconfig names under `exec`, asked as kubectl asks them.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Buffer } from 'node:buffer';
import type { Readable } from 'node:stream';
import { reasonOf } from '../problem.ts';
import { ApiError } from './api-error.ts';
import { type Json, list, mapping, text } from './api-object.ts';
import { clip, interrupted } from './failure.ts';
import type { OpenContext } from './kube-config.ts';

/** A user's fields of a kubeconfig. */
export interface PluginAnswer {
  readonly token?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key-data'?: string;
}

/** Long enough for a login in a browser that the plugin opens. */
const PLUGIN_TIMEOUT = 60_000;

const MAX_OUTPUT = 1024 ** 2;

/** Starts the plugin and reads the credentials that it writes. Rejects with `ApiError`. */
export async function askPlugin(exec: Json, context: OpenContext, signal: AbortSignal): Promise<PluginAnswer> {
  const command = text(exec['command']);
  if (command === undefined || command === '') throw failed('the credential plugin', context, 'the kubeconfig names no command');
  const name = `the credential plugin ${command}`;
  const ran = await started(command, exec, context, signal);
  if (ran.kind === 'interrupted') throw new ApiError('interrupted', interrupted().clause);
  if (ran.kind === 'error') throw failed(name, context, ran.why);
  const answer = answerOf(ran.output);
  if (answer === undefined) throw failed(name, context, 'it wrote no ExecCredential with a token or a certificate');
  return answer;
}

const failed = (name: string, { name: context }: OpenContext, why: string): ApiError =>
  new ApiError('unauthorized', `${name} of context ${context} gave no credentials: ${why}`);

type Ran = { readonly kind: 'output'; readonly output: string } | { readonly kind: 'error'; readonly why: string } | { readonly kind: 'interrupted' };

/** Some commands cannot even be tried, such as one with a null character. */
async function started(command: string, exec: Json, context: OpenContext, signal: AbortSignal): Promise<Ran> {
  try {
    return await run(command, exec, context, signal);
  } catch (error) {
    return { kind: 'error', why: `it cannot be started: ${reasonOf(error)}` };
  }
}

function run(command: string, exec: Json, context: OpenContext, signal: AbortSignal): Promise<Ran> {
  const args = list(exec['args']).filter(argument => typeof argument === 'string');
  return new Promise(resolve => {
    if (signal.aborted) {
      resolve({ kind: 'interrupted' });
      return;
    }
    // Its output is ours to read and never on our own streams; with no input it cannot wait for an answer that nobody gives.
    const child = spawn(command, args, { env: environment(exec, context), stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const output = gather(child.stdout);
    const complaint = gather(child.stderr);
    const end = (ran: Ran): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(ran);
      abandon(child);
    };
    const onAbort = (): void => {
      end({ kind: 'interrupted' });
    };
    const timer = setTimeout(() => {
      end({ kind: 'error', why: `it did not end within ${PLUGIN_TIMEOUT / 1000} s; run kubectl once, so that it can ask what it has to ask` });
    }, PLUGIN_TIMEOUT);
    signal.addEventListener('abort', onAbort);
    child.on('error', error => {
      end({ kind: 'error', why: `it cannot be started: ${reasonOf(error)}${installHint(exec)}` });
    });
    child.on('close', (code, killedBy) => {
      const how = killedBy === null ? `it ended with exit code ${code ?? 'unknown'}` : `it was ended by ${killedBy}`;
      if (code === 0) end({ kind: 'output', output: output() });
      else end({ kind: 'error', why: [how, clip(complaint())].filter(part => part !== '').join(': ') });
    });
  });
}

/** What a stream has given so far, up to a bound. */
function gather(stream: Readable): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_OUTPUT) chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Programs that it has started may hold its streams open, and must not keep us waiting. */
function abandon(child: ChildProcessByStdio<null, Readable, Readable>): void {
  child.kill('SIGKILL');
  child.stdout.destroy();
  child.stderr.destroy();
}

/** Plugins of today read what they are asked from KUBERNETES_EXEC_INFO, and some do not work without. */
function environment(exec: Json, { cluster, server, proxy, env }: OpenContext): NodeJS.ProcessEnv {
  const own = list(exec['env']).map(mapping);
  const pairs = own.map(entry => [text(entry['name']) ?? '', text(entry['value']) ?? ''] as const).filter(([name]) => name !== '');
  const described = {
    server: server.href.replace(/\/$/, ''),
    'certificate-authority-data': cluster['certificate-authority-data'],
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
    'tls-server-name': cluster['tls-server-name'],
    'proxy-url': proxy?.href,
  };
  const spec = { interactive: false, ...(exec['provideClusterInfo'] === true ? { cluster: described } : {}) };
  const info = { apiVersion: text(exec['apiVersion']) ?? 'client.authentication.k8s.io/v1', kind: 'ExecCredential', spec };
  return { ...env, KUBERNETES_EXEC_INFO: JSON.stringify(info), ...Object.fromEntries(pairs) };
}

function installHint(exec: Json): string {
  const hint = text(exec['installHint']);
  return hint === undefined ? '' : `; ${clip(hint)}`;
}

function answerOf(output: string): PluginAnswer | undefined {
  const status = mapping(mapping(parsed(output))['status']);
  const token = text(status['token']);
  const certificate = text(status['clientCertificateData']);
  const key = text(status['clientKeyData']);
  if (token === undefined && (certificate === undefined || key === undefined)) return undefined;
  return {
    ...(token === undefined ? {} : { token }),
    ...(certificate === undefined || key === undefined ? {} : { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) }),
  };
}

const base64 = (pem: string): string => Buffer.from(pem).toString('base64');

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    // The caller says that it is no ExecCredential.
    return undefined;
  }
}
