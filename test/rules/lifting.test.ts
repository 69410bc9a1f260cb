// A pod spec means the same wherever it stands: in every kind of workload, in a list, as JSON, as a live object.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const root = fileURLToPath(new URL('../../fixtures', import.meta.url));
const rules = await loadRules();
/** Rules about the object that a pod spec stands in rather than about the pod. */
const OBJECT_RULES = new Set(
  rules.rules.filter(rule => rule.triggers.every(trigger => ['resource', 'node', 'policyPath'].includes(trigger.on))).map(rule => rule.source.id),
);

interface Template {
  readonly metadata?: { readonly annotations?: object };
  readonly spec: object;
}

const template = ({ metadata, spec }: Template): object => ({ metadata: { ...metadata, labels: { app: 'x' } }, spec });
const meta = { name: 'x', namespace: 'y' };

const WRAPPERS: Readonly<Record<string, (pod: Template) => object>> = {
  Pod: pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { ...meta, ...pod.metadata }, spec: pod.spec }),
  PodTemplate: pod => ({ apiVersion: 'v1', kind: 'PodTemplate', metadata: meta, template: template(pod) }),
  Deployment: pod => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: meta, spec: { replicas: 1, selector: {}, template: template(pod) } }),
  'old Deployment': pod => ({ apiVersion: 'extensions/v1beta1', kind: 'Deployment', metadata: meta, spec: { template: template(pod) } }),
  ReplicaSet: pod => ({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: meta, spec: { selector: {}, template: template(pod) } }),
  ReplicationController: pod => ({ apiVersion: 'v1', kind: 'ReplicationController', metadata: meta, spec: { template: template(pod) } }),
  DaemonSet: pod => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: meta, spec: { selector: {}, template: template(pod) } }),
  StatefulSet: pod => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: meta, spec: { serviceName: 'x', selector: {}, template: template(pod) } }),
  Job: pod => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: meta, spec: { template: template(pod) } }),
  CronJob: pod => ({
    apiVersion: 'batch/v1beta1',
    kind: 'CronJob',
    metadata: meta,
    spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template: template(pod) } } },
  }),
  DeploymentConfig: pod => ({ apiVersion: 'apps.openshift.io/v1', kind: 'DeploymentConfig', metadata: meta, spec: { template: template(pod) } }),
  Rollout: pod => ({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: meta, spec: { selector: {}, template: template(pod) } }),
  "an operator's resource": pod => ({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: meta, spec: { nodes: { podTemplate: template(pod) } } }),
  'an item of a List': pod => ({
    apiVersion: 'v1',
    kind: 'List',
    items: [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: meta, spec: { template: template(pod) } }],
  }),
  'a live object': pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...meta,
      ...pod.metadata,
      uid: '0',
      annotations: { ...pod.metadata?.annotations, 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ spec: pod.spec }) },
      managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:spec': { 'k:{"name":"docker"}': {} } } }],
    },
    spec: pod.spec,
    status: { containerStatuses: [{ containerID: 'docker://0123456789abcdef', imageID: 'docker-pullable://x@sha256:0' }] },
  }),
};

/** The pod specs of all fixtures that are plain workloads. */
function podsOf(id: string): readonly { readonly name: string; readonly pod: Template }[] {
  const folder = join(root, id);
  return readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .flatMap(name => {
      const documents = parseAllDocuments(readFileSync(join(folder, name), 'utf8'), { logLevel: 'silent' });
      return documents.flatMap((document, index) => {
        const pod = document.errors.length > 0 ? undefined : templateOf(document.toJS());
        return pod === undefined ? [] : [{ name: `${id}/${name} ${String(index)}`, pod }];
      });
    });
}

function templateOf(object: unknown): Template | undefined {
  const { kind, spec, metadata } = (object ?? {}) as { kind?: string; spec?: { template?: Template; containers?: unknown }; metadata?: Template['metadata'] };
  if (kind === 'Pod' && spec?.containers !== undefined)
    return { spec, ...(metadata?.annotations === undefined ? {} : { metadata: { annotations: metadata.annotations } }) };
  const inner = ['Deployment', 'DaemonSet', 'StatefulSet', 'Job', 'ReplicaSet'].includes(kind ?? '') ? spec?.template : undefined;
  if (inner?.spec === undefined) return undefined;
  return { spec: inner.spec, ...(inner.metadata?.annotations === undefined ? {} : { metadata: { annotations: inner.metadata.annotations } }) };
}

async function outcomesOf(text: string): Promise<readonly string[]> {
  const report = await scan({ paths: ['-'], stdin: stream(text), cwd: '/', rules, kubernetes: '1.37' });
  return report.findings
    .filter(finding => !OBJECT_RULES.has(finding.ruleId))
    .map(finding => `${finding.ruleId} ${finding.level} ${finding.effect} ${bare(finding.location.snippet ?? '')}`)
    .sort();
}

/** A snippet without what indentation, quotes, escapes and the form of lists make of it; cut short, as snippets are. */
function bare(snippet: string): string {
  return snippet
    .replace(/\\[nrt]/g, '')
    .replace(/[^A-Za-z0-9]+/g, '')
    .slice(0, 30);
}

async function* stream(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
  await Promise.resolve();
}

const pods = rules.rules.flatMap(rule => podsOf(rule.source.id));

describe('lifting', () => {
  it('has pods to lift', () => {
    expect(pods.length).toBeGreaterThan(1);
  });

  it.each(pods)('$name', async ({ pod }) => {
    const wrap = (name: string): string => stringify((WRAPPERS[name] ?? (() => ({})))(pod), { aliasDuplicateObjects: false, lineWidth: 0 });
    const wanted = await outcomesOf(wrap('Deployment'));
    for (const name of Object.keys(WRAPPERS)) expect({ name, found: await outcomesOf(wrap(name)) }).toEqual({ name, found: wanted });
    const json = JSON.stringify((WRAPPERS['DaemonSet'] ?? (() => ({})))(pod), null, 2);
    expect(await outcomesOf(json)).toEqual(wanted);
  });
});
