// The tables of docs/rule-format.md: kinds of facts from the model's own types, predicates, named paths and dialects.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../import-source.js';
import { cell, table } from './markdown.js';

/** The generated sections of the page, by name. */
export async function ruleFormatSections({ factFields, predicates, namedPaths, namesPath, pathNeeds }) {
  const [facts, findings, documents] = await Promise.all(['fact', 'finding', 'document'].map(readModel));
  const types = new Map([...aliases(facts), ...aliases(findings)]);
  return {
    facts: factSection(facts, types, factFields),
    predicates: table(
      ['Word', 'Holds where', 'Takes'],
      [...predicates.values()].map(({ word, summary, schema }) => [`\`${word}\``, cell(summary), optionsOf(schema)]),
    ),
    paths: table(
      ['Name', 'Such as', 'Words that a text must hold'],
      namedPaths.map(name => [
        `\`${name}\``,
        `\`${checkedSample(name, namesPath)}\``,
        pathNeeds(name)
          ?.map(word => `\`${word}\``)
          .join(', ') ?? 'none: give `needs`',
      ]),
    ),
    dialects: unionOf(aliases(documents).get('Dialect'))
      .map(name => `\`${name}\``)
      .join(', '),
  };
}

/** The short table of docs/ARCHITECTURE.md: each kind of fact with its fields. */
export async function factOverview() {
  const members = interfaceOf(await readModel('fact'), 'FactFields').members;
  return table(
    ['Kind', 'What it states', 'Fields'],
    members.map(member => [
      `\`${member.name.text}\``,
      cell(firstSentence(commentOf(member))),
      ownFields(member)
        .map(field => `\`${field.name.text}\``)
        .join(', '),
    ]),
  );
}

function firstSentence(text) {
  return /^.*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
}

async function readModel(name) {
  const file = join(root, 'src', 'model', `${name}.ts`);
  return ts.createSourceFile(file, await readFile(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

function aliases(file) {
  return new Map(file.statements.filter(ts.isTypeAliasDeclaration).map(statement => [statement.name.text, statement.type]));
}

function interfaceOf(file, name) {
  const found = file.statements.find(statement => ts.isInterfaceDeclaration(statement) && statement.name.text === name);
  if (found === undefined) throw new Error(`no interface ${name} in ${file.fileName}`);
  return found;
}

function factSection(file, types, factFields) {
  const kinds = interfaceOf(file, 'FactFields').members.map(member => factKind(member, types));
  const missing = Object.keys(factFields).filter(kind => !kinds.some(one => one.kind === kind));
  if (missing.length > 0) throw new Error(`kinds of facts without a type: ${missing.join(', ')}`);
  const agents = fieldTable(interfaceOf(file, 'AgentFields').members, types);
  return [
    ...kinds.map(({ kind, comment, fields, hasAgent }) =>
      [`### \`${kind}\``, comment, fields, ...(hasAgent ? ['And the [fields of a known agent](#fields-of-a-known-agent).'] : [])]
        .filter(part => part !== '')
        .join('\n\n'),
    ),
    '### Fields of a known agent',
    commentOf(interfaceOf(file, 'AgentFields')),
    agents,
  ].join('\n\n');
}

/** One member of `FactFields`; a kind that may be a known agent is an intersection with `AgentFields`. */
function factKind(member, types) {
  const hasAgent = partsOf(member).some(ts.isTypeReferenceNode);
  return { kind: member.name.text, comment: commentOf(member), fields: fieldTable(ownFields(member), types), hasAgent };
}

function partsOf(member) {
  return ts.isIntersectionTypeNode(member.type) ? [...member.type.types] : [member.type];
}

function ownFields(member) {
  return partsOf(member)
    .filter(ts.isTypeLiteralNode)
    .flatMap(literal => [...literal.members]);
}

function fieldTable(members, types) {
  return table(
    ['Field', 'Value'],
    members.map(member => {
      const absent = member.questionToken === undefined ? '' : '; may be absent';
      const comment = commentOf(member);
      return [`\`${member.name.text}\``, `${valueOf(member.type, types)}${absent}${comment === '' ? '' : `. ${comment}`}`];
    }),
  );
}

function commentOf(node) {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(doc?.comment) ?? '').replace(/\s+/g, ' ').trim();
}

function valueOf(type, types) {
  if (ts.isTypeReferenceNode(type)) return valueOf(types.get(type.typeName.text) ?? type, new Map());
  if (ts.isUnionTypeNode(type))
    return unionOf(type)
      .map(text => `\`${text}\``)
      .join(', ');
  if (ts.isTypeOperatorNode(type) || ts.isArrayTypeNode(type)) return 'list of texts';
  return { string: 'text', boolean: '`true`, `false`', number: 'number' }[type.getText()] ?? type.getText();
}

function unionOf(type) {
  return type.types.map(one => one.getText().replace(/^'|'$/g, ''));
}

function optionsOf(schema) {
  if (schema.type === 'boolean') return '`true` or `false`';
  if (schema.anyOf?.[0]?.enum !== undefined) return 'a [named path](#named-paths), or a list of them';
  return schema.anyOf === undefined ? 'a text' : 'a text, or a list of texts';
}

/** One spelling for each named path; those of parents are what agents mount. */
const SAMPLES = {
  'docker-socket': '/var/run/docker.sock',
  'dind-socket': '/var/run/dind/docker.sock',
  'dockershim-socket': 'unix:///var/run/dockershim.sock',
  'cri-dockerd-socket': '/run/cri-dockerd.sock',
  'docker-containerd-socket': '/var/run/docker/containerd/containerd.sock',
  'containerd-socket': '/run/containerd/containerd.sock',
  'crio-socket': '/run/crio/crio.sock',
  'docker-pipe': '\\\\.\\pipe\\docker_engine',
  'docker-data-root': '/var/lib/docker/overlay2',
  'docker-container-logs': '/var/lib/docker/containers',
  'dockershim-state': '/var/lib/dockershim',
  'docker-config': '/etc/docker',
  'docker-certs': '/etc/docker/certs.d',
  'daemon-json': '/etc/docker/daemon.json',
  'docker-binary': '/usr/bin/docker',
  'docker-run-state': '/run/docker/netns',
  'docker-credentials': '/root/.docker/config.json',
  'docker-log-file': '/var/log/docker.log',
  'container-logs': '/var/log/containers',
  'runtime-parent': '/var/run',
  'docker-config-parent': '/etc',
  'docker-binary-parent': '/usr/bin',
  'docker-data-parent': '/var/lib',
};

function checkedSample(name, namesPath) {
  const sample = SAMPLES[name];
  if (sample === undefined || !namesPath(name, sample)) throw new Error(`scripts/docs/rule-format.js has no sample of the named path ${name}`);
  return sample;
}
