// Which runtime's log lines a parser understands.
import type { LogFormat } from './source.ts';

/** What a parser's own name promises, where its definition is not at hand. */
export function formatOfName(name: string): LogFormat {
  const bare = name.toLowerCase();
  if (/(?:^|[^a-z])(?:cri|crio|cri-o|containerd)(?:[^a-z]|$)/.test(bare)) return /docker|json/.test(bare) ? 'auto' : 'cri';
  if (/^docker(?!d|[-_]?daemon)/.test(bare) || bare === 'json') return 'docker';
  return 'unknown';
}

/** What a regular expression for log lines is made for: CRI lines carry the stream and a tag before the message. */
export function formatOfExpression(expression: string): LogFormat {
  if (/\(\?P?<(?:stream|output|logtag|log_?tag|partial_?tag|flags?)>|std\(?(?:out|err)|\[FP\]|\[PF\]/i.test(expression)) return 'cri';
  return /"log"/.test(expression) ? 'docker' : 'other';
}

/** What several parsers tried in turn understand. */
export function formatOfAll(formats: readonly LogFormat[]): LogFormat {
  const cri = formats.some(format => format === 'cri' || format === 'auto');
  const docker = formats.some(format => format === 'docker' || format === 'auto');
  if (cri) return docker ? 'auto' : 'cri';
  return docker ? 'docker' : (formats[0] ?? 'unknown');
}
