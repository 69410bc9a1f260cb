// Who put an object into the cluster, as far as its labels and annotations tell.
import { text, type Metadata } from './api-object.ts';

/** `Helm release logging/fluent-bit`, `Argo CD application agents`; nothing where no tool has left its mark. */
export function originOf({ labels, annotations, namespace }: Metadata): string | undefined {
  return argoOf(annotations, labels) ?? fluxOf(labels) ?? helmOf(annotations, labels, namespace);
}

type Marks = Metadata['labels'];

/** https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/ */
function argoOf(annotations: Marks, labels: Marks): string | undefined {
  const tracked = text(annotations['argocd.argoproj.io/tracking-id'])?.split(':')[0];
  const application = tracked ?? text(labels['argocd.argoproj.io/instance']);
  return application === undefined || application === '' ? undefined : `Argo CD application ${application}`;
}

function fluxOf(labels: Marks): string | undefined {
  for (const [kind, title] of [
    ['helm', 'Flux HelmRelease'],
    ['kustomize', 'Flux Kustomization'],
  ] as const) {
    const name = text(labels[`${kind}.toolkit.fluxcd.io/name`]);
    const namespace = text(labels[`${kind}.toolkit.fluxcd.io/namespace`]);
    if (name !== undefined) return `${title} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  }
  return undefined;
}

/** https://helm.sh/docs/chart_best_practices/labels/; Helm 2 left the labels `heritage` and `release`. */
function helmOf(annotations: Marks, labels: Marks, namespace: string | undefined): string | undefined {
  const release = text(annotations['meta.helm.sh/release-name']);
  if (release !== undefined) return `Helm release ${text(annotations['meta.helm.sh/release-namespace']) ?? namespace ?? ''}/${release}`;
  const isHelm = text(labels['app.kubernetes.io/managed-by']) === 'Helm' || /^(?:Helm|Tiller)$/.test(text(labels['heritage']) ?? '');
  const instance = text(labels['app.kubernetes.io/instance']) ?? text(labels['release']);
  return isHelm && instance !== undefined ? `Helm release ${namespace === undefined ? '' : `${namespace}/`}${instance}` : undefined;
}
