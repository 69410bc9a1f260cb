// What log agents' configurations are understood to read, and that no text upsets the reading.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgentKnowledge } from '../../src/facts/agents.ts';
import { extract } from '../../src/facts/extract.ts';
import { linkLogSources } from '../../src/facts/log-pipeline.ts';
import { pathKind, pathsIn } from '../../src/facts/logs/paths.ts';
import { formatOfAll, formatOfExpression, formatOfName } from '../../src/facts/logs/formats.ts';
import type { Artifact } from '../../src/model/artifact.ts';
import type { Fact } from '../../src/model/fact.ts';
import { readChild } from '../../src/readers/child.ts';
import { sniff, type Syntax } from '../../src/readers/sniff.ts';

const kit = { agents: new AgentKnowledge([]), interesting: () => false };

async function factsOf(text: string, name = 'agent.conf', syntax: Syntax = sniff(name, text)): Promise<readonly Fact[]> {
  const artifact: Artifact = { uri: 'agent.yaml', text, name, usage: 'cluster', bundle: '', sensitive: false };
  const { documents } = await readChild(artifact, syntax);
  return linkLogSources(documents.flatMap(document => extract(document, { scope: 'x', role: 'script' }, kit).facts));
}

async function sourcesOf(text: string, name?: string): Promise<readonly string[]> {
  return (await factsOf(text, name)).flatMap(fact =>
    fact.kind === 'logSource' ? [`${fact.fields.agent} ${fact.fields.part} ${fact.fields.value} ${fact.fields.format}`] : [],
  );
}

describe('paths', () => {
  it.each([
    ['/var/log/containers/*.log', 'container'],
    ['/host/var/log/pods/*/*/*.log', 'container'],
    ['C:\\ProgramData\\docker\\containers\\*\\*.log', 'container'],
    ['/mnt/data/docker/containers/*/*-json.log', 'container'],
    ['/var/log/syslog', 'other'],
    ['${LOG_PATH}', 'unknown'],
    ["#{ENV['TAIL_PATH'] || '/var/log/containers/*.log'}", 'container'],
  ])('%s is %s', (text, kind) => {
    expect(pathKind(pathsIn(text))).toBe(kind);
  });

  it('no path at all says nothing', () => {
    expect(pathKind([])).toBe('unknown');
  });
});

describe('formats', () => {
  it.each([
    ['docker', 'docker'],
    ['json', 'docker'],
    ['docker_no_time', 'docker'],
    ['cri', 'cri'],
    ['cri-o', 'cri'],
    ['containerd', 'cri'],
    ['docker-daemon', 'unknown'],
    ['syslog', 'unknown'],
    ['script', 'unknown'],
  ])('a parser called %s: %s', (name, format) => {
    expect(formatOfName(name)).toBe(format);
  });

  it('an expression with a stream is for CRI lines', () => {
    expect(formatOfExpression('^(?<time>.+) (?<stream>stdout|stderr) [^ ]* (?<log>.*)$')).toBe('cri');
  });
  it('any other expression is for something else', () => {
    expect(formatOfExpression('^(?<ip>[^ ]*)')).toBe('other');
  });
  it('parsers tried in turn', () => {
    expect(formatOfAll(['docker', 'cri'])).toBe('auto');
    expect(formatOfAll(['docker', 'other'])).toBe('docker');
    expect(formatOfAll([])).toBe('unknown');
  });
});

describe('agents', () => {
  it('a parser is what its definition says, not what it is called', async () => {
    const sources = await sourcesOf(
      '[INPUT]\n  Name tail\n  Path /var/log/containers/*.log\n  Parser docker\n[PARSER]\n  Name docker\n  Format regex\n  Regex ^(?<time>.+) (?<stream>stdout|stderr) (?<log>.*)$\n',
    );
    expect(sources).toContain('fluent-bit format docker cri');
  });

  it('Fluentd: a variable with a default', async () => {
    const facts = await factsOf(
      "<source>\n  @type tail\n  path /var/log/containers/*.log\n  <parse>\n    @type \"#{ENV['PARSER'] || 'json'}\"\n  </parse>\n</source>\n",
    );
    expect(facts.find(fact => fact.kind === 'logSource' && fact.fields.part === 'format')?.fields).toMatchObject({
      value: 'json',
      format: 'docker',
      variable: 'PARSER',
    });
  });

  it('Promtail: stages inside match', async () => {
    const yaml = 'scrape_configs:\n- job_name: a\n  kubernetes_sd_configs: []\n  pipeline_stages:\n  - match: {selector: x, stages: [{docker: {}}]}\n';
    expect(await sourcesOf(yaml, 'promtail.yaml')).toEqual(['promtail format docker docker']);
  });

  it('Beats: dotted and nested keys', async () => {
    expect(await sourcesOf('filebeat.inputs:\n- type: docker\n  containers.ids: ["*"]\n', 'filebeat.yml')).toEqual(['filebeat plugin docker unknown']);
    expect(await sourcesOf('filebeat:\n  inputs:\n  - type: docker\n    containers: {ids: ["*"]}\n', 'filebeat.yml')).toEqual([
      'filebeat plugin docker unknown',
    ]);
  });

  it('a component that the collector never starts is not stated', async () => {
    const yaml = 'receivers: {docker_stats: {}, otlp: {}}\nexporters: {debug: {}}\nservice: {pipelines: {metrics: {receivers: [otlp], exporters: [debug]}}}\n';
    expect(await sourcesOf(yaml, 'relay.yaml')).toEqual([]);
  });

  it('logrotate is read as blocks', () => {
    expect(sniff('/etc/logrotate.d/docker', '/var/lib/docker/containers/*/*.log {\n  daily\n}\n')).toBe('blocks');
  });
  it('Fluent Bit in any case is no systemd unit', () => {
    expect(sniff('fluent-bit.conf', '[Service]\n  Http_Server true\n[Input]\n  Name tail\n')).toBe('fluent-bit');
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    'inputs',
    'type',
    'docker',
    'path',
    '/var/log/containers/*.log',
    'pipeline_stages',
    'match',
    'stages',
    'receivers',
    'service',
    'docker_stats',
    'filelog',
    'operators',
    'tail',
    'parser',
    'processors',
    'autodiscover',
    'providers',
    '__path__',
    'json',
  );
  const value: fc.Arbitrary<unknown> = fc.letrec(tie => ({
    node: fc.oneof(
      { depthSize: 'small' },
      words,
      fc.constant(null),
      fc.dictionary(words, tie('node'), { maxKeys: 5 }),
      fc.array(tie('node'), { maxLength: 4 }),
    ),
  })).node;

  it('is read without an error, with every place inside it', async () => {
    await fc.assert(
      fc.asyncProperty(value, async tree => {
        const text = JSON.stringify(tree);
        for (const fact of await factsOf(text, 'agent.yaml', 'yaml')) expect(fact.span.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 200 },
    );
  });

  it('many components and parsers take no more than their share of time', async () => {
    const parsers = Array.from(
      { length: 3000 },
      (_, at) => `[INPUT]\n  Name tail\n  Path /var/log/containers/*.log\n  Parser p${String(at)}\n[PARSER]\n  Name p${String(at)}\n  Format json\n`,
    ).join('');
    const started = performance.now();
    expect((await sourcesOf(parsers)).filter(source => source.endsWith(' docker')).length).toBe(6000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
