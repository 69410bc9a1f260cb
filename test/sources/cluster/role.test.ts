import { describe, expect, test } from 'vitest';
import { wantedKinds } from '../../../src/sources/cluster/kinds.ts';
import { clusterRole, listable, roleBinding } from '../../../src/sources/cluster/role.ts';
import { ruleOf } from '../../rules/rule-text.ts';

/** A rule that asks for one kind of fact. */
const ruleOn = (fact: string, where: string): ReturnType<typeof ruleOf> => ruleOf({ on: fact, where, needs: '[docker]' });

describe('the role', () => {
  test('lists and does nothing else, one rule for each group, all sorted', () => {
    const kinds = [
      { groups: ['apps', 'extensions'], plural: 'deployments' },
      { groups: [''], plural: 'pods' },
      { groups: ['apps', 'extensions'], plural: 'daemonsets' },
      { groups: [''], plural: 'nodes' },
    ];
    expect(clusterRole(kinds).rules).toEqual([
      { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['list'] },
      { apiGroups: ['apps'], resources: ['daemonsets', 'deployments'], verbs: ['list'] },
      { apiGroups: ['extensions'], resources: ['daemonsets', 'deployments'], verbs: ['list'] },
    ]);
    expect(clusterRole([...kinds].reverse())).toEqual(clusterRole(kinds));
  });

  test('a kind of a cluster is listed in the group that serves it alone', () => {
    const served = { group: 'batch', apiVersion: 'batch/v1beta1', kind: 'CronJob', plural: 'cronjobs', namespaced: true };
    expect(clusterRole([listable(served)]).rules).toEqual([{ apiGroups: ['batch'], resources: ['cronjobs'], verbs: ['list'] }]);
  });

  test.for(['*', 'a\nb', '\u001B[31m', 'pods/exec', 'UPPER'])('grants nothing by the name %j', name => {
    expect(clusterRole([{ groups: ['apps'], plural: name }]).rules).toEqual([]);
    expect(clusterRole([{ groups: [name], plural: 'pods' }]).rules).toEqual([]);
  });

  test('is bound to a service account by name', () => {
    const binding = roleBinding({ namespace: 'audit', name: 'unshim' });
    expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', namespace: 'audit', name: 'unshim' }]);
    expect(binding.roleRef.name).toBe(clusterRole([]).metadata.name);
  });
});

describe('kinds that rules ask for', () => {
  const pluralsFor = (rule: ReturnType<typeof ruleOf>, includeSecrets = false): readonly string[] =>
    wantedKinds([rule], { includeSecrets }).map(({ plural }) => plural);
  const onSettings = ruleOn('setting', '{key: x}');

  test('a rule on nodes needs nodes alone', () => {
    expect(pluralsFor(ruleOn('node', '{runtime: docker}'), true)).toEqual(['nodes']);
  });

  test('Secrets are wanted only where they were asked for', () => {
    expect(pluralsFor(onSettings)).not.toContain('secrets');
    expect(pluralsFor(onSettings, true)).toContain('secrets');
  });

  test('a rule on settings needs what API servers of their own serve', () => {
    expect(pluralsFor(onSettings)).toEqual(expect.arrayContaining(['shoots', 'deploymentconfigs', 'mutatingadmissionpolicies']));
  });

  test.for([
    ['query', '{value: x}'],
    ['policyPath', '{path: /x}'],
  ] as const)('a rule on a %s needs custom resources, though no pod', ([fact, where]) => {
    expect(pluralsFor(ruleOn(fact, where))).toContain('customresourcedefinitions');
    expect(pluralsFor(ruleOn(fact, where))).not.toContain('pods');
  });
});
