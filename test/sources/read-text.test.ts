// A file is read, searched or told of, and never anything else.
import { Buffer } from 'node:buffer';
import { execFileSync, spawn } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { readText, type TextResult } from '../../src/sources/read-text.ts';
import { readStdin } from '../../src/sources/stdin.ts';
import { makePipe, makeTree } from './tree.ts';

const sources = fileURLToPath(new URL('../../src/sources', import.meta.url));

/** Reads `x.yaml` and tells by how much the process has grown at its largest. */
const MEASURED = `
import { readText } from './read-text.ts';
const before = process.resourceUsage().maxRSS;
const { kind } = readText({ uri: 'x.yaml', path: 'x.yaml' }, { maxFileSize: 1000, mayMatter: text => text.includes('docker') });
console.log(JSON.stringify({ kind, megabytes: (process.resourceUsage().maxRSS - before) / 1024 }));
`;

const mayMatter = (text: string): boolean => /docker/i.test(text);

function read(content: string | Buffer, maxFileSize = 1024 ** 2): TextResult {
  const root = makeTree({});
  writeFileSync(join(root, 'x.yaml'), content);
  return readText({ uri: 'x.yaml', path: join(root, 'x.yaml') }, { maxFileSize, mayMatter });
}

describe('a file', () => {
  it('is delivered where it can matter and searched where not', () => {
    expect(read('a: docker\n')).toEqual({ kind: 'text', text: 'a: docker\n' });
    expect(read('a: ü docker\n')).toEqual({ kind: 'text', text: 'a: ü docker\n' });
    expect(read('a: 1\n')).toEqual({ kind: 'searched' });
    expect(read('')).toEqual({ kind: 'searched' });
    expect(read(`${' '.repeat(400_000)}docker`)).toMatchObject({ kind: 'text' });
  });

  it('is searched in UTF-16 too', () => {
    expect(read(Buffer.from('\uFEFFa: docker', 'utf16le'))).toEqual({ kind: 'text', text: 'a: docker' });
    expect(read(Buffer.from('a: 1 # xx', 'utf16le'))).toEqual({ kind: 'searched' });
  });

  it('is noted where its encoding is broken, with the first place', () => {
    expect(read(Buffer.from('a: 1\nb: \xe4 # docker\n', 'latin1'))).toMatchObject({
      kind: 'text',
      notification: { code: 'invalid-encoding', level: 'note', location: { physical: { region: { startLine: 2, startColumn: 4 } } } },
    });
  });

  it('is an error where it looks like a manifest that cannot be read, and passed over where it is binary', () => {
    expect(read('apiVersion: v1\0')).toMatchObject({ kind: 'problem', notification: { code: 'binary', level: 'error' } });
    expect(read(Buffer.from([0xff, 0xfe, 0, 0, ...Buffer.from('docker', 'utf16le')]))).toMatchObject({ kind: 'problem', notification: { level: 'error' } });
    expect(read(Buffer.from([0x89, 0x50, 0, 1, 2, 3]))).toEqual({ kind: 'binary' });
  });

  it('is passed over where bytes that are no text happen to look like escapes', () => {
    const escapes = (text: string): boolean => /\\x2|\\\n/.test(text);
    const bytes = Buffer.from('\0\x01\0\\x2f\xff\\\n\0', 'latin1');
    const root = makeTree({});
    writeFileSync(join(root, 'x.conf'), bytes);
    expect(readText({ uri: 'x.conf', path: join(root, 'x.conf') }, { maxFileSize: 1024, mayMatter: escapes })).toEqual({ kind: 'binary' });
  });

  it('is an error where it cannot be opened or read', () => {
    const root = makeTree({ 'folder.yaml/': '', 'gone.yaml': '-> nowhere', 'loop.yaml': '-> loop.yaml' });
    for (const name of ['folder.yaml', 'gone.yaml', 'loop.yaml', 'n'.repeat(300), 'a\0b']) {
      expect(readText({ uri: name, path: join(root, name) }, { maxFileSize: 100, mayMatter })).toMatchObject({
        kind: 'problem',
        notification: { code: 'unreadable', level: 'error' },
      });
    }
  });

  it('is read to the end where it is a pipe', async () => {
    const root = makeTree({});
    const path = join(root, 'pipe');
    makePipe(path);
    const writer = spawn('sh', ['-c', `(printf 'a: '; sleep 0.1; printf docker) > ${path}`]);
    const read = readText({ uri: 'pipe', path }, { maxFileSize: 100, mayMatter });
    await new Promise(resolve => writer.on('exit', resolve));
    expect(read).toEqual({ kind: 'text', text: 'a: docker' });
    expect(readText({ uri: 'zero', path: '/dev/zero' }, { maxFileSize: 100, mayMatter })).toMatchObject({ notification: { code: 'too-large' } });
  });
});

describe('a file over the limit', () => {
  it('is an error where it holds something that matters, wherever that lies', () => {
    for (const at of [0, 4 * 1024 ** 2 - 3, 4 * 1024 ** 2 + 4093, 9_000_000]) {
      const content = `${' '.repeat(at)}docker${' '.repeat(5000)}`;
      expect(read(content, 1000)).toMatchObject({ kind: 'problem', notification: { code: 'too-large', level: 'error' } });
      expect(read(Buffer.from(content, 'utf16le'), 1000)).toMatchObject({ kind: 'problem' });
    }
  });

  it('is searched in pieces where it does not', () => {
    expect(read(' '.repeat(9_000_000), 1000)).toEqual({ kind: 'searched' });
  });

  it('takes no more memory than a few pieces', () => {
    const root = makeTree({ 'x.yaml': '' });
    truncateSync(join(root, 'x.yaml'), 200 * 1024 ** 2);
    // In a process of its own, where nothing else takes memory.
    buildSync({ stdin: { contents: MEASURED, resolveDir: sources, loader: 'ts' }, bundle: true, platform: 'node', outfile: join(root, 'measure.cjs') });
    const said = execFileSync(process.execPath, ['measure.cjs'], { cwd: root, encoding: 'utf8' });
    const { kind, megabytes } = JSON.parse(said) as { kind: string; megabytes: number };
    expect(kind).toBe('searched');
    expect(megabytes).toBeLessThan(60);
  });
});

describe('standard input', () => {
  const input = (...chunks: (string | Buffer)[]): AsyncIterable<Uint8Array> => Readable.from(chunks.map(chunk => Buffer.from(chunk)));

  it('is one text, in whatever pieces and encoding it comes', async () => {
    const bytes = Buffer.from('\uFEFFä: docker');
    expect(await readStdin(input(...[...bytes].map(byte => Buffer.from([byte]))), mayMatter)).toEqual({ kind: 'text', text: 'ä: docker' });
    expect(await readStdin(input('a: 1'), mayMatter)).toEqual({ kind: 'searched' });
  });

  it.each([[[]], [['']], [[' \n', '\t\r\n']]])('is an error where it is empty: %j', async chunks => {
    expect(await readStdin(input(...chunks), mayMatter)).toMatchObject({
      kind: 'problem',
      notification: { level: 'error', message: 'there is nothing on standard input' },
    });
  });

  it('is an error where it is too long or breaks off', async () => {
    expect(await readStdin(input('a: 1', 'docker'), mayMatter, 8)).toMatchObject({ notification: { code: 'too-large', level: 'error' } });
    const broken = new Readable({
      read() {
        this.destroy(Object.assign(new Error('broken'), { code: 'EIO' }));
      },
    });
    expect(await readStdin(broken, mayMatter)).toMatchObject({
      notification: { code: 'unreadable', message: 'standard input cannot be read: input/output error' },
    });
  });
});
