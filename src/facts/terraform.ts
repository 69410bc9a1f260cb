// What Terraform and Packer give to what stands in their blocks: the resource's name, where its commands run, and scripts of machines; what runs on other systems than Kubernetes.
import { get, type Node, type ScalarNode } from '../model/tree.ts';
import { ValueBuilder } from '../readers/shell/value.ts';
import { sniff } from '../readers/sniff.ts';
import type { Child, Collector, Context } from './context.ts';
import { childArtifact, isTooDeep, scalarMap } from './embedded.ts';
import type { Visit } from './walk.ts';

/** Resources that run containers where no kubelet does: a Docker host's, ECS, Nomad, functions, CI services. */
const OTHER_SYSTEMS =
  /^(?:docker_|aws_(?:ecs|batch|lambda|codebuild|codepipeline|elastic_beanstalk|apprunner|lightsail)_|google_(?:cloud_run|cloudbuild|cloudfunctions)|azurerm_(?:container_(?:group|app)|(?:linux|windows)_(?:web|function)_app|app_service|function_app)|nomad_|coder_|lxd_|dockerhub_)/;

/** Whether what a block describes has nothing to do with the nodes of a cluster. */
export function isElsewhere(visit: Visit, collect: Collector): boolean {
  if (isEcsTask(visit.node)) return true;
  if (collect.document.dialect !== 'terraform' || !isRoot(visit.parent?.parent)) return false;
  const block = visit.parent?.key ?? '';
  return (/^(?:resource|data|source)$/.test(block) && OTHER_SYSTEMS.test(visit.key)) || (block === 'provider' && /^(?:docker|nomad)$/.test(visit.key));
}

/** A task definition of ECS, in a file of its own or as the properties of CloudFormation's resource. */
function isEcsTask(node: Node): boolean {
  return (get(node, 'containerDefinitions') ?? get(node, 'ContainerDefinitions'))?.kind === 'seq';
}

/** Whether a block's commands run where Terraform or Packer does, which is no node. */
export function runsLocally({ key, parent }: Visit, collect: Collector): boolean {
  if (collect.document.dialect !== 'terraform' || collect.document.artifact.usage === 'workstation') return false;
  return /^(?:local-exec|shell-local)$/.test(key) || (/^(?:post-processors?|(?:before|after|error)_hook)$/.test(key) && parent !== undefined);
}

/** The surroundings that a block makes: its name, and itself as what facts in it are joined by. */
export function blockContext(visit: Visit, collect: Collector, context: Context): Context | undefined {
  if (collect.document.dialect !== 'terraform' || visit.node.kind !== 'map') return undefined;
  const label = blockLabel(visit);
  if (label === undefined || label === context.label) return undefined;
  return { ...context, label, scope: `${context.scope}|${String(visit.node.start)}` };
}

/** `aws_instance.node`, `data.cloudinit_config.node`, `module.eks`, `source.amazon-ebs.node`. */
function blockLabel({ key, parent }: Visit): string | undefined {
  const outer = parent?.parent;
  if (parent === undefined || outer === undefined) return undefined;
  if (/^(?:module|variable|provider|output)$/.test(parent.key) && isRoot(outer)) return `${parent.key}.${key}`;
  if (!/^(?:resource|data|source)$/.test(outer.key) || !isRoot(outer.parent)) return undefined;
  return outer.key === 'resource' ? `${parent.key}.${key}` : `${outer.key}.${parent.key}.${key}`;
}

function isRoot(visit: Visit | undefined): boolean {
  return visit !== undefined && visit.parent === undefined;
}

/** The lines of a provisioner's `inline`, which are one script: a here-document may go over several of them. */
export function inlineScript(visit: Visit, collect: Collector, context: Context): Child | undefined {
  if (collect.document.dialect !== 'terraform' || visit.key !== 'inline' || visit.node.kind !== 'seq') return undefined;
  const { artifact } = collect.document;
  const script = new ValueBuilder();
  for (const line of visit.node.items) {
    if (line.kind !== 'scalar') return undefined;
    script.add({ text: line.text, map: scalarMap(artifact, line) }).inexact('\n', { start: line.end, end: line.end });
  }
  const { text, map } = script.build();
  if (isTooDeep(collect, visit.node, text)) return undefined;
  const { uri, bundle, usage, sensitive } = artifact;
  const child = { uri, bundle, usage, sensitive, text, name: '', origin: { parent: artifact, map, field: visit.path } };
  return { artifact: child, context: { ...context, role: 'script' }, syntax: /^#!.*\b(?:python|perl|ruby|pwsh)/.test(text) ? 'plain' : 'shell' };
}

const USER_DATA =
  /^(?:(?:\w+_)?user_?data(?:_base64|_replace)?|custom_data|user-data|startup-script|shutdown-script|metadata_startup_script|(?:windows-)?startup-script-ps1)$/i;

/** The script or configuration that a machine starts with, which may stand indented in its here-document. */
export function userDataText(visit: Visit, node: ScalarNode, collect: Collector, context: Context): Child | undefined {
  if (collect.document.dialect !== 'terraform' || !USER_DATA.test(visit.key) || !/\n/.test(node.text) || isTooDeep(collect, node, node.text)) return undefined;
  const syntax = sniff(visit.key, node.text.trimStart());
  return { artifact: childArtifact(visit, node, collect, visit.key), context: { ...context, role: 'script' }, syntax };
}
