// Live clusters for programs: the same shape in JSON and among SARIF's properties.
import type { ClusterNode, ClusterReport, ListCoverage, Workload } from '../model/cluster.ts';

/** What is made of a text from strangers: JSON keeps it, SARIF shows its invisible characters. */
type Spell = (text: string) => string;

/** One cluster of a scan: its nodes, its verdict and what was listed of it. */
export function clusterJson({ context, version, verdict, complete, moved, nodes, lists }: ClusterReport, spell: Spell) {
  return {
    context: spell(context),
    version: version === undefined ? undefined : spell(version),
    verdict,
    complete,
    moved,
    nodes: nodes.map(node => nodeJson(node, spell)),
    lists: lists.map(list => listJson(list, spell)),
  };
}

function nodeJson({ name, role, runtime, kubelet, os, criSocket, cgroupDriver, managedBy, state }: ClusterNode, spell: Spell) {
  return {
    name: spell(name),
    role,
    runtime: spell(runtime),
    kubelet: spell(kubelet),
    os: spell(os),
    criSocket: criSocket === undefined ? undefined : spell(criSocket),
    cgroupDriver: cgroupDriver === undefined ? undefined : { driver: spell(cgroupDriver.driver), source: cgroupDriver.source },
    managedBy: managedBy === undefined ? undefined : spell(managedBy),
    state,
  };
}

function listJson({ apiVersion, kind, namespace, outcome, objects }: ListCoverage, spell: Spell) {
  return { apiVersion: spell(apiVersion), kind: spell(kind), namespace: namespace === undefined ? undefined : spell(namespace), outcome, objects };
}

/** What a finding's object has in its cluster. */
export function workloadJson({ pods, nodes, origin }: Workload, spell: Spell) {
  return { pods, nodes: nodes.map(spell), origin: origin === undefined ? undefined : spell(origin) };
}
