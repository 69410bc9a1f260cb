// What is shown of a command or a setting holds no password, and everything else of it.
import { expect, it, test } from 'vitest';
import { withoutCredentials } from '../../src/engine/credentials.ts';
import { makeReport } from '../../src/engine/report.ts';

it.each([
  ['docker run -e PASSWORD=s3cret x', 'docker run -e PASSWORD=*** x'],
  ['docker run --env=API_TOKEN=s3cret x', 'docker run --env=API_TOKEN=*** x'],
  ['docker run -e "MYSQL_ROOT_PASSWORD=s3cret" x', 'docker run -e "MYSQL_ROOT_PASSWORD=***" x'],
  ['docker run -e AWS_SECRET_ACCESS_KEY=s3cret -e DD_API_KEY=s3cret x', 'docker run -e AWS_SECRET_ACCESS_KEY=*** -e DD_API_KEY=*** x'],
  ['docker exec -e PW=s3cret db mysqldump -ps3cret', 'docker exec -e PW=*** db mysqldump -p***'],
  ['docker run x --password=s3cret --token s3cret', 'docker run x --password=*** --token ***'],
  ["docker login -u me -p 's3cret' r", 'docker login -u me -p *** r'],
  ['sshpass -p s3cret ssh node docker ps', 'sshpass -p *** ssh node docker ps'],
  ['curl -H "X-Registry-Auth: s3cret" -u me:s3cret http://x', 'curl -H "X-Registry-Auth: ***" -u me:*** http://x'],
  ['curl -H Authorization: Bearer s3cret http://x', 'curl -H Authorization: Bearer *** http://x'],
  ['postgres://me:s3cret@db/x https://s3cret@github.com/x', 'postgres://***@db/x https://***@github.com/x'],
  ['{"auth": "s3cret", "splunk-token":"s3cret"}', '{"auth": ***, "splunk-token":***}'],
  ['{password: s3cret, user: me}', '{password: ***, user: me}'],
  ['docker run -e SLACK_WEBHOOK=https://x/s3cret -e GITHUB_PAT=s3cret x', 'docker run -e SLACK_WEBHOOK=*** -e GITHUB_PAT=*** x'],
  ['aws_secret_access_key = s3cret', 'aws_secret_access_key = ***'],
  ['Restart-Service docker -Credential s3cret', 'Restart-Service docker -Credential ***'],
])('%j loses its secret', (text, shown) => {
  expect(withoutCredentials(text)).toBe(shown);
  expect(withoutCredentials(shown)).toBe(shown);
});

it.each([
  'docker run -p 8080:80 -u 1000:1000 -v $PWD:/src nginx:1.2@sha256:0123',
  'docker run -e TOKEN=$TOKEN -e PASSWORD="${PASSWORD}" -e API_KEY={{ key }} x',
  'docker login --password-stdin',
  'docker login --token $(cat /run/token)',
  'kubelet --anonymous-auth=false --authorization-mode=Webhook --serviceAccountToken=true',
  'docker run -e PASSWORD_FILE=/run/secrets/db -v /run/secrets:/run/secrets x',
  'proxy_pass http://docker; BYPASS=1',
  'kubelet --authentication-token-webhook=true --path=/x --compat=1',
  'automountServiceAccountToken: false',
  'secretName: registry',
  'DOCKER_HOST=ssh://root@node',
  'password:\n  from: vault',
])('%j stays as it is', text => {
  expect(withoutCredentials(text)).toBe(text);
});

it('a long text of names takes no time to speak of', () => {
  const text = 'password-'.repeat(100_000);
  const before = process.cpuUsage().user;
  withoutCredentials(text);
  expect(process.cpuUsage().user - before).toBeLessThan(2_000_000);
});

test('what a server or a tool says when it fails is shown without its passwords', () => {
  const { notifications } = makeReport({
    version: '0',
    targets: [],
    goal: { to: 'containerd', kubernetes: '1.37' },
    rules: [],
    findings: [],
    notifications: [{ code: 'request-failed', level: 'error', message: 'helm: execution error at (x.yaml:1:4): adminPassword: hunter2 is too short' }],
    known: [],
    coverage: { files: 0, searched: 0, documents: 0, parsed: 0, skipped: {}, notLookedAt: 0 },
    clusters: [],
    hosts: [],
  });
  expect(notifications.map(({ message }) => message)).toEqual(['helm: execution error at (x.yaml:1:4): adminPassword: *** is too short']);
});
