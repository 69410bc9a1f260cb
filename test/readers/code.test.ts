// Infrastructure code: which scripts and objects are in it, and where they stand.
import { describe, expect, test } from 'vitest';
import type { Artifact } from '../../src/model/artifact.ts';
import type { Document } from '../../src/model/document.ts';
import { get, itemsOf, textAt } from '../../src/model/tree.ts';
import { readCode } from '../../src/readers/code.ts';
import { codeLanguage, type CodeSyntax } from '../../src/readers/code-languages.ts';

function artifactOf(text: string, usage: Artifact['usage'] = 'ci'): Artifact {
  return { uri: 'file', text, name: 'file', usage, bundle: '', sensitive: false };
}

async function documents(text: string, syntax: CodeSyntax): Promise<readonly Document[]> {
  return (await readCode(artifactOf(text), syntax)).documents;
}

/** Each command as the file writes it, line breaks as blanks. */
async function written(text: string, syntax: CodeSyntax): Promise<string[]> {
  const commands = (await documents(text, syntax)).flatMap(document => (document.form === 'script' ? document.commands : []));
  return commands.filter(command => command.words.length > 0).map(command => text.slice(command.start, command.end).replace(/\s+/g, ' '));
}

async function words(text: string, syntax: CodeSyntax): Promise<string[]> {
  const commands = (await documents(text, syntax)).flatMap(document => (document.form === 'script' ? document.commands : []));
  return commands.filter(command => command.words.length > 0).map(command => command.words.map(word => word.text).join(' '));
}

test.each([
  ['images/Dockerfile', '', 'dockerfile'],
  ['images/Dockerfile.node', '', 'dockerfile'],
  ['build.dockerfile', '', 'dockerfile'],
  ['Containerfile', '', 'dockerfile'],
  ['GNUmakefile', '', 'makefile'],
  ['rules.mk', '', 'makefile'],
  ['ci/Jenkinsfile.release', '', 'groovy'],
  ['vars/build.groovy', '', 'groovy'],
  ['lib/app.libsonnet', '', 'jsonnet'],
  ['setup.ps1.tmpl', '', 'powershell'],
  ['start.bat', '', 'batch'],
  ['node.ks', '', 'installer'],
  ['preseed.cfg', '', 'installer'],
  ['user-data', '#ps1_sysnative\nGet-Service docker', 'powershell'],
  ['UserData', '<powershell>\ndocker ps', 'powershell'],
  ['script', '@echo off\r\ndocker ps', 'batch'],
  ['hook', '$ErrorActionPreference = "Stop"\nRestart-Service docker', 'powershell'],
  ['README.md', 'Restart-Service docker', undefined],
  ['values.yaml', 'a: b\n', undefined],
  ['run', '#!/bin/sh\nGet-It docker\n', undefined],
  ['makefiles.yaml', '', undefined],
  ['site.conf', '$upstream = docker\n', undefined],
  ['index', '<?php\n$docker = 1;\n', undefined],
])('%s with %j is %s', (name, text, language) => {
  expect(codeLanguage(name, text)).toBe(language);
});

describe('a Dockerfile', () => {
  test.each([
    ['FROM x\nRUN docker ps', ['docker ps']],
    ['RUN --mount=type=cache,target=/x docker a && \\\n  # why\n  docker b', ['docker a', 'docker b']],
    ['RUN ["docker", "ps"]', ['"docker", "ps']],
    ['RUN <<EOF\ndocker a\ndocker b\nEOF\nRUN docker c', ['docker a', 'docker b', 'docker c']],
    ['HEALTHCHECK --interval=3s CMD docker info', ['docker info']],
    ['ONBUILD RUN docker a', ['docker a']],
    ['LABEL run="docker a"\n# RUN docker b', []],
    ['# escape=`\nSHELL ["powershell", "-Command"]\nRUN docker a; `\n  docker b', ['docker a', 'docker b']],
    ['FROM mcr.microsoft.com/windows/nanoserver\nRUN docker a & docker b', ['docker a', 'docker b']],
  ])('%j runs %j', async (text, commands) => {
    expect((await written(text, 'dockerfile')).map(line => line.replace(/"$/, ''))).toEqual(commands);
  });

  test('sets variables, which its scripts know', async () => {
    expect(await words('ENV A=docker B=x\nENV C a value\nRUN $A ps', 'dockerfile')).toEqual(['docker ps']);
  });

  test('writes files by COPY', async () => {
    const text = 'COPY <<EOF /etc/docker/daemon.json\n{"a": 1}\nEOF\nRUN docker a';
    const [document] = await documents(text, 'dockerfile');
    const heredocs = document?.form === 'script' ? document.commands.flatMap(command => command.heredocs) : [];
    expect(heredocs.map(({ target, content, body }) => [target, content?.text ?? text.slice(body.start, body.end)])).toEqual([
      ['/etc/docker/daemon.json', '{"a": 1}\n'],
    ]);
    expect(await words(text, 'dockerfile')).toContain('docker a');
  });
});

describe('a Makefile', () => {
  test.each([
    ['all:\n\t@docker build .\n\t-docker rm x', ['docker build .', 'docker rm x']],
    ['D ?= docker\nall:\n\t$(D) build $(OPTS) .', ['docker build \uFFFC .']],
    ['V := $(shell docker version -f x)', ['docker version -f x']],
    ['all:\n\tif true; then \\\n\t  docker rm $$1; \\\n\tfi', ['docker rm \uFFFC', 'true']],
    ['all:\n\tdocker rm $$(docker ps -q)', ['docker rm \uFFFC', 'docker ps -q']],
    ['define run\ndocker a\nendef\nV = docker b', ['docker a']],
    ['# docker a\nX = docker b # docker c', []],
  ])('%j runs %j', async (text, commands) => {
    expect((await words(text, 'makefile')).toSorted()).toEqual(commands.toSorted());
  });
});

describe('an answer file', () => {
  test('has scripts in its sections', async () => {
    expect(
      await written('%packages\ndocker-ce\n%end\n%post --log=x\ndocker a\n%end\n%post --interpreter=/usr/bin/python\ndocker b\n%end\n', 'installer'),
    ).toEqual(['docker a']);
  });

  test('has commands for the new system', async () => {
    expect(await written('d-i preseed/late_command string \\\n  in-target docker a; \\\n  in-target docker b\nd-i x y', 'installer')).toEqual([
      'docker a',
      'docker b',
    ]);
  });
});

describe('a pipeline in Groovy', () => {
  test.each([
    ["sh 'docker a'", ['docker a']],
    ['sh """\n  docker a\n  docker b ${x}\n"""', ['docker a', 'docker b ${x}']],
    ["def x = sh(script: 'docker a', returnStdout: true).trim()", ['docker a']],
    ["sh returnStdout: true, script: 'docker a'", ['docker a']],
    ["bat 'docker a & docker b'", ['docker a', 'docker b']],
    ["powershell 'Restart-Service docker'", ['Restart-Service docker']],
    ["echo 'docker a' // sh 'docker b'\n/* sh 'docker c' */", []],
  ])('%j runs %j', async (text, commands) => {
    expect(await written(text, 'groovy')).toEqual(commands);
  });

  test('describes pods, which run in the cluster', async () => {
    const text =
      "podTemplate(volumes: [hostPathVolume(mountPath: '/m', hostPath: '/h')], containers: [containerTemplate(name: 'c', image: 'i', envVars: [envVar(key: 'K', value: 'v')])]) { sh 'x' }";
    const pod = (await documents(text, 'groovy')).find(document => document.form === 'tree');
    expect(pod?.artifact.usage).toBe('cluster');
    const root = pod?.form === 'tree' ? pod.root : undefined;
    const [container] = itemsOf(get(root, 'containers'));
    const [volume] = itemsOf(get(root, 'volumes'));
    expect(textAt(volume, 'hostPath', 'path')).toBe('/h');
    expect([textAt(container, 'name'), textAt(container, 'image')]).toEqual(['c', 'i']);
    expect(itemsOf(get(container, 'volumeMounts')).map(mount => textAt(mount, 'mountPath'))).toEqual(['/m']);
    expect(itemsOf(get(container, 'env')).map(env => [textAt(env, 'name'), textAt(env, 'value')])).toEqual([['K', 'v']]);
  });

  test('holds manifests', async () => {
    const text = "kubernetes { yaml '''\nkind: Pod\nspec: {}\n''' }\nsh '''\nkind load\n'''";
    const inCluster = (await documents(text, 'groovy')).filter(document => document.artifact.usage === 'cluster');
    const bodies = inCluster.flatMap(document => (document.form === 'script' ? document.commands.flatMap(command => command.heredocs) : []));
    expect(bodies.map(({ body }) => text.slice(body.start, body.end))).toEqual(['\nkind: Pod\nspec: {}\n']);
  });
});

describe('Jsonnet', () => {
  test('objects that are written out are read', async () => {
    const text =
      "local x = 1;\n{ a: { b+: [1, 'c', x], 'd e'::: |||\n    f\n    g\n  ||| }, [if x then 'y']: true, local z = 2, h(i): { j: \"k\\\"\" } } + { l: 'm' + x }";
    const [one, two] = await documents(text, 'jsonnet');
    const root = one?.form === 'tree' ? one.root : undefined;
    expect(itemsOf(get(get(root, 'a'), 'b')).map(item => (item.kind === 'scalar' ? item.text : item.kind))).toEqual(['1', 'c']);
    expect(textAt(root, 'a', 'd e')).toBe('f\ng\n');
    expect(textAt(root, 'h', 'j')).toBe('k"');
    expect(textAt(two?.form === 'tree' ? two.root : undefined, 'l')).toBe('m');
  });

  test('objects that are added to each other are one', async () => {
    const [document] = await documents("{ a: base + { b: 1 } + { c: 2 }, v: [v.fromHostPath('n', '/p')] }", 'jsonnet');
    const root = document?.form === 'tree' ? document.root : undefined;
    expect([textAt(root, 'a', 'b'), textAt(root, 'a', 'c')]).toEqual(['1', '2']);
    expect(textAt(itemsOf(get(root, 'v'))[0], 'hostPath', 'path')).toBe('/p');
  });

  test('an object of Kubernetes is one', async () => {
    const text = "{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } }";
    const [document] = (await readCode(artifactOf(text, 'cluster'), 'jsonnet')).documents;
    expect(document).toMatchObject({ dialect: 'k8s', resource: { kind: 'Pod', name: 'x' } });
  });
});
