import { describe, expect, it } from 'vitest';
import { guardOfCondition, readJinjaText, resolveInline } from '../../../src/readers/template/jinja.ts';
import { artifactOf, guardOf, readJ2, scalars, texts } from './reading.ts';

const U = '\uFFFC';
const inline = (text: string, variables: Readonly<Record<string, string>> = {}): string => resolveInline(text, new Map(Object.entries(variables))).text;

describe('a Jinja template', () => {
  it('is YAML without its tags', () => {
    const text = '{# a: [ #}\n{% set x = "y" %}\na: {{ x }}\n{% for n in nodes -%}\nb: {{ n.name }}\n{%- endfor %}\n{% raw %}c: "{{ d }}"\n{% endraw %}\n';
    const parsed = readJ2(text);
    expect(parsed.errors).toEqual([]);
    expect(texts(parsed)).toEqual({ a: 'y', b: U, c: '{{ d }}' });
  });

  it('keeps the places of all scalars', () => {
    const text = 'spec:\n{% if a %}\n  path: /var/run/docker.sock\n{% elif b %}\n  x: [{{ c }}, d]\n{% endif %}\n';
    for (const { node, source } of scalars(readJ2(text))) if (node.template === undefined) expect(source).toBe(node.text);
  });

  it('guards its arms', () => {
    const text = "{% if container_manager == 'docker' %}\na: 1\n{% elif dashboard %}\nb: 1\n{% else %}\nc: 1\n{% endif %}\n";
    expect(guardOf(readJ2(text), 'a')).toEqual({ kind: 'runtime-branch', condition: "if container_manager == 'docker'" });
    expect(guardOf(readJ2(text), 'c')).toBeUndefined();
    expect(guardOf(readJ2(text, { container_manager: 'docker' }), 'a')).toBeUndefined();
    expect(guardOf(readJ2(text, { container_manager: 'containerd', dashboard: 'false' }), 'b')).toEqual({
      kind: 'off-by-default',
      condition: 'elif dashboard',
      toggle: 'dashboard',
    });
  });

  it('reads macros as parts of their own', () => {
    expect(texts(readJ2('{% macro volume(name) %}\n- name: {{ name }}\n{% endmacro %}\na: 1\n'))).toEqual({ a: '1', '[0].name': U });
  });

  it('may be no YAML at all', () => {
    const text = '[Service]\n{% if x %}\nExecStart={{ bin }}/docker{% if old %} daemon{% else %}d{% endif %}\n{% endif %}\n';
    expect(
      readJinjaText(
        artifactOf(text),
        new Map([
          ['bin', '/usr/bin'],
          ['old', 'false'],
        ]),
      ).text,
    ).toBe('[Service]\n\nExecStart=/usr/bin/dockerd\n\n');
  });
});

describe('inline expressions', () => {
  it.each([
    ['{{ bin }}/docker', '/usr/bin/docker'],
    ['{{ x | default("/var/run") }}/docker.sock', '/var/run/docker.sock'],
    ["{{ x | d(bin, true) + '/a' }}", '/usr/bin/a'],
    ["{{ nested ~ '/b' }}", '/usr/bin/docker/b'],
    ['{{ unknown }}/c', `${U}/c`],
    ["{{ 'a' if flag else 'b' }}", 'b'],
    ["{{ {'k': {'v': 1}} }}x", `${U}x`],
    ['{% if flag|bool %}a{% else %}{{ bin | dirname | upper }}{% endif %}', '/USR'],
    ["{{ 'docker' if runtime in ['docker', 'crio'] else 'none' }}", 'docker'],
    ['{{ self_made }}', U],
  ])('%s', (text, expected) => {
    expect(inline(text, { bin: '/usr/bin', nested: '{{ bin }}/docker', flag: 'false', runtime: 'docker', self_made: '{{ self_made }}' })).toBe(expected);
  });

  it('keep the text as written beside the resolved one', () => {
    expect(resolveInline('{{ a }}b', new Map([['a', 'x']]))).toEqual({ text: 'xb', template: '{{ a }}b' });
  });
});

describe('bare conditions', () => {
  it.each<[string, string | undefined]>([
    ["container_manager == 'docker'", 'runtime-branch'],
    ["container_manager != 'docker'", undefined],
    ["container_manager in ['docker']", 'runtime-branch'],
    ["container_manager in ['docker', 'crio']", undefined],
    ["not (container_manager != 'docker') and other is defined", 'runtime-branch'],
    ['off_flag', 'off-by-default'],
    ["broken ( 'docker'", undefined],
  ])('%s', (condition, kind) => {
    expect(guardOfCondition(condition, new Map([['off_flag', 'no']]))?.kind).toBe(kind);
  });
});
