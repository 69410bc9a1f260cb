// What queries name: metrics, matchers, labels and strings, each at its place.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternatives, joinedAlternatives, queryTerms } from '../../src/readers/query-terms.ts';

const short = (text: string): readonly string[] => queryTerms(text).map(term => `${term.term} ${term.value}`);

describe('PromQL', () => {
  it('tells metrics from functions, labels and words', () => {
    expect(short('sum(rate(kubelet_docker_operations_total{job="kubelet"}[5m])) by (instance, job) > 0.5 and on(node) up offset 1h')).toEqual([
      'metric kubelet_docker_operations_total',
      'matcher job=kubelet',
      'label instance',
      'label job',
      'label node',
      'metric up',
    ]);
  });
  it('keeps the matchers beside their metric', () => {
    const [metric, matcher] = queryTerms('container_fs_usage_bytes{id="/", device=~"^/dev/.*"}');
    expect(metric).toMatchObject({ value: 'container_fs_usage_bytes', matchers: ['id=/', 'device=~^/dev/.*'], start: 0, end: 24 });
    expect(matcher).toMatchObject({ metric: 'container_fs_usage_bytes', value: 'id=/', start: 25, end: 31 });
  });
  it('finds names given as a matcher', () => {
    expect(queryTerms('{__name__=~"engine_daemon_.*|up",job="x"}').filter(term => term.term === 'metric')).toMatchObject([
      { value: 'engine_daemon_.*', matchers: ['job=x'] },
      { value: 'up' },
    ]);
  });
  it('is not misled by braces, quotes and comments in strings', () => {
    expect(short('a{x="}",y=\'"\'} # docker_metric\n+ label_replace(b, "l", "$1", "c", `docker://(.*)`)')).toEqual([
      'metric a',
      'matcher x=}',
      'matcher y="',
      'metric b',
      'string l',
      'string $1',
      'string c',
      'string docker://(.*)',
    ]);
  });
  it("leaves out a dashboard's variables", () => {
    expect(short('label_values(up{job="$job"}, $label) / ${divisor:raw}')).toEqual(['metric up', 'matcher job=$job']);
  });
});

it('Datadog names have dots and a prefix', () => {
  expect(short('avg(last_5m):avg:docker.cpu.usage{host:x} by {container_name} > 80')).toContain('metric :avg:docker.cpu.usage');
});

it('a pattern of names is split at its alternatives', () => {
  const values = (pattern: string): readonly string[] => alternatives(pattern).map(term => term.value);
  expect(values('^(?:a_b|c_(d|e)|f)$')).toEqual(['a_b', 'c_d', 'c_e', 'f']);
  expect(values('(a|b)_(c|d)')).toEqual(['a_c', 'a_d', 'b_c', 'b_d']);
  expect(alternatives('up|down', 10)[1]).toMatchObject({ start: 13, end: 17 });
});

it('any text at all has terms that lie inside it and in order', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('a', '{', '}', '"', "'", '\\', '=', '~', '(', ')', '|', '[', ']', '$', '#', '\n', ' ', '1', ':', '`', 'by'),
        maxLength: 60,
      }),
      text => {
        for (const term of [...queryTerms(text), ...alternatives(text)]) {
          expect(term.start).toBeGreaterThanOrEqual(0);
          expect(term.end).toBeGreaterThanOrEqual(term.start);
          expect(term.end).toBeLessThanOrEqual(text.length);
        }
      },
    ),
    { numRuns: 500 },
  );
});

it('long hostile queries take linear time', () => {
  const start = performance.now();
  for (const piece of ['{', '{a="', 'a(', '|(', 'a ', '$', '"\\']) {
    queryTerms(piece.repeat(50_000));
    alternatives(piece.repeat(50_000));
  }
  expect(performance.now() - start).toBeLessThan(3000);
});

describe('names with groups in them', () => {
  const names = (pattern: string): readonly string[] => alternatives(pattern).map(term => term.value);
  it('stand for one name each', () => {
    expect(names('a_(?:b|c)_(d|e(?:|_f))|g')).toEqual(['a_b_d', 'a_b_e', 'a_b_e_f', 'a_c_d', 'a_c_e', 'a_c_e_f', 'g']);
    expect(names('a(_b)?')).toEqual(['a_b', 'a']);
  });
  it('stay as they are where a group repeats, names nothing, or they are too many', () => {
    expect(names('a(b|c)*')).toEqual(['a(b|c)*']);
    expect(names('a(?i:b)')).toEqual(['a(?i:b)']);
    expect(names('x(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)')).toEqual(['x(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)']);
  });
  it('are the part of their own among joined labels', () => {
    const joined = (pattern: string): readonly string[] => joinedAlternatives(pattern, ';', 1).map(term => `${term.value}@${String(term.start)}`);
    expect(joined('kubelet;(?:a|b)')).toEqual(['a@11', 'b@13']);
    expect(joined('(kubelet;a|apiserver;b)')).toEqual(['a@9', 'b@21']);
    expect(joined('a_total')).toEqual(['a_total@0']);
  });
});
