// What the facts of a node's files say about it as a whole: where its kubelet looks for a runtime, and who manages control groups.
import type { CgroupDriver } from '../model/host.ts';
import type { Fact, FactOf } from '../model/fact.ts';

export interface HostSummary {
  readonly endpoint?: string;
  readonly cgroupDrivers: readonly CgroupDriver[];
}

/** Sums up the facts of one node. */
export function summarise(facts: readonly Fact[]): HostSummary {
  const endpoint = endpointOf(facts);
  const drivers = facts.flatMap(driversOf);
  const distinct = drivers.filter((one, index) => drivers.findIndex(other => other.component === one.component && other.driver === one.driver) === index);
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    cgroupDrivers: distinct.sort((a, b) => (`${a.component} ${a.driver}` < `${b.component} ${b.driver}` ? -1 : 1)),
  };
}

/** `--container-runtime=docker` is dockershim whatever the endpoint; a flag wins over the configuration file. */
function endpointOf(facts: readonly Fact[]): string | undefined {
  const flags = facts.filter((fact): fact is FactOf<'flag'> => fact.kind === 'flag' && fact.fields.program === 'kubelet');
  const flag = (name: string): string | undefined => flags.find(({ fields }) => fields.name === name && fields.value !== '')?.fields.value;
  if (flag('container-runtime') === 'docker') return 'dockershim';
  const setting = facts.find(
    (fact): fact is FactOf<'setting'> => fact.kind === 'setting' && fact.fields.dialect === 'kubelet-config' && fact.fields.key === 'containerRuntimeEndpoint',
  );
  const endpoint = flag('container-runtime-endpoint') ?? setting?.fields.value;
  return endpoint === undefined || endpoint === '' ? undefined : endpoint.endsWith('/dockershim.sock') ? 'dockershim' : endpoint;
}

function driversOf(fact: Fact): readonly CgroupDriver[] {
  if (fact.kind === 'flag') {
    const { program, name, value } = fact.fields;
    return program === 'kubelet' && name === 'cgroup-driver' && value !== '' ? [{ component: 'kubelet', driver: value }] : [];
  }
  if (fact.kind !== 'setting') return [];
  const { dialect, name, value } = fact.fields;
  if (dialect === 'kubelet-config' && name === 'cgroupDriver') return [{ component: 'kubelet', driver: value }];
  if (dialect === 'daemon-json') return dockerDriver(value);
  if (dialect === 'crio' && name === 'cgroup_manager') return [{ component: 'cri-o', driver: value }];
  return dialect === 'containerd' && name === 'SystemdCgroup' ? [{ component: 'containerd', driver: value === 'true' ? 'systemd' : 'cgroupfs' }] : [];
}

function dockerDriver(value: string): readonly CgroupDriver[] {
  const driver = /^native\.cgroupdriver=(.+)$/.exec(value)?.[1];
  return driver === undefined ? [] : [{ component: 'docker', driver }];
}
