// Which proxy the environment names for a server.
import { describe, expect, it } from 'vitest';
import { addressOf, isLoopback, proxyOf } from '../../../src/sources/cluster/proxy.ts';

const of = (server: string, env: Record<string, string>): string | undefined => proxyOf(new URL(server), env);

describe('the proxy of the environment', () => {
  it('is that of the protocol, in capitals before small letters, with a protocol of its own', () => {
    const env = { HTTPS_PROXY: 'https://s:1', HTTP_PROXY: 'p:2', https_proxy: 'http://small:3' };
    expect(of('https://x', env)).toBe('https://s:1');
    expect(of('http://x', env)).toBe('http://p:2');
    expect(of('https://x', { https_proxy: 'http://small:3' })).toBe('http://small:3');
    expect(of('https://x', {})).toBeUndefined();
  });

  it.each(['https://localhost:6443', 'https://127.0.0.1', 'https://127.1.2.3:1', 'https://[::1]:6443'])('is never for this machine: %s', server => {
    expect(of(server, { HTTPS_PROXY: 'http://p' })).toBeUndefined();
    expect(isLoopback(new URL(server))).toBe(true);
  });

  it.each([
    ['*', true],
    ['api.example.com', true],
    ['other, EXAMPLE.com', true],
    ['.example.com', true],
    ['*.example.com', true],
    ['api.example.com:6443', true],
    ['api.example.com:443', false],
    ['ample.com', false],
    ['', false],
    [' , ', false],
  ])('leaves out what NO_PROXY names: %j', (names, out) => {
    expect(of('https://api.example.com:6443', { HTTPS_PROXY: 'http://p', NO_PROXY: names })).toBe(out ? undefined : 'http://p');
  });

  it.each([
    ['https://10.1.2.3', '10.0.0.0/8', true],
    ['https://11.1.2.3', '10.0.0.0/8', false],
    ['https://10.1.2.3', '10.0.0.0/99', false],
    ['https://10.1.2.3', '10.1.2.3', true],
    ['https://[fd00::1]', 'fd00::/8', true],
    ['https://[fd00::1]', '10.0.0.0/8', false],
    ['https://ten.example', '10.0.0.0/8', false],
  ])('leaves out networks: %s with %s', (server, names, out) => {
    expect(of(server, { HTTPS_PROXY: 'http://p', no_proxy: names })).toBe(out ? undefined : 'http://p');
  });
});

it('an address has its port', () => {
  expect(['https://x', 'http://x', 'https://[::1]:6443'].map(server => addressOf(new URL(server)))).toEqual(['x:443', 'x:80', '[::1]:6443']);
});
