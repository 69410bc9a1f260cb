// The formats by name; the choices of `--format` are these keys.
import type { Formatter } from './format.ts';
import { formatJson } from './json.ts';
import { formatSarif } from './sarif.ts';
import { formatTable } from './table.ts';

export type { FormatOptions, Formatter, GroupBy } from './format.ts';

export type FormatName = 'table' | 'json' | 'sarif';

export const formats: Readonly<Record<FormatName, Formatter>> = { table: formatTable, json: formatJson, sarif: formatSarif };
