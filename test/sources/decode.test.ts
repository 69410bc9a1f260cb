// Every encoding that YAML allows gives the same text, and what is no text is told apart.
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/sources/decode.ts';

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** The same text in each encoding, by name. */
function encodings(text: string): Record<string, Buffer> {
  return {
    'UTF-8': Buffer.from(text),
    'UTF-8 with a mark': Buffer.from(`\uFEFF${text}`),
    'UTF-16 LE with a mark': Buffer.from(`\uFEFF${text}`, 'utf16le'),
    'UTF-16 BE with a mark': utf16be(`\uFEFF${text}`),
    'UTF-16 LE': Buffer.from(text, 'utf16le'),
    'UTF-16 BE': utf16be(text),
  };
}

describe('a text', () => {
  const text = 'kind: Pod # größer, 世界 🚢\r\nmetadata: {}\n';
  it.each(Object.entries(encodings(text)))('is read from %s', (_, bytes) => {
    expect(decodeText(bytes)).toEqual({ kind: 'text', text, isMalformed: false });
  });

  it('is the same from all encodings, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), rest => {
        const whole = `apiVersion: v1\nkind: ConfigMap\n${rest.replaceAll('\0', '').slice(0, 20)}`;
        for (const bytes of Object.values(encodings(whole))) expect(decodeText(bytes)).toEqual({ kind: 'text', text: whole, isMalformed: false });
      }),
    );
  });

  it('keeps what is right of one that is not valid', () => {
    expect(decodeText(Buffer.from('# M\xfcller\nkind: Pod\n', 'latin1'))).toEqual({ kind: 'text', text: '# M\uFFFDller\nkind: Pod\n', isMalformed: true });
    expect(decodeText(Buffer.from([0xff, 0xfe, 0x61, 0, 0x62]))).toEqual({ kind: 'text', text: 'a', isMalformed: true });
    expect(decodeText(Buffer.from([0xff, 0xfe, 0x61, 0, 0, 0xd8]))).toMatchObject({ isMalformed: true });
  });

  it('may be empty', () => {
    for (const bytes of [Buffer.from(''), Buffer.from('\uFEFF'), Buffer.from([0xff, 0xfe])])
      expect(decodeText(bytes)).toMatchObject({ kind: 'text', text: '' });
  });
});

describe('bytes that are no text', () => {
  it.each([
    ['UTF-32 LE', [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0], 'utf-32'],
    ['UTF-32 BE', [0, 0, 0xfe, 0xff, 0, 0, 0, 0x61], 'utf-32'],
    ['UTF-32 LE without a mark', [0x61, 0, 0, 0, 0x62, 0, 0, 0], 'utf-32'],
    ['UTF-32 BE without a mark', [0, 0, 0, 0x61, 0, 0, 0, 0x62], 'utf-32'],
    ['a zero byte in UTF-8', [0x61, 0x62, 0x63, 0], 'binary'],
    ['zero bytes', [0, 0, 0, 0], 'binary'],
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d], 'binary'],
    ['numbers', [0x01, 0, 0x02, 0, 0x03, 0, 0x04, 0], 'binary'],
  ])('%s', (_, bytes, kind) => {
    expect(decodeText(Buffer.from(bytes))).toEqual({ kind });
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        expect(decodeText(Buffer.from(bytes)).kind).toMatch(/^(text|binary|utf-32)$/);
      }),
    );
  });
});
