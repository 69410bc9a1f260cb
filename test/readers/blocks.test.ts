// Logstash, Alloy and logrotate.
import { describe, expect, test } from 'vitest';
import { readBlocks } from '../../src/readers/blocks.ts';
import { expectTruePlaces, pairsOf } from './tree-checks.ts';

const LOGSTASH = `input {
  file { path => ["/var/lib/docker/containers/*/*-json.log", '/b'] codec => json { charset => "UTF-8" } tag => x }
  beats
  { # c
    port => 5044
  }
}
filter {
  if [a] =~ /^b{2}$/ and "{" in [c] {
    json { source => "message" }
  } else if [d] or
    [e] {
    mutate { add_field => { "f" => "g" "h" => "%{[i][j]}" } }
  } else { drop {} }
}
`;

const ALLOY = `// c
loki.source.file "x" {
  targets = [
    {__path__ = "/var/lib/docker/containers/*/*-json.log", job = "x"},
  ] /* d
  */
  forward_to = [loki.process.y.receiver]
}
loki.process "y" {
  stage.docker {}
  stage.match {
    selector = \`{a="b"}\`
  }
  password = sys.env("P") + "q"
  empty =
  enabled = true
}
`;

describe('blocks in braces', () => {
  test('are read in Logstash pipelines', () => {
    const result = readBlocks(LOGSTASH);
    expect(pairsOf(result)).toEqual([
      [
        'input',
        [
          [
            'file',
            [
              ['path', ['/var/lib/docker/containers/*/*-json.log', '/b']],
              ['codec', 'json'],
              ['json', [['charset', 'UTF-8']]],
              ['tag', 'x'],
            ],
          ],
          ['beats', [['port', '5044']]],
        ],
      ],
      [
        'filter',
        [
          [
            'if',
            [
              ['#label', '[a] =~ /^b{2}$/ and "{" in [c]'],
              ['json', [['source', 'message']]],
            ],
          ],
          [
            'else',
            [
              ['#label', 'if'],
              ['#label', '[d] or\n    [e]'],
              [
                'mutate',
                [
                  [
                    'add_field',
                    [
                      ['f', 'g'],
                      ['h', '%{[i][j]}'],
                    ],
                  ],
                ],
              ],
            ],
          ],
          ['else', [['drop', []]]],
        ],
      ],
    ]);
    expectTruePlaces(LOGSTASH, result);
  });

  test('are read in Alloy', () => {
    const result = readBlocks(ALLOY);
    expect(pairsOf(result)).toEqual([
      [
        'loki.source.file',
        [
          ['#label', 'x'],
          [
            'targets',
            [
              [
                ['__path__', '/var/lib/docker/containers/*/*-json.log'],
                ['job', 'x'],
              ],
            ],
          ],
          ['forward_to', ['loki.process.y.receiver']],
        ],
      ],
      [
        'loki.process',
        [
          ['#label', 'y'],
          ['stage.docker', []],
          ['stage.match', [['selector', '{a="b"}']]],
          ['password', ['P']],
          ['empty', null],
          ['enabled', 'true'],
        ],
      ],
    ]);
    expectTruePlaces(ALLOY, result);
  });

  test('are read in logrotate', () => {
    expect(pairsOf(readBlocks('/var/lib/docker/containers/*/*.log /b.log {\n  rotate 7\n  daily\n}\n'))).toEqual([
      [
        '/var/lib/docker/containers/*/*.log',
        [
          ['#label', '/b.log'],
          ['rotate', '7'],
          ['daily', null],
        ],
      ],
    ]);
  });

  test('may hold templates', () => {
    expect(pairsOf(readBlocks('a {\n{{- if .x }}\n  path => {{ .path }}\n  url: unix:///var/run/docker.sock\n{{- end }}\n}\n'))).toEqual([
      [
        'a',
        [
          ['path', '{{ .path }}'],
          ['url', 'unix:///var/run/docker.sock'],
        ],
      ],
    ]);
  });

  test('may be closed wrongly', () => {
    const text = 'a { b = [1, 2 } c = "d\ne = 3 ) ] } } f { g = h';
    expectTruePlaces(text, readBlocks(text));
    expect(pairsOf(readBlocks(text))).toEqual([
      ['a', [['b', ['1', '2']]]],
      ['c', 'd'],
      ['e', '3'],
      ['f', [['g', 'h']]],
    ]);
  });

  test('are not prose, nor without end', () => {
    expect(readBlocks('Some words and\nmore').error).toBeDefined();
    expect(readBlocks('a {'.repeat(100_000)).error?.message).toContain('200 levels');
    expect(readBlocks('a = ['.repeat(100_000)).error?.message).toContain('200 levels');
  });
});
