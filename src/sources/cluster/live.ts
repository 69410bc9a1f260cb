// Reads one live cluster: asks what is served, lists what rules need, and keeps account of what was seen and what was not.
import type { ClusterNode, ListCoverage, ListOutcome } from '../../model/cluster.ts';
import type { Filter } from '../../model/filter.ts';
import type { Notification } from '../../model/finding.ts';
import { resourceName } from '../../model/location.ts';
import type { Rule } from '../../model/rule.ts';
import { listIn, mapping, metadataOf, text, type Json } from './api-object.ts';
import type { ApiServer } from './api-server.ts';
import { CustomKinds } from './custom-kinds.ts';
import { Discovery, listPath, type ServedKind } from './discovery.ts';
import { Inventory, type LiveObject } from './inventory.ts';
import { askKubelets } from './kubelets.ts';
import { DEFINITIONS, wantedKinds } from './kinds.ts';
import { PAGE, serveWanted } from './listed-kinds.ts';
import { cgroupDriverOf, clusterNode, withCgroupDrivers } from './nodes.ts';
import { besideUri, objectUri } from './object-uri.ts';
import { pagesOf } from './pages.ts';
import { codeOf, outcomeOf, Problems, wordsOf } from './problems.ts';

export interface LiveOptions {
  readonly rules: readonly Rule[];
  readonly filter: Filter;
  /** Empty for all of them. */
  readonly namespaces: readonly string[];
  /** A label selector for what lies in namespaces. */
  readonly selector?: string;
  readonly includeSecrets: boolean;
  /** Whether running kubelets are asked for their configuration, which needs a right that allows more than reading. */
  readonly askKubelets: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly context: string;
  readonly kind: string;
  readonly pages: number;
  readonly objects: number;
}

/** What was read of a cluster; the same whether it comes from an API server or from a snapshot. */
export interface LiveCluster {
  readonly context: string;
  readonly version?: string;
  readonly nodes: readonly ClusterNode[];
  readonly lists: readonly ListCoverage[];
  readonly objects: readonly LiveObject[];
  readonly notifications: readonly Notification[];
}

/** A kind that is served, and how it is listed. */
interface Task {
  readonly served: ServedKind;
  readonly namespace?: string;
  readonly limit: number;
  readonly take: (object: Json) => void;
}

/** Lists that are asked for at the same time, besides that of pods. */
const AT_ONCE = 2;

/** Reads what the rules need of a cluster. Never rejects for what the server answers: that is told in the notifications. */
export function readCluster(api: ApiServer, options: LiveOptions): Promise<LiveCluster> {
  return new ClusterReader(api, options).read();
}

class ClusterReader {
  readonly #api: ApiServer;
  readonly #options: LiveOptions;
  readonly #inventory: Inventory;
  readonly #problems: Problems;
  readonly #lists: ListCoverage[] = [];
  readonly #custom: CustomKinds;
  readonly #drivers = new Map<string, string>();
  readonly #extra: LiveObject[] = [];
  /** Objects seen by the namespace that was asked for, the empty name standing for all. */
  readonly #within = new Map<string, number>();
  #nodes: ClusterNode[] = [];
  #version: string | undefined;

  constructor(api: ApiServer, options: LiveOptions) {
    this.#api = api;
    this.#options = options;
    this.#inventory = new Inventory(api.context, options.filter);
    this.#problems = new Problems(api.context);
    this.#custom = new CustomKinds(options);
  }

  async read(): Promise<LiveCluster> {
    try {
      await this.#readVersion();
      await this.#readKinds(await Discovery.read(this.#api));
    } catch (error) {
      this.#problems.add(error, 'it could not be asked what it serves');
    }
    for (const ref of this.#inventory.tooDeep) this.#problems.tell('too-complex', `${resourceName(ref)} is nested too deeply to be looked at`);
    return {
      context: this.#api.context,
      ...(this.#version === undefined ? {} : { version: this.#version }),
      nodes: withCgroupDrivers(this.#nodes, this.#drivers).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      lists: this.#lists.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
      objects: [...this.#objects(), ...this.#extra],
      notifications: this.#problems.notifications,
    };
  }

  /** References to owners do not tell that these lie in no namespace; what their kinds are does. */
  #objects(): readonly LiveObject[] {
    return this.#inventory.objects().map(object => {
      const { owner } = object;
      if (owner?.namespace === undefined || !this.#custom.isClusterScoped(owner)) return object;
      const { namespace: _namespace, ...ref } = owner;
      return { ...object, owner: ref };
    });
  }

  /** A server that keeps its version to itself can be read all the same. */
  async #readVersion(): Promise<void> {
    try {
      const answer = mapping(JSON.parse(await this.#api.get('/version')));
      this.#version = text(answer['gitVersion']) ?? 'unknown';
    } catch (error) {
      if (codeOf(error) !== 'forbidden') throw error;
      this.#problems.add(error, 'its version could not be asked for');
    }
  }

  /** The list of pods is the longest, so it goes by beside all others. */
  async #readKinds(discovery: Discovery): Promise<void> {
    const { rules, includeSecrets } = this.#options;
    const found = await serveWanted(discovery, wantedKinds(rules, { includeSecrets }), this.#problems);
    if (found.length === 0 && this.#problems.notifications.length === 0)
      this.#problems.tell('nothing-to-read', 'it serves none of the kinds that rules ask for: is this the address of a Kubernetes API server?');
    const wanted = found.flatMap(({ served, limit }) => this.#tasks(served, limit));
    const isPod = ({ served }: Task): boolean => served.kind === 'Pod';
    const listed = found.map(({ served }) => served);
    const others = async (): Promise<void> => {
      await this.#run(
        wanted.filter(task => !isPod(task)),
        AT_ONCE,
      );
      listed.push(...(await this.#listCustom(listed, discovery)));
    };
    await Promise.all([this.#run(wanted.filter(isPod), 1), others()]);
    // Who owns pods is known when all pods are.
    await this.#listCustom(listed, discovery);
    this.#tellNothingChosen();
    if (this.#options.askKubelets) await this.#askKubelets();
  }

  /** Lists the custom resources that definitions and owners tell of, but for those that are listed; answers with their kinds. */
  async #listCustom(listed: readonly ServedKind[], discovery: Discovery): Promise<readonly ServedKind[]> {
    await this.#custom.addOwners(this.#inventory.unlistedOwners(), discovery, this.#problems);
    const kinds = this.#custom.besides(listed);
    await this.#run(
      kinds.flatMap(served => this.#tasks(served, PAGE)),
      AT_ONCE,
    );
    return kinds;
  }

  /** A namespace without any object, or labels that none has, are more often mistyped than ready; where lists failed that is told already. */
  #tellNothingChosen(): void {
    const { namespaces, selector } = this.#options;
    if (this.#problems.notifications.length > 0 || this.#within.size === 0) return;
    const isEmpty = (namespace: string): boolean => this.#within.get(namespace) === 0;
    if (selector === undefined) {
      for (const namespace of new Set(namespaces))
        if (isEmpty(namespace))
          this.#problems.tell('nothing-to-read', `nothing that rules ask for is in namespace ${namespace}; see whether its name is right`);
    } else if ([...this.#within.keys()].every(isEmpty)) {
      const where = namespaces.length === 0 ? '' : ' in the namespaces asked for';
      this.#problems.tell('nothing-to-read', `nothing that rules ask for${where} has labels that fit ${selector}; see whether the selector is right`);
    }
  }

  #tasks(served: ServedKind, limit: number): readonly Task[] {
    const take = this.#taker(served);
    const { namespaces } = this.#options;
    if (!served.namespaced || namespaces.length === 0) return [{ served, limit, take }];
    return [...new Set(namespaces)].map(namespace => ({ served, limit, take, namespace }));
  }

  #taker(served: ServedKind): (object: Json) => void {
    const keep = (object: Json): void => {
      this.#inventory.add(served, object);
    };
    if (served.kind === DEFINITIONS.kind) return this.#custom.addDefinition.bind(this.#custom);
    if (served.kind === 'Node')
      return object => {
        this.#nodes.push(clusterNode(object));
        keep(object);
      };
    if (served.kind !== 'ConfigMap') return keep;
    return object => {
      const driver = cgroupDriverOf(object);
      if (driver !== undefined) this.#drivers.set(...driver);
      keep(object);
    };
  }

  async #askKubelets(): Promise<void> {
    const configurations = await askKubelets(this.#api, this.#nodes, this.#problems);
    this.#nodes = this.#nodes.map(node => {
      const driver = text(configurations.get(node.name)?.['cgroupDriver']);
      return driver === undefined ? node : { ...node, cgroupDriver: { driver, source: 'kubelet' } };
    });
    for (const [name, config] of configurations) {
      const json = JSON.stringify({ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', ...config });
      const uri = besideUri(objectUri(this.#api.context, { kind: 'Node', group: '', name }), 'configz');
      if (this.#options.filter.mayMatter(json)) this.#extra.push({ uri, ref: { kind: 'Node', name }, json });
    }
  }

  async #run(tasks: readonly Task[], atOnce: number): Promise<void> {
    const waiting = tasks.values();
    const worker = async (): Promise<void> => {
      for (const task of waiting) await this.#list(task);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  async #list({ served, namespace, limit, take }: Task): Promise<void> {
    const seen = new Set<string>();
    let outcome: ListOutcome = 'listed';
    let pages = 0;
    try {
      const selector = served.namespaced && this.#options.selector !== undefined ? { labelSelector: this.#options.selector } : {};
      for await (const { text: page } of pagesOf(this.#api, listPath(served, namespace), { limit, ...selector })) {
        for (const item of listIn(JSON.parse(page), 'items')) {
          const object = mapping(item);
          const { uid } = metadataOf(object);
          if (seen.has(uid)) continue;
          seen.add(uid);
          take(object);
        }
        pages++;
        this.#options.onProgress?.({ context: this.#api.context, kind: served.kind, pages, objects: seen.size });
      }
    } catch (error) {
      outcome = outcomeOf(codeOf(error));
      this.#problems.add(error, `${wordsOf(served, namespace)} could not be listed`);
    }
    const { apiVersion, kind } = served;
    if (served.namespaced) this.#within.set(namespace ?? '', (this.#within.get(namespace ?? '') ?? 0) + seen.size);
    this.#lists.push({ apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), outcome, objects: seen.size });
  }
}

function keyOf({ kind, apiVersion, namespace = '' }: ListCoverage): string {
  return [kind, apiVersion, namespace].join('\0');
}
