// What an image's tag and its container's settings say of an agent's need for Docker.
import { describe, expect, it } from 'vitest';
import { AgentKnowledge, configured } from '../../src/facts/agents.ts';
import type { Agent } from '../../src/model/agent.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const agent = (since: string, more: Partial<Agent> = {}): Agent => ({
  id: 'probe',
  title: 'Probe',
  images: ['(^|/)acme/probe$'],
  needs: ['acme/probe'],
  since,
  level: 'error',
  uses: 'reads',
  change: 'Upgrade.',
  references: ['https://example.com'],
  ...more,
});

const supportOf = (since: string, tag: string | undefined): string | undefined =>
  new AgentKnowledge([agent(since)]).match('registry.example.com/acme/probe', tag)?.support;

describe('the version of an agent', () => {
  it.each([
    ['7.27', '7.26.0', 'outdated'],
    ['7.27', '7.27.0-jmx', 'current'],
    ['7.27', 'v8', 'current'],
    ['7.27', '6', 'outdated'],
    ['1.12', 'v1.11.4-eksbuild.1', 'outdated'],
    ['2.0', '2', 'current'],
    ['always', 'latest', 'current'],
    ['never', '99', 'never'],
  ])('first good %s, tag %s: %s', (since, tag, support) => {
    expect(supportOf(since, tag)).toBe(support);
  });

  it.each(['7', 'latest', undefined, 'sha-7ab3', '\uFFFC'])('tag %s floats or says nothing', tag => {
    expect(supportOf('7.27', tag)).toBe('unknown');
  });

  it('another repository is no agent', () => {
    expect(new AgentKnowledge([agent('1')]).match('acme/probe-sidecar', '1')).toBeUndefined();
  });
});

describe('settings that make an agent do without Docker', () => {
  const match = { agent: agent('9', { configuredBy: ['CRI_SOCKET', '--runtime=containerd'] }), support: 'outdated' as const };
  const none = { variables: new Map<string, string>(), words: [] };

  it('a variable, whatever its value', () => {
    expect(configured(match, { ...none, variables: new Map([['CRI_SOCKET', '/x']]) }).support).toBe('current');
  });
  it('a flag with its value, joined or apart', () => {
    expect(configured(match, { ...none, words: ['--runtime=containerd'] }).support).toBe('current');
    expect(configured(match, { ...none, words: ['--runtime', 'containerd'] }).support).toBe('current');
  });
  it('not the same flag with another value', () => {
    expect(configured(match, { ...none, words: ['--runtime', 'docker'] }).support).toBe('outdated');
  });
  it('nothing helps one that can only do with Docker', () => {
    expect(
      configured({ agent: agent('never', { configuredBy: ['CRI_SOCKET'] }), support: 'never' }, { ...none, variables: new Map([['CRI_SOCKET', '/x']]) })
        .support,
    ).toBe('never');
  });
});

describe('the built-in knowledge', async () => {
  const { agents } = await loadRules();
  const knowledge = new AgentKnowledge(agents);

  it('has one entry for an id', () => {
    expect(new Set(agents.map(one => one.id)).size).toBe(agents.length);
  });

  it.each([
    ['gcr.io/datadoghq/agent', 'datadog-agent'],
    ['mirror.example.com/k8s/datadog/docker-dd-agent', 'datadog-agent-5'],
    ['602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni', 'aws-vpc-cni'],
    ['mcr.microsoft.com/azuremonitor/containerinsights/ciprod', 'azure-monitor-containers'],
    ['registry-auth.twistlock.com/tw_abc/twistlock/defender', 'prisma-cloud-defender'],
    ['nvcr.io/nvidia/k8s-device-plugin', 'nvidia-device-plugin'],
    ['registry.k8s.io/node-problem-detector/node-problem-detector', 'node-problem-detector'],
    ['docker.elastic.co/beats/filebeat', 'elastic-beats'],
    ['quay.io/jupyterhub/docker-image-cleaner', 'docker-image-cleaner'],
  ])('%s is %s', (repository, id) => {
    expect(knowledge.match(repository, undefined)?.agent.id).toBe(id);
  });

  it.each([
    'datadog/cluster-agent',
    'otel/opentelemetry-collector',
    'weaveworks/prom-aggregation-gateway',
    'portainer/helm',
    'hyperledger/fabric-orderer',
    'traefik',
  ])('%s is none', repository => {
    expect(knowledge.match(repository, '1.0')).toBeUndefined();
  });
});

it('a mount of the socket says whose it is', async () => {
  const manifest = `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
    - {name: a, image: 'gcr.io/datadoghq/agent:7.20.1', volumeMounts: [{name: s, mountPath: /var/run/docker.sock}]}
  volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]
`;
  const rules = await loadRules({ only: ['docker-socket-mount'] });
  const [rule] = rules.rules;
  if (rule === undefined) throw new Error('no such rule');
  const told = { ...rule, cases: [{ source: { level: 'error' as const, message: '{{agentTitle}} {{agentSince}} {{agentSupport}}' }, holds: () => true }] };
  const report = await scan({ paths: ['-'], stdin: one(manifest), cwd: '/', rules: { ...rules, rules: [told] }, kubernetes: '1.37' });
  expect(report.findings.map(finding => finding.message)).toEqual(['Datadog Agent 7.27 outdated']);
});

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
  await Promise.resolve();
}
