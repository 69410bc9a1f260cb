// Which contexts there are, where they come from, and what is said of kubeconfigs with mistakes.
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/model/errors.ts';
import { listContexts, openContext } from '../../../src/sources/cluster/kube-config.ts';
import { makeTree } from '../tree.ts';
import { kubeConfigOf } from './loopback.ts';

const YAML = `apiVersion: v1
kind: Config
current-context: b
clusters:
- name: one
  cluster: { server: "https://one.example:6443", certificate-authority: pki/ca.crt }
- { name: no-server, cluster: {} }
- { name: other-scheme, cluster: { server: "ftp://x" } }
- { name: bad-proxy, cluster: { server: "https://x", proxy-url: "gopher://p" } }
users:
- name: someone
  user: { client-certificate: me.crt, tokenFile: token, exec: { command: ./bin/plugin } }
contexts:
- { name: a, context: { cluster: one, user: someone } }
- { name: b, context: { cluster: one } }
- { name: lost-cluster, context: { cluster: gone, user: someone } }
- { name: no-cluster, context: { user: someone } }
- { name: lost-user, context: { cluster: one, user: gone } }
- { name: no-server, context: { cluster: no-server } }
- { name: other-scheme, context: { cluster: other-scheme } }
- { name: bad-proxy, context: { cluster: bad-proxy } }
`;

const NOWHERE = { HOME: '/nowhere-at-all' };

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  const { message, hint } = error as UserError;
  return `${message} | ${hint ?? ''}`;
}

describe('contexts', () => {
  it('are those of the file that is named, whatever the environment names', async () => {
    const root = makeTree({ config: YAML, other: kubeConfigOf('https://x') });
    const { names, current } = await listContexts({ kubeconfig: join(root, 'config'), env: { KUBECONFIG: join(root, 'other') } });
    expect(names.slice(0, 3)).toEqual(['a', 'b', 'lost-cluster']);
    expect(current).toBe('b');
  });

  it('of several files come together, and what an earlier one says holds', async () => {
    const root = makeTree({
      first: 'contexts:\n- { name: x, context: { cluster: c, user: u } }\nusers:\n- { name: u, user: { token: mine } }\n',
      second: kubeConfigOf('https://second.example', { user: { token: 'other' } }),
      'sub/third': YAML,
    });
    const files = ['first', 'not-there', 'second', 'sub/third'].map(name => join(root, name));
    const env = { KUBECONFIG: ['', ...files].join(delimiter) };
    const { names, current } = await listContexts({ env });
    expect(names.slice(0, 4)).toEqual(['x', 'here', 'a', 'b']);
    expect(current).toBe('here');
    const x = await openContext({ env, context: 'x' });
    expect(x).toMatchObject({ name: 'x', user: { token: 'mine' } });
    expect(x.server.href).toBe('https://second.example/');
    const { cluster, user } = await openContext({ env, context: 'a' });
    expect(cluster['certificate-authority']).toBe(join(root, 'sub/pki/ca.crt'));
    expect(user).toMatchObject({
      'client-certificate': join(root, 'sub/me.crt'),
      tokenFile: join(root, 'sub/token'),
      exec: { command: join(root, 'sub/bin/plugin') },
    });
  });

  it('are those of the home folder where nothing else is named', async () => {
    const root = makeTree({ '.kube/config': YAML });
    expect(await openContext({ env: { HOME: root, KUBECONFIG: '' } })).toMatchObject({ name: 'b', user: {} });
  });

  it('are the service account of a pod that has nothing else', async () => {
    const account = makeTree({ token: 't', 'ca.crt': 'c' });
    const options = { env: { ...NOWHERE, KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' }, serviceAccount: account };
    expect(await listContexts(options)).toEqual({ names: ['in-cluster'], current: 'in-cluster' });
    const context = await openContext(options);
    expect(context).toMatchObject({
      name: 'in-cluster',
      user: { tokenFile: join(account, 'token') },
      cluster: { 'certificate-authority': join(account, 'ca.crt') },
    });
    expect(context.server.href).toBe('https://[fd00::1]:6443/');
  });

  it('lead through the proxy of the kubeconfig, else that of the environment', async () => {
    const root = makeTree({
      none: kubeConfigOf('https://x.example'),
      own: kubeConfigOf('https://x.example', { cluster: { 'proxy-url': 'socks5://own:1080' } }),
    });
    const env = { HTTPS_PROXY: 'env.example:3128' };
    expect((await openContext({ kubeconfig: join(root, 'none'), env })).proxy?.href).toBe('http://env.example:3128/');
    expect((await openContext({ kubeconfig: join(root, 'own'), env })).proxy?.href).toBe('socks5://own:1080');
    expect((await openContext({ kubeconfig: join(root, 'none'), env: {} })).proxy).toBeUndefined();
  });
});

describe('a kubeconfig with a mistake', () => {
  const opened = (content: string, context?: string): Promise<string> =>
    refusal(openContext({ kubeconfig: join(makeTree({ config: content }), 'config'), env: {}, ...(context === undefined ? {} : { context }) }));

  it('that is not there, or no file, is named', async () => {
    const root = makeTree({ 'folder/': '' });
    expect(await refusal(listContexts({ kubeconfig: join(root, 'gone') }))).toMatch(
      /^cannot read the kubeconfig .*gone: no such file or folder \| Name a kubeconfig with --kubeconfig/,
    );
    expect(await refusal(listContexts({ kubeconfig: join(root, 'folder') }))).toMatch(/folder: it is a folder/);
    expect(await refusal(listContexts({ env: { KUBECONFIG: join(root, 'gone') } }))).toMatch(/^the files that KUBECONFIG names are not there or empty: .*gone/);
  });

  it('that is no YAML is told with its line, and with nothing of what stands there', async () => {
    const message = await opened('contexts: []\nusers:\n- user: { token: "secret-word }\n');
    expect(message).toMatch(/config is not YAML: line [34]: /);
    expect(message).not.toContain('secret-word');
  });

  it.each(['', 'hello', '- a', 'kind: Pod\nspec: {}'])('that is something else (%j) is told', async content => {
    expect(await opened(content)).toMatch(/is not a kubeconfig/);
  });

  it('that unfolds without an end is told', async () => {
    const levels = Array.from({ length: 12 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(', ')}]`);
    expect(await opened(`a0: &a0 x\n${levels.join('\n')}\ncontexts: []\n`)).toMatch(/cannot be read: .*alias/);
  });

  it('whose context is not there names those that are', async () => {
    expect(await opened(YAML, 'prod')).toMatch(/^there is no context prod in .*config \| Choose one with --context NAME: a, b, lost-cluster/);
    expect(await opened('contexts: []', 'prod')).toContain('It has no contexts at all');
  });

  it('that has no current context names those that there are', async () => {
    expect(await opened(YAML.replace('current-context: b', ''))).toMatch(/^no context is current in .*config \| Choose one with --context NAME: a, b/);
  });

  it.each([
    ['lost-cluster', 'context lost-cluster needs the cluster gone, which is not in'],
    ['no-cluster', 'names no cluster'],
    ['lost-user', 'context lost-user needs the user gone, which is not in'],
    ['no-server', 'the cluster of context no-server in'],
    ['other-scheme', 'has no server with an http:// or https:// address'],
    ['bad-proxy', 'proxy-url of the cluster of context bad-proxy in'],
  ])('in context %s is told', async (context, message) => {
    expect(await opened(YAML, context)).toContain(message);
  });

  it('with a name from its prototype is no such entry', async () => {
    expect(await opened(YAML, 'constructor')).toMatch(/^there is no context constructor/);
  });

  it('that is missing outside of a pod is told with what to do', async () => {
    expect(await refusal(listContexts({ env: NOWHERE }))).toMatch(
      /^there is no kubeconfig: .* \| Name a kubeconfig with --kubeconfig FILE or in KUBECONFIG, and its context with --context NAME/,
    );
    const account = makeTree({ 'ca.crt': 'c' });
    expect(await refusal(listContexts({ env: { ...NOWHERE, KUBERNETES_SERVICE_HOST: '10.0.0.1' }, serviceAccount: account }))).toMatch(
      /^there is no kubeconfig/,
    );
  });
});
