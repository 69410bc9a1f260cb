// What is on a node besides the text of its files: what Docker Engine keeps there, and units that start at boot.
import { posix } from 'node:path';
import type { HostText } from './contents.ts';
import type { HostFiles } from './files.ts';
import { dockerOnlyImages } from './images.ts';
import { dockerLogins } from './logins.ts';
import { UNIT_FOLDERS } from './places.ts';

/** The states that rules may ask for, as keys of `hostState`. */
type StateName =
  | 'docker-data-root'
  | 'dockershim-checkpoints'
  | 'moby-tasks'
  | 'docker-socket-folder'
  | 'docker-unit-enabled'
  | 'docker-log-links'
  | 'docker-only-images'
  | 'docker-only-logins'
  | 'docker-only-certificates';

/** A small text for each state, at the path that it is about. */
export function hostStates(files: HostFiles): readonly HostText[] {
  const dataRoot = dockerDataRoot(files);
  return [
    ...filled(files, 'docker-data-root', [dataRoot]),
    ...filled(files, 'dockershim-checkpoints', ['var/lib/dockershim/sandbox']),
    ...filled(files, 'moby-tasks', TASK_FOLDERS),
    ...(files.root.resolve(SOCKET).kind === 'folder' ? [state('docker-socket-folder', SOCKET, `/${SOCKET}`)] : []),
    ...enabledUnits(files),
    ...logLinks(files, dataRoot),
    ...dockerOnlyImages(files, dataRoot).map(({ uri, names }) => state('docker-only-images', uri, listed(names))),
    ...certificates(files),
    ...dockerLogins(files).map(({ uri, registries }) => state('docker-only-logins', uri, listed(registries))),
  ];
}

function state(name: StateName, uri: string, value: string): HostText {
  return { uri, text: JSON.stringify({ hostState: { [name]: value } }), from: 'state', manifest: false, sensitive: false };
}

const NAMES_SHOWN = 5;

function listed(names: readonly string[]): string {
  const hidden = names.length - NAMES_SHOWN;
  return `${names.slice(0, NAMES_SHOWN).join(', ')}${hidden > 0 ? ` and ${String(hidden)} more` : ''}`;
}

const DATA_ROOT = /"(?:data-root|graph)"\s*:\s*"(\/[^"\\]{1,1000})"/;

function dockerDataRoot({ texts }: HostFiles): string {
  const daemon = texts.find(({ uri }) => uri === 'etc/docker/daemon.json');
  return DATA_ROOT.exec(daemon?.text ?? '')?.[1]?.replace(/^\/+/, '') ?? 'var/lib/docker';
}

/** Where containerd keeps the containers of Docker Engine. */
const TASK_FOLDERS = [
  'run/containerd/io.containerd.runtime.v2.task/moby',
  'run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby',
  'var/lib/containerd/io.containerd.runtime.v2.task/moby',
];

/** A mount of a socket that is not there makes a folder of that name. */
const SOCKET = 'run/docker.sock';

/** The first of some folders that holds anything. */
function filled(files: HostFiles, name: StateName, folders: readonly string[]): readonly HostText[] {
  const folder = folders.find(path => files.names(path).length > 0);
  return folder === undefined ? [] : [state(name, folder, `/${folder}`)];
}

const DOCKER_UNIT = /^docker\.(?:service|socket)$/;

/** Links by which Docker's units start at boot; one whose unit is gone, or masked, starts nothing. */
function enabledUnits(files: HostFiles): readonly HostText[] {
  return UNIT_FOLDERS.slice(0, 2).flatMap(folder =>
    files
      .names(folder)
      .filter(name => /\.(?:wants|requires)$/.test(name))
      .flatMap(target => files.names(`${folder}/${target}`).map(unit => ({ unit, uri: `${folder}/${target}/${unit}` })))
      .filter(({ unit }) => DOCKER_UNIT.test(unit) && isStartable(files, unit))
      .map(({ unit, uri }) => state('docker-unit-enabled', uri, unit)),
  );
}

function isStartable(files: HostFiles, unit: string): boolean {
  const at = UNIT_FOLDERS.map(folder => `${folder}/${unit}`).find(path => files.root.target(path) !== undefined || files.root.has(path));
  return at !== undefined && files.root.resolve(at).kind === 'file';
}

const CERTIFICATES = 'etc/docker/certs.d';

/** Registries whose certificates only Docker has a folder for. */
function certificates(files: HostFiles): readonly HostText[] {
  const known = new Set(files.names('etc/containerd/certs.d').map(registryFolder));
  const registries = files.names(CERTIFICATES).filter(name => !known.has(registryFolder(name)) && files.names(`${CERTIFICATES}/${name}`).length > 0);
  return registries.length === 0 ? [] : [state('docker-only-certificates', CERTIFICATES, listed(registries))];
}

/** containerd takes `registry.local_5000_` as well as `registry.local:5000`. */
function registryFolder(name: string): string {
  return name.replace(/_(\d+)_?$/, ':$1');
}

/** More links tell nothing new. */
const MOST_PODS = 2_000;

/** Links from the logs of pods to where Docker Engine wrote them. */
function logLinks(files: HostFiles, dataRoot: string): readonly HostText[] {
  const below = 'var/log/pods';
  const pods = files.names(below).slice(0, MOST_PODS);
  const linked = pods.filter(pod => containersOf(files, `${below}/${pod}`).some(folder => hasLinks(files, folder, `/${dataRoot}/`)));
  return linked.length === 0 ? [] : [state('docker-log-links', below, linked.length === 1 ? '1 pod' : `${String(linked.length)} pods`)];
}

function containersOf(files: HostFiles, pod: string): readonly string[] {
  return files.names(pod).map(container => posix.join(pod, container));
}

function hasLinks(files: HostFiles, folder: string, target: string): boolean {
  return files.names(folder).some(log => files.root.target(`${folder}/${log}`)?.startsWith(target) === true);
}
