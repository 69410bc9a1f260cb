// Writes what is generated into the repository: rule pages and their list, the schema, the tables of the rule format, coverage, and the README's sample.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { coveragePage } from './docs/coverage.js';
import { replaceSection } from './docs/markdown.js';
import { readmeSample } from './docs/readme-sample.js';
import { factOverview, ruleFormatSections } from './docs/rule-format.js';
import { writeRulePages } from './docs/rule-pages.js';
import { importSource, root } from './import-source.js';

const source = await importSource('rules/load.ts', 'rules/schema.ts', 'rules/predicates/index.ts', 'model/paths.ts', 'cli/rule-summary.ts');

async function rewrite(file, sections) {
  let text = await readFile(join(root, file), 'utf8');
  for (const [name, body] of Object.entries(sections)) text = replaceSection(text, name, body);
  await writeFile(join(root, file), text);
}

const { rules, agents } = await source.readRuleFiles(join(root, 'rules'));
await writeRulePages(join(root, 'docs', 'rules'), rules, source);
await mkdir(join(root, 'schema'), { recursive: true });
await writeFile(join(root, 'schema', 'rule.schema.json'), `${JSON.stringify(source.ruleSchema(), null, 2)}\n`);
await rewrite('docs/rule-format.md', await ruleFormatSections(source));
await rewrite('docs/ARCHITECTURE.md', { facts: await factOverview() });
await writeFile(join(root, 'docs', 'coverage.md'), await coveragePage(rules, agents));
await rewrite('README.md', { sample: await readmeSample() });
