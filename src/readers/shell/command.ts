// What a command runs: its program, and the subcommand of programs that have them.

/** Options before the subcommand that take their value from the next word. */
const CLIENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['docker', new Set(['-H', '--host', '-c', '--context', '--config', '-l', '--log-level', '--tlscacert', '--tlscert', '--tlskey'])],
  [
    'podman',
    new Set([
      '-c',
      '--connection',
      '--url',
      '--log-level',
      '--root',
      '--runroot',
      '--runtime',
      '--storage-driver',
      '--storage-opt',
      '--cgroup-manager',
      '--events-backend',
    ]),
  ],
  [
    'nerdctl',
    new Set([
      '-n',
      '--namespace',
      '-a',
      '--address',
      '-H',
      '--host',
      '--snapshotter',
      '--data-root',
      '--cgroup-manager',
      '--cni-path',
      '--cni-netconfpath',
      '--hosts-dir',
    ]),
  ],
  ['ctr', new Set(['-n', '--namespace', '-a', '--address', '--timeout', '--connect-timeout'])],
  ['crictl', new Set(['-r', '--runtime-endpoint', '-i', '--image-endpoint', '-t', '--timeout', '-c', '--config'])],
  [
    'kubectl',
    new Set([
      '-n',
      '--namespace',
      '--context',
      '--kubeconfig',
      '-s',
      '--server',
      '--cluster',
      '--user',
      '--token',
      '--as',
      '--as-group',
      '--certificate-authority',
      '--request-timeout',
      '-v',
    ]),
  ],
  [
    'systemctl',
    new Set([
      '-t',
      '--type',
      '-H',
      '--host',
      '-M',
      '--machine',
      '-p',
      '--property',
      '-n',
      '--lines',
      '-o',
      '--output',
      '-s',
      '--signal',
      '--state',
      '--root',
      '--job-mode',
      '--kill-who',
    ]),
  ],
]);

/** Scripts that hand all that they are given to the program that they start. */
const PASSES_ON: ReadonlyMap<string, string> = new Map([['kubelet-wrapper', 'kubelet']]);

/** The name under which a program is found: no folder, no `.exe`. */
export function programName(word: string): string {
  const name = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
  return /\.exe$/i.test(name) ? name.slice(0, -4) : (PASSES_ON.get(name) ?? name);
}

/**
 * The first argument that is neither an option nor an option's value: `ps` of `docker -H unix:///x ps`. `docker-compose` is
 * `compose` of `docker` under an older name, whatever follows.
 */
export function subcommandOf(program: string, args: readonly string[]): string | undefined {
  if (program === 'docker-compose') return 'compose';
  const valued = CLIENTS.get(program);
  for (let at = 0; at < args.length; at++) {
    const text = args[at] ?? '';
    if (!text.startsWith('-') || text === '-') return text;
    if (valued?.has(text) === true) at++;
  }
  return undefined;
}
