// Nodes whose file systems were read, for programs: the same shape in JSON and among SARIF's properties.
import type { HostReport } from '../model/host.ts';

/** One node of a scan: what is installed on it, where its kubelet looks for a runtime, its verdict. */
export function hostJson({ name, root, verdict, complete, runtimes, endpoint, cgroupDrivers, files }: HostReport, spell: (text: string) => string) {
  return {
    name: spell(name),
    root: spell(root),
    verdict,
    complete,
    runtimes,
    endpoint: endpoint === undefined ? undefined : spell(endpoint),
    cgroupDrivers: cgroupDrivers.map(({ component, driver }) => ({ component, driver: spell(driver) })),
    files,
  };
}
