// The table's part about nodes whose file systems were read: for each its verdict, what runs its pods, and what will happen.
import type { HostReport } from '../model/host.ts';
import type { Report } from '../model/report.ts';
import { calm } from './cluster-verdict.ts';
import { paragraph } from './grid.ts';
import { visible } from './safe-text.ts';
import { verdictPaint, type View } from './table-view.ts';
import { effectLines } from './verdict.ts';
import { enumerate } from './words.ts';

const INDENT = 2;
const VERDICTS: Readonly<Record<Report['verdict'], string>> = { ready: 'ready', 'not-ready': 'not ready', unknown: 'unknown' };
const NAMES: Readonly<Record<string, string>> = { docker: 'Docker Engine', 'cri-o': 'CRI-O', kubelet: 'the kubelet' };

/** The answer for each node, with what is known of it. */
export function hostVerdicts(view: View): readonly (readonly string[])[] {
  const { report, colors, width } = view;
  return report.hosts.map(host => {
    const paint = verdictPaint(view, host.verdict);
    const findings = report.findings.filter(finding => finding.host === host.name);
    const lines = [...aboutLines(host), ...effectLines({ findings }), ...(host.files === 0 ? [] : calm(findings, { ...host, coverage: report.coverage }))];
    return [
      ...paragraph(hostTitle(host), width, { paint: line => colors.bold(paint(line)) }),
      ...lines.flatMap(line => paragraph(line, width, { indent: INDENT })),
    ];
  });
}

/** The answer for each node in one line. */
export function briefHosts({ report, width }: View): readonly string[] {
  return report.hosts.flatMap(host => paragraph([hostTitle(host), ...aboutLines(host)].join('; '), width, { indent: INDENT }));
}

/** `Host node-1 (/): not ready`; a name that was told apart by its root holds it already. */
function hostTitle({ name, root, verdict }: HostReport): string {
  const folder = name.endsWith(')') && name.includes(` (${root}`) ? '' : ` (${visible(root)})`;
  return `Host ${visible(name)}${folder}: ${VERDICTS[verdict]}`;
}

function aboutLines({ runtimes, endpoint, cgroupDrivers }: HostReport): readonly string[] {
  const installed = runtimes.map(runtime => NAMES[runtime] ?? runtime);
  const drivers = cgroupDrivers.map(({ component, driver }) => `${NAMES[component] ?? component} ${visible(driver)}`);
  const parts = [
    ...(installed.length === 0 ? [] : [`installed: ${enumerate(installed)}`]),
    ...(endpoint === undefined ? [] : [`the kubelet runs pods through ${visible(endpoint)}`]),
    ...(drivers.length === 0 ? [] : [`cgroup drivers: ${drivers.join(', ')}`]),
  ];
  const [first = '', ...rest] = parts;
  return parts.length === 0 ? [] : [[first.charAt(0).toUpperCase() + first.slice(1), ...rest].join('; ')];
}
