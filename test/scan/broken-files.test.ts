// A file whose name promises a strict syntax is told where it has a mistake, as YAML and JSON are: what is lost of it could have mattered.
import { expect, it } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';
import { makeTree } from '../sources/tree.ts';

const rules = await loadRules();

it.each([
  ['config.toml', 'version = 2\ndisabled_plugins = ["cri"\n[plugins."io.containerd.grpc.v1.cri"]\n', ['invalid-toml']],
  ['whole.toml', 'version = 2\ndisabled_plugins = ["cri"]\n', []],
  ['templated.toml', 'disabled_plugins = [{{ plugins }}]\nroot = "/var/lib/containerd"\n[plugins."io.containerd.grpc.v1.cri"]\n', []],
  ['broken.conf', '[plugins."io.containerd.grpc.v1.cri"\ndocker = "x"\n', []],
  ['open.tf', 'resource "aws_instance" "node" {\n  user_data = <<EOF\n#!/bin/sh\nkubeadm join\nsystemctl restart docker\n}\n', ['invalid-hcl']],
  ['closed.tf', 'resource "aws_instance" "node" {\n  user_data = <<EOF\n#!/bin/sh\nkubeadm join\nsystemctl restart docker\nEOF\n}\n', []],
])('%s', async (name, text, codes) => {
  const cwd = makeTree({ [name]: text });
  const report = await scan({ paths: [name], cwd, rules, kubernetes: '1.37' });
  expect(report.notifications.map(({ code }) => code)).toEqual(codes);
  expect(report.complete).toBe(codes.length === 0);
  expect(report.notifications.every(({ location }) => (location?.physical?.region?.startLine ?? 0) > 1)).toBe(true);
});
