// Rules in SARIF's form, with the help that GitHub shows beside an alert.
import type { ReportingDescriptor } from 'sarif';
import type { Level } from '../model/finding.ts';
import type { RuleInfo } from '../model/report.ts';
import { PROJECT_URL } from '../project.ts';
import { visible, visibleProse } from './safe-text.ts';

const MOST_TAGS = 10;
const LONGEST_DESCRIPTION = 1_000;
const PROBLEM_SEVERITY: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'recommendation' };

/** A rule as SARIF and GitHub want it described. */
export function describeRule(rule: RuleInfo): ReportingDescriptor {
  const why = visibleProse(rule.why);
  const fix = visibleProse(rule.fix);
  const references = rule.references.map(visible);
  const helpUri = `${PROJECT_URL}/blob/main/docs/rules/${encodeURIComponent(rule.id)}.md`;
  return {
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: sentence(cut(visibleProse(rule.title))) },
    fullDescription: { text: sentence(cut(why)) },
    help: {
      text: [why, `Fix: ${fix}`, ...references].join('\n\n'),
      markdown: [markdown(why), `**Fix**: ${markdown(fix)}`, links([helpUri, ...references])].join('\n\n'),
    },
    helpUri,
    defaultConfiguration: { level: rule.level },
    properties: {
      precision: rule.precision,
      'problem.severity': PROBLEM_SEVERITY[rule.level],
      tags: [...new Set(['kubernetes', rule.category, ...rule.tags])].slice(0, MOST_TAGS),
    },
  };
}

function pascalCase(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .map(part => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function cut(text: string): string {
  return text.length > LONGEST_DESCRIPTION ? `${text.slice(0, LONGEST_DESCRIPTION)}…` : text;
}

/** Prose as Markdown: `<name>` outside of code spans would be taken for a tag and vanish. */
function markdown(prose: string): string {
  return prose
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '&lt;') : part))
    .join('`');
}

function links(urls: readonly string[]): string {
  return urls.map(url => `- <${url}>`).join('\n');
}
