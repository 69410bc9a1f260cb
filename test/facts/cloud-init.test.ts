// What reaches a node by cloud-init, Ignition, CloudFormation and user data of several parts is found where it stands.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passAll } from '../../src/engine/filter.ts';
import { AgentKnowledge } from '../../src/facts/agents.ts';
import type { Fact } from '../../src/model/fact.ts';
import { rootSpan } from '../../src/model/place.ts';
import { BundleReader } from '../../src/read-bundle.ts';

async function factsOf(text: string, uri = 'a.yaml'): Promise<readonly Fact[]> {
  const reader = new BundleReader({ filter: passAll, kit: { agents: new AgentKnowledge([]), interesting: () => false }, maxFileSize: 1e6 });
  return (await reader.readStdin({ kind: 'text', text }, uri)).facts;
}

const lines = async (text: string, uri?: string): Promise<readonly string[]> =>
  (await factsOf(text, uri)).flatMap(fact => (fact.kind === 'command' ? [fact.fields.line] : []));
const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));

describe('commands', () => {
  it.each([
    ['runcmd', '#cloud-config\nruncmd:\n  - docker ps\n'],
    ['words of runcmd', '#cloud-config\nruncmd:\n  - [docker, ps]\n'],
    ['words of another list of commands', 'commands:\n  - [docker, ps]\n'],
    ['SSM documents', 'schemaVersion: "2.2"\nmainSteps:\n  - action: aws:runShellScript\n    inputs:\n      runCommand:\n        - docker ps\n'],
    ['Packer', '{"provisioners": [{"type": "shell", "inline": ["docker ps"]}]}'],
    ['CloudFormation', 'Resources:\n  A:\n    Properties:\n      UserData:\n        Fn::Base64: |\n          #!/bin/bash\n          docker ps\n'],
    [
      'CloudFormation that joins lines',
      'Resources:\n  A:\n    Properties:\n      UserData:\n        Fn::Base64:\n          Fn::Join:\n            - ""\n            - ["#!/bin/bash\\n", "docker ps\\n"]\n',
    ],
    [
      'files in base64',
      `#cloud-config\nwrite_files:\n  - path: /x.sh\n    encoding: b64\n    content: ${Buffer.from('#!/bin/sh\ndocker ps\n').toString('base64')}\n`,
    ],
    ['a data URL', '{"storage": {"files": [{"path": "/x.sh", "contents": {"source": "data:,%23!%2Fbin%2Fsh%0Adocker%20ps%0A"}}]}}'],
    [
      'a data URL in base64',
      `{"storage": {"files": [{"path": "/x.sh", "contents": {"source": "data:text/plain;charset=utf-8;base64,${Buffer.from('#!/bin/sh\ndocker ps\n').toString('base64')}"}}]}}`,
    ],
    ['Cluster API', 'kind: KubeadmConfig\napiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nspec:\n  preKubeadmCommands: [docker ps]\n'],
  ])('of %s', async (_, text) => {
    expect(await lines(text)).toContain('docker ps');
  });
});

describe('user data of several parts', () => {
  const part = (type: string, body: string): string => `--B\nContent-Type: ${type}; charset="us-ascii"\n\n${body}\n`;
  const message = `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="B"\n\n${part('text/x-shellscript', '#!/bin/bash\ndocker ps')}${part('text/cloud-config', '#cloud-config\nruncmd:\n  - docker info')}--B--\n`;
  const text = `kind: EC2NodeClass\napiVersion: karpenter.k8s.aws/v1\nspec:\n  userData: |\n${indent(message, 4)}`;

  it('gives each part to its language', async () => {
    expect(await lines(text)).toEqual(expect.arrayContaining(['docker ps', 'docker info']));
  });

  it('keeps the places', async () => {
    const fact = (await factsOf(text)).find(one => one.kind === 'command' && one.fields.line === 'docker info');
    const at = fact === undefined ? undefined : rootSpan(fact.document.artifact, fact.span).span;
    expect(text.slice(at?.start, at?.end)).toBe('docker info');
  });

  it('reads parts that are base64', async () => {
    const packed = Buffer.from('#!/bin/sh\ndocker ps\n').toString('base64');
    const encoded = `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/x-shellscript\nContent-Transfer-Encoding: base64\n\n${packed}\n--B--\n`;
    expect(await lines(`userData: |\n${indent(encoded, 2)}`)).toContain('docker ps');
  });

  it('of any shape is read without an error', async () => {
    const word = fc.constantFrom(
      'MIME-Version: 1.0\n',
      'Content-Type: multipart/mixed; boundary="B"\n',
      '\n',
      '--B',
      '--B--',
      'Content-Type: text/x-shellscript\n',
      '\r\n',
      'docker ps\n',
      ' ',
      'Content-Transfer-Encoding: base64\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 30 }), async words => {
        await factsOf(`userData: |\n${indent(`MIME-Version: 1.0\n${words.join('')}`, 2)}\n`);
      }),
      { numRuns: 200 },
    );
  });
});

describe('packages and units', () => {
  it('of cloud-init, by name or with a version', async () => {
    const facts = await factsOf('#cloud-config\npackages:\n  - docker.io\n  - [docker-ce, "20.10"]\nruncmd: []\n');
    expect(facts.flatMap(fact => (fact.kind === 'package' ? [fact.fields.package] : []))).toEqual(['docker.io', 'docker-ce']);
  });

  it('of Ignition and Butane', async () => {
    const facts = await factsOf(
      'variant: flatcar\nsystemd:\n  units:\n    - name: docker.service\n      enabled: true\n    - name: docker.socket\n      mask: true\n',
    );
    expect(facts.flatMap(fact => (fact.kind === 'service' ? [`${fact.fields.action} ${fact.fields.service}`] : []))).toEqual([
      'enable docker',
      'mask docker.socket',
    ]);
  });
});
