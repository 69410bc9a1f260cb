// What an extractor knows of the surroundings of a text: who owns it and what it is joined with.
import type { AgentKnowledge } from './agents.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Document, Guard } from '../model/document.ts';
import type { Fact, FactFields, FactKind } from '../model/fact.ts';
import type { ResourceRef, Span } from '../model/location.ts';
import { mapSpan } from '../model/segment-map.ts';
import type { Syntax } from '../readers/sniff.ts';

export type CommandRole = FactFields['command']['role'];

/** The surroundings that an embedded text inherits from the place where it stands. */
export interface Context {
  readonly owner?: ResourceRef;
  readonly scope: string;
  readonly container?: string;
  /** What the place is called, where no object owns it: `role docker, task "Install Docker"`. */
  readonly label?: string;
  /** What runs the commands in it. */
  readonly role: CommandRole;
  readonly guard?: Guard;
  /** Programs around a script, outermost first, such as the `nsenter` of `nsenter -t 1 -m sh -c SCRIPT`. */
  readonly wrappers?: readonly string[];
}

/** A text found inside a document, to be read next. */
export interface Child {
  readonly artifact: Artifact;
  readonly context: Context;
  /** Its language, where the place decides it. */
  readonly syntax?: Syntax;
}

/** A part of a document that a bound of the extractors left unread. */
export interface Unread {
  readonly span: Span;
  /** A clause that says why: `base64 that unpacks to more than 8 MiB`. */
  readonly reason: string;
  /** What was left unread, where it is known: it counts only if some rule could have asked for it. */
  readonly text?: string;
}

export interface Extraction {
  readonly facts: readonly Fact[];
  readonly children: readonly Child[];
  readonly unread: readonly Unread[];
}

/** What extractors are given besides the document. */
export interface Kit {
  readonly agents: AgentKnowledge;
  /** Whether a text holds a literal that some rule on texts needs. */
  readonly interesting: (text: string) => boolean;
}

/** The place of a fact within its document. */
export interface Place {
  readonly path: string;
  readonly identity: string;
  readonly group: string;
}

/** Where an extractor stands: the place, who gathers what it states, and the surroundings. */
export interface Site {
  readonly place: Place;
  readonly collect: Collector;
  readonly context: Context;
}

/** A fact while it is put together: there are too many for spreads. */
interface Stated<K extends FactKind> extends Place {
  readonly kind: K;
  readonly fields: FactFields[K];
  readonly document: Document;
  readonly span: Span;
  readonly scope: string;
  owner?: ResourceRef;
  label?: string;
  guard?: Guard;
}

/** Gathers the facts and children of one document. */
export class Collector {
  readonly facts: Fact[];
  readonly children: Child[];
  readonly unread: Unread[];
  readonly document: Document;
  readonly context: Context;
  readonly kit: Kit;

  constructor(
    document: Document,
    context: Context,
    kit: Kit,
    into: { facts: Fact[]; children: Child[]; unread: Unread[] } = { facts: [], children: [], unread: [] },
  ) {
    this.document = document;
    this.context = context;
    this.kit = kit;
    this.facts = into.facts;
    this.children = into.children;
    this.unread = into.unread;
  }

  /** A collector into the same lists for a part of the document that holds secrets. */
  sensitive(): Collector {
    return this.document.artifact.sensitive ? this : this.#withArtifact({ sensitive: true });
  }

  /** A collector into the same lists for a part of the document that runs on the machine of whoever uses it. */
  onWorkstation(): Collector {
    return this.#withArtifact({ usage: 'workstation' });
  }

  #withArtifact(change: Partial<Artifact>): Collector {
    const document = { ...this.document, artifact: { ...this.document.artifact, ...change } };
    return new Collector(document, this.context, this.kit, this);
  }

  /** States a fact; `context` where it differs from the document's own. */
  add<K extends FactKind>(kind: K, fields: FactFields[K], span: Span, place: Place, context: Context = this.context): void {
    const { artifact } = this.document;
    // Where a flag stands anyway, a condition can choose its value.
    const guard = context.guard ?? guardOf(artifact, span.start) ?? (kind === 'flag' ? guardOf(artifact, Math.max(span.start, span.end - 1)) : undefined);
    const { path, identity, group } = place;
    const fact: Stated<K> = { kind, fields, document: this.document, span: { start: span.start, end: span.end }, path, identity, scope: context.scope, group };
    if (context.owner !== undefined) fact.owner = context.owner;
    if (context.label !== undefined) fact.label = context.label;
    if (guard !== undefined) fact.guard = guard;
    // The compiler cannot see that kind and fields belong together once they are one object.
    this.facts.push(fact as unknown as Fact);
  }
}

/** The guard in force at an offset, in the text itself or in one of those around it. */
export function guardOf(artifact: Artifact, offset: number): Guard | undefined {
  let at: Artifact = artifact;
  let position = offset;
  for (;;) {
    const guard = at.guardAt?.(position);
    if (guard !== undefined || at.origin === undefined) return guard;
    position = mapSpan(at.origin.map, position, position + 1).start;
    at = at.origin.parent;
  }
}
