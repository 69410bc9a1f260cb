// Lines for other files that are given one by one: what lineinfile, sed and their like write into units and environment files.
import type { ScalarNode } from '../model/tree.ts';
import type { Collector, Context, Site } from './context.ts';
import { daemonOptions } from './daemon-flags.ts';
import { scalarWithin } from './flags.ts';
import { kubeletOptions } from './kubelet.ts';
import { groupOf } from './pods.ts';
import { unitCommands } from './systemd.ts';
import type { Visit } from './walk.ts';

const LINE_KEYS = /^(?:line|replace|content|contents|block|insert|new_?line)$/i;
const VARIABLE = /^\s*(?:Environment=)?["']?(?:export\s+)?([A-Za-z]\w*)=["']?([^]*?)["']?\s*$/;

/** The options that one line sets: `Environment="KUBELET_EXTRA_ARGS=--a"`, `DOCKER_OPTS="--b"`, `ExecStart=/usr/bin/dockerd --c`. */
export function optionLine(visit: Visit, node: ScalarNode, collect: Collector, context: Context): void {
  if (!LINE_KEYS.test(visit.key) || node.text.includes('\n') || node.text.length > 4000) return;
  const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, visit.parent?.node ?? node) };
  const command = /^\s*ExecStart=([^]+)$/.exec(node.text)?.[1];
  if (command !== undefined) unitCommands(visit, scalarWithin(collect.document.artifact, node, command), collect, context);
  else variable(node, { place, collect, context });
}

function variable(node: ScalarNode, site: Site): void {
  const [, name = '', value = ''] = VARIABLE.exec(node.text) ?? [];
  if (value === '') return;
  const inner = scalarWithin(site.collect.document.artifact, node, value);
  kubeletOptions(name, inner, site);
  daemonOptions(name, inner, site);
}
