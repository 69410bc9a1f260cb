// Measures a scan of a large cluster against fetching the same lists: `npm run bench:cluster -- KUBECONFIG`. It judges nothing and fails on nothing.
//
// The cluster must be one to throw away: 62,000 objects are created in it and stay there. No controller may run in it, as Deployments, ReplicaSets and
// Pods are made by hand with owner references, faster than controllers would, and controllers would make their own beside them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { KubeConfig } from '@kubernetes/client-node';
import { Client, each } from './bench-cluster-client.js';
import { clusterNode, configMap, namespaceOf, namespaces, workload } from './bench-cluster-objects.js';
import { compare, heading, node, run } from './bench-measure.js';

const cli = fileURLToPath(new URL('../bin/unshim.js', import.meta.url));
const plain = fileURLToPath(new URL('bench-cluster-get.js', import.meta.url));
const WORKLOADS = 5_000;
const CONFIG_MAPS = 5_000;
const NODES = 1_000;
const AT_ONCE = 24;

const count = length => Array.from({ length }, (_, index) => index);

/** What a client needs, as plain data that another process can be given. */
async function connectionOf(file) {
  const config = new KubeConfig();
  config.loadFromFile(file);
  const options = {};
  await config.applyToHTTPSOptions(options);
  const { ca, cert, key, headers = {} } = options;
  return { server: config.getCurrentCluster().server, ca: ca?.toString(), cert: cert?.toString(), key: key?.toString(), headers };
}

/** Creates an object unless an earlier run has. */
async function create(client, path, object) {
  try {
    return await client.json('POST', path, object);
  } catch (error) {
    if (error.status !== 409) throw error;
    return client.json('GET', `${path}/${object.metadata.name}`);
  }
}

async function createWorkload(client, index) {
  const { deployment, replicaSet, pods } = workload(index);
  const namespace = namespaceOf(index);
  const owner = await create(client, `/apis/apps/v1/namespaces/${namespace}/deployments`, deployment);
  const between = await create(client, `/apis/apps/v1/namespaces/${namespace}/replicasets`, replicaSet(owner.metadata));
  await Promise.all(pods(between.metadata).map(pod => create(client, `/api/v1/namespaces/${namespace}/pods`, pod)));
}

/** A controller notices a new Deployment within moments. */
async function hasControllers(client) {
  const path = `/apis/apps/v1/namespaces/${namespaces[0]}/deployments`;
  const { deployment } = workload(0);
  await create(client, path, { ...deployment, spec: { ...deployment.spec, replicas: 0 }, metadata: { ...deployment.metadata, name: 'probe' } });
  await pause(3_000);
  const { status } = await client.json('GET', `${path}/probe`);
  await client.json('DELETE', `${path}/probe`);
  return status.observedGeneration !== undefined;
}

/** Made when everything else is there. */
const COMPLETE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bench-complete' } };

async function fill(client) {
  const { items } = await client.json('GET', '/api/v1/namespaces');
  if (items.some(({ metadata }) => metadata.name === COMPLETE.metadata.name)) return;
  for (const name of namespaces) {
    await create(client, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await create(client, `/api/v1/namespaces/${name}/serviceaccounts`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });
  }
  if (await hasControllers(client)) throw new Error('controllers run in this cluster and would make pods of their own; stop kube-controller-manager first');
  const started = performance.now();
  await each(count(NODES), AT_ONCE, index => create(client, '/api/v1/nodes', clusterNode(index)));
  await each(count(CONFIG_MAPS), AT_ONCE, index => create(client, `/api/v1/namespaces/${namespaceOf(index)}/configmaps`, configMap(index)));
  await each(count(WORKLOADS), AT_ONCE, index => createWorkload(client, index));
  await create(client, '/api/v1/namespaces', COMPLETE);
  console.log(`created what was missing in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

/** The paths of the lists that a scan asks for, from its own report. */
async function listedBy(client, report) {
  const paths = [];
  for (const { apiVersion, kind } of report.clusters[0].lists) {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { resources } = await client.json('GET', root);
    paths.push(`${root}/${resources.find(one => one.kind === kind && !one.name.includes('/')).name}`);
  }
  return paths;
}

async function main(kubeconfig) {
  const connection = await connectionOf(kubeconfig);
  const client = new Client({ ...connection, sockets: AT_ONCE });
  const folder = mkdtempSync(join(tmpdir(), 'unshim-bench-'));
  try {
    await fill(client);
    const scan = node(cli, 'scan', '--cluster', '--kubeconfig', kubeconfig, '--format', 'json');
    const first = run(...scan);
    if (first.stdout.length === 0) throw new Error(`the scan printed no report: ${first.stderr.toString()}`);
    const report = JSON.parse(first.stdout.toString());
    const file = join(folder, 'connection.json');
    writeFileSync(file, JSON.stringify(connection));
    const paths = await listedBy(client, report);
    const objects = report.clusters[0].lists.reduce((sum, one) => sum + one.objects, 0);
    console.log(`${objects.toLocaleString('en')} objects in ${String(paths.length)} lists, ${String(report.findings.length)} findings`);
    heading();
    compare('unshim scan --cluster / GETs of the same lists', scan, [process.execPath, [plain, file, ...paths]]);
  } finally {
    client.close();
    rmSync(folder, { recursive: true });
  }
}

const [kubeconfig] = process.argv.slice(2);
if (kubeconfig === undefined) {
  console.error('Which cluster? npm run bench:cluster -- KUBECONFIG, of a cluster that may be thrown away and in which no controller runs.');
  process.exitCode = 2;
} else await main(kubeconfig);
