// systemd units and drop-ins.
import { expect, test } from 'vitest';
import { mapSpan } from '../../src/model/segment-map.ts';
import { mapScalar } from '../../src/readers/scalar-map.ts';
import { readSystemd } from '../../src/readers/systemd.ts';
import { expectTruePlaces, pairsOf, scalarWith } from './tree-checks.ts';

test('keeps sections and directives in order, repeated ones apart', () => {
  const text = '# c\n[Unit]\nAfter=docker.service\nAfter = network.target\n; c\n[Service]\nExecStart=\nEnvironment="A=b" "C=d"\n[Unit]\nWants=x\n';
  expect(pairsOf(readSystemd(text))).toEqual([
    [
      'Unit',
      [
        ['After', 'docker.service'],
        ['After', 'network.target'],
      ],
    ],
    [
      'Service',
      [
        ['ExecStart', ''],
        ['Environment', '"A=b" "C=d"'],
      ],
    ],
    ['Unit', [['Wants', 'x']]],
  ]);
  expectTruePlaces(text, readSystemd(text));
});

test('reads lines that are added to a drop-in, whose section stands elsewhere', () => {
  const text = 'Environment="KUBELET_EXTRA_ARGS=--v=2"\n';
  expect(pairsOf(readSystemd(text))).toEqual([['Environment', '"KUBELET_EXTRA_ARGS=--v=2"']]);
  expectTruePlaces(text, readSystemd(text));
});

test('joins the lines of a value, comments and template control passed over', () => {
  const text =
    '[Service]\r\nExecStart=/usr/bin/kubelet \\\r\n  # why\r\n{% if x %}\r\n  --container-runtime docker \\\r\n{% endif %}\r\n  {{ args }}\r\nRestart=always\r\n';
  const result = readSystemd(text);
  expect(pairsOf(result)).toEqual([
    [
      'Service',
      [
        ['ExecStart', '/usr/bin/kubelet --container-runtime docker {{ args }}'],
        ['Restart', 'always'],
      ],
    ],
  ]);
  expectTruePlaces(text, result);
});

test('leads from a joined value back to the characters of its lines', () => {
  const text = '[Service]\nExecStart=/usr/bin/kubelet\\\n    --v=2   \\\n\n    --container-runtime docker\nRestart=always\n';
  const scalar = scalarWith(readSystemd(text), '/usr/bin/kubelet --v=2 --container-runtime docker');
  const at = scalar.text.indexOf('--container');
  const span = mapSpan(mapScalar(text, scalar, scalar.text, scalar.spelling ?? 'plain'), at, scalar.text.length);
  expect(text.slice(span.start, span.end)).toBe('--container-runtime docker');
});

test('ends a value at an empty line, and does not take an escaped backslash for a continuation', () => {
  expect(pairsOf(readSystemd('[A]\nb=c \\\n\nd=e\nf=g\\\\\nh=i\nj=k \\'))).toEqual([
    [
      'A',
      [
        ['b', 'c'],
        ['d', 'e'],
        ['f', 'g\\\\'],
        ['h', 'i'],
        ['j', 'k'],
      ],
    ],
  ]);
});

test('is no unit without a section', () => {
  expect(readSystemd('KEY=value\n').error).toEqual({ message: 'nothing in it reads as a systemd unit', offset: 0 });
  expect(pairsOf(readSystemd('# empty\n'))).toEqual([]);
});
