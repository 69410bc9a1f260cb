import { describe, expect, test } from 'vitest';
import { definedKind } from '../../../src/sources/cluster/definitions.ts';
import { holdsSecrets } from '../../../src/sources/cluster/telling-kinds.ts';

const CLOSED = { type: 'object', properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } } };

function definition(group: string, kind: string, schema: unknown = CLOSED): Readonly<Record<string, unknown>> {
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }];
  return { spec: { group, names: { kind, plural: `${kind.toLowerCase()}s` }, scope: 'Namespaced', versions } };
}

const withProperty = (name: string): unknown => ({ type: 'object', properties: { spec: { type: 'object', properties: { [name]: { type: 'object' } } } } });

describe('custom resources', () => {
  test('one whose schema has nothing of a pod and that no rule names is not listed', () => {
    expect(definedKind(definition('example.com', 'Sized'))).toBeUndefined();
  });

  test.for(['containers', 'hostPath', 'containerRuntime', 'cri', 'criSocket', 'imageType'])('one whose schema has %s is listed', property => {
    const found = definedKind(definition('example.com', 'Thing', withProperty(property)));
    expect(found).toEqual({ group: 'example.com', apiVersion: 'example.com/v1', kind: 'Thing', plural: 'things', namespaced: true });
  });

  test.for([
    ['kops.k8s.io', 'Cluster'],
    ['kubekey.kubesphere.io', 'Cluster'],
    ['kubermatic.k8c.io', 'ClusterTemplate'],
    ['cluster.k8s.io', 'MachineDeployment'],
    ['container.cnrm.cloud.google.com', 'ContainerNodePool'],
    ['container.gcp.upbound.io', 'NodePool'],
    ['infrastructure.cluster.x-k8s.io', 'GCPManagedMachinePool'],
    ['bootstrap.cluster.x-k8s.io', 'EKSConfig'],
    ['karpenter.sh', 'Provisioner'],
    ['karpenter.k8s.aws', 'AWSNodeTemplate'],
    ['cluster.appdynamics.com', 'InfraViz'],
    ['cilium.io', 'TracingPolicyNamespaced'],
    ['security.openshift.io', 'SecurityContextConstraints'],
    ['management.cattle.io', 'Cluster'],
    ['policies.kubewarden.io', 'ClusterAdmissionPolicy'],
    ['policies.kyverno.io', 'ValidatingPolicy'],
    ['datadoghq.com', 'DatadogMonitor'],
    ['monitoring.coreos.com', 'PrometheusRule'],
    ['helm.cattle.io', 'HelmChart'],
    ['helm.toolkit.fluxcd.io', 'HelmRelease'],
    ['litmuschaos.io', 'ChaosEngine'],
  ] as const)('%s %s is listed because rules name it', ([group, kind]) => {
    expect(definedKind(definition(group, kind))?.kind).toBe(kind);
  });

  test.for([
    ['management.cattle.io', 'Token'],
    ['management.cattle.io', 'User'],
    ['kubermatic.k8c.io', 'Preset'],
    ['cilium.io', 'CiliumEndpoint'],
    ['extensions.gardener.cloud', 'Bastion'],
  ] as const)('%s %s is not, although rules name others of its group', ([group, kind]) => {
    expect(definedKind(definition(group, kind))).toBeUndefined();
  });

  test('kinds made to hold secrets are known by their names', () => {
    expect(['Token', 'VaultStaticSecret', 'Credentials'].every(holdsSecrets)).toBe(true);
    expect(['SecretProviderClass', 'Rollout', 'Workflow'].some(holdsSecrets)).toBe(false);
  });
});
