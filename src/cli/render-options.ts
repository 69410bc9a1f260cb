// The options that say whether charts and overlays are rendered, and with which values.
import { UserError } from '../model/errors.ts';
import type { RenderOptions } from '../sources/render/rendered.ts';
import { type Arguments, type OptionSpec, oneOf } from './arguments.ts';
import type { HelpSection } from './help/layout.ts';
import { quoted } from './quoted.ts';

export const RENDER_OPTIONS = {
  render: { takes: 'value' },
  'helm-values': { takes: 'list' },
  'helm-set': { takes: 'list' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export const renderRows = [
  ['--render WHEN', 'also read what helm and kustomize (or kubectl) print, offline: auto (default, where they are installed), always or never'],
  ['--helm-values FILE', 'values that charts are rendered with; may be given several times, the last one decides'],
  ['--helm-set KEY=VALUE', 'a single value that charts are rendered with; may be given several times'],
] as const satisfies NonNullable<HelpSection['rows']>;

const MODES = ['auto', 'always', 'never'] as const;

/** How to render; nothing where it is not wanted. `toolPath`: where the tools are looked for. Throws a `UserError` for the first wrong value. */
export function readRenderOptions(args: Arguments, toolPath: string): RenderOptions | undefined {
  const mode = oneOf(args, 'render', MODES, 'auto');
  const helmValues = args.values('helm-values');
  const helmSet = args.values('helm-set');
  const wrong = helmSet.find(pair => !/^[^=]+=/.test(pair));
  if (wrong !== undefined) throw new UserError(`--helm-set takes KEY=VALUE, not ${quoted(wrong)}`);
  if (mode !== 'never') return { mode, toolPath, helmValues, helmSet };
  const stray = ['helm-values', 'helm-set'].find(option => args.has(option));
  if (stray !== undefined) throw new UserError(`--${stray} is about rendering, which --render never leaves out`);
  return undefined;
}
