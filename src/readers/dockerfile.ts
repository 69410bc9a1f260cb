// Dockerfiles as the scripts in them, in the order of the text: RUN, CMD, ENTRYPOINT, HEALTHCHECK, ENV and files that COPY writes.
//
// The reader is our own: a Dockerfile is lines with a word in front, and what matters in it, the scripts, the parsers there are hand over as
// texts without the places of their characters.
import { lineFrom, type Line } from './lines.ts';
import { ValueBuilder } from './shell/value.ts';
import type { InnerScript } from './inner-script.ts';

const INSTRUCTION = /[ \t]*(?:ONBUILD[ \t]+)?([A-Za-z]+)(?:[ \t]+|(?=\[))/y;
const FLAGS = /(?:--[a-z]+=(?:"[^"\n]*"|\S)*[ \t]+)*/y;
const HEREDOC = /<<-?[ \t]*(["']?)(\w+)\1/;
/** No file has as many here-documents without an end; the search for ends stops there. */
const MAX_UNCLOSED = 50;
const WINDOWS_IMAGE = /\b(?:nanoserver|servercore|windows)\b/i;

/** The scripts of a Dockerfile. */
export function dockerfileScripts(text: string): readonly InnerScript[] {
  return new DockerfileReader(text).run();
}

class DockerfileReader {
  readonly #text: string;
  readonly #escape: string;
  readonly #scripts: InnerScript[] = [];
  #shell: InnerScript['language'] = 'shell';
  /** The scripts of one stage in one language are read as one, so that variables are known in all of it. */
  #builder = new ValueBuilder();
  #at = 0;
  #unclosed = 0;

  constructor(text: string) {
    this.#text = text;
    this.#escape = /^(?:#[^\n]*\n)*#[ \t]*escape[ \t]*=[ \t]*`/i.test(text.slice(0, 1000)) ? '`' : '\\';
  }

  run(): readonly InnerScript[] {
    while (this.#at < this.#text.length) {
      INSTRUCTION.lastIndex = this.#at;
      const match = INSTRUCTION.exec(this.#text);
      if (match === null) {
        this.#at = lineFrom(this.#text, this.#at).next;
        continue;
      }
      const start = this.#at + match[0].length;
      this.#instruction((match[1] ?? '').toUpperCase(), start, this.#linesFrom(start));
    }
    this.#flush();
    return this.#scripts;
  }

  /** The pieces of an instruction from `start` on: its line and those that continue it, without comments; leaves `at` behind them. */
  #linesFrom(start: number): readonly Line[] {
    const lines: Line[] = [];
    for (let at = start; at < this.#text.length;) {
      const line = lineFrom(this.#text, at);
      at = line.next;
      this.#at = at;
      const isFirst = lines.length === 0;
      if (!isFirst && (line.start === line.end || this.#text[line.start] === '#')) continue;
      const isContinued = line.end > line.start && this.#text[line.end - 1] === this.#escape;
      lines.push({ ...line, end: line.end - (isContinued ? 1 : 0) });
      if (!isContinued) break;
    }
    if (lines.length === 0) this.#at = Math.max(start, lineFrom(this.#text, start).next);
    return lines;
  }

  #instruction(name: string, start: number, lines: readonly Line[]): void {
    const head = this.#text.slice(start, lines[0]?.end ?? start);
    switch (name) {
      case 'FROM':
        this.#switchTo(WINDOWS_IMAGE.test(head) ? 'batch' : 'shell');
        break;
      case 'SHELL':
        this.#switchTo(/powershell|pwsh/i.test(head) ? 'powershell' : /\bcmd\b/i.test(head) ? 'batch' : 'shell');
        break;
      case 'RUN':
      case 'CMD':
      case 'ENTRYPOINT':
        this.#command(start, lines);
        break;
      case 'HEALTHCHECK': {
        const command = /^(?:--\S+[ \t]+)*CMD(?:[ \t]+|(?=\[))/i.exec(head)?.[0].length;
        if (command !== undefined) this.#command(start + command, lines);
        break;
      }
      case 'ENV':
      case 'ARG':
        this.#variables(start, lines);
        break;
      case 'COPY':
      case 'ADD':
        this.#copy(start, head);
        break;
    }
  }

  #switchTo(language: InnerScript['language']): void {
    if (this.#shell !== language) this.#flush();
    this.#shell = language;
  }

  #flush(): void {
    const script = this.#builder.build();
    if (script.text.trim() !== '') this.#scripts.push({ script, language: this.#shell });
    this.#builder = new ValueBuilder();
  }

  #command(from: number, lines: readonly Line[]): void {
    FLAGS.lastIndex = from;
    const start = from + (FLAGS.exec(this.#text)?.[0].length ?? 0);
    const end = lines.at(-1)?.end ?? start;
    const body = this.#heredoc(start, end);
    if (body !== undefined && this.#text.startsWith('<<', start)) this.#builder.exact(this.#text.slice(body.start, body.end), body.start);
    else {
      if (this.#text[start] === '[') this.#words(start, end);
      else this.#join(start, lines);
      if (body !== undefined) this.#builder.exact(this.#text.slice(body.start - 1, body.close), body.start - 1);
    }
    this.#endLine();
  }

  #endLine(): void {
    const at = Math.min(this.#at, this.#text.length);
    this.#builder.inexact('\n', { start: at, end: at });
  }

  /** Lines as one, as Docker hands them to the shell. */
  #join(start: number, lines: readonly Line[]): void {
    for (const [index, line] of lines.entries()) {
      const from = Math.max(index === 0 ? start : line.start, line.start);
      const before = lines[index - 1]?.end ?? from;
      if (index > 0) this.#builder.inexact(' ', { start: before, end: from });
      this.#builder.exact(this.#text.slice(from, Math.max(from, line.end)), from);
    }
  }

  /** `["program", "argument"]` */
  #words(start: number, end: number): void {
    const list = this.#text.slice(start, end);
    for (const match of list.matchAll(/"(?:[^"\\\n]|\\.)*"/g)) {
      const at = start + match.index;
      this.#builder.inexact(' ', { start: at, end: at }).exact(match[0], at);
    }
  }

  /** `ENV A=b C=d`, or the old `ENV A b`. */
  #variables(start: number, lines: readonly Line[]): void {
    if (this.#shell !== 'shell') return;
    const head = this.#text.slice(start, lines[0]?.end ?? start);
    const old = /^(\w+)[ \t]+(?=[^=\s]|$)/.exec(head);
    const place = { start, end: start };
    if (old?.[1] === undefined) {
      this.#builder.inexact('export ', place);
      this.#join(start, lines);
    } else {
      const value = start + old[0].length;
      this.#builder.exact(old[1], start).inexact("='", { start: value, end: value });
      this.#builder
        .exact(head.slice(old[0].length).replaceAll("'", '"'), value)
        .inexact("'", { start: value + head.length - old[0].length, end: start + head.length });
    }
    this.#endLine();
  }

  /** `COPY <<EOF /path` writes a file. */
  #copy(start: number, head: string): void {
    const body = this.#heredoc(start, start + head.length);
    const target = /([^\s<>'"]+)[ \t]*$/.exec(head)?.[1];
    if (body === undefined || target === undefined || this.#shell !== 'shell') return;
    const place = { start, end: start + head.length };
    this.#builder.inexact(`cat > '${target}' <<'UNSHIM'\n`, place).exact(this.#text.slice(body.start, body.end), body.start);
    this.#builder.inexact('UNSHIM\n', { start: body.end, end: body.end });
  }

  /** The body of a here-document that an instruction's line begins; leaves `at` behind it. */
  #heredoc(start: number, end: number): { readonly start: number; readonly end: number; readonly close: number } | undefined {
    const mark = HEREDOC.exec(this.#text.slice(start, end))?.[2];
    if (mark === undefined || this.#shell !== 'shell' || this.#unclosed > MAX_UNCLOSED) return undefined;
    const from = this.#at;
    for (let at = from; at < this.#text.length;) {
      const line = lineFrom(this.#text, at);
      if (this.#text.slice(line.start, line.end).trim() === mark) {
        this.#at = line.next;
        return { start: from, end: at, close: line.end };
      }
      at = line.next;
    }
    this.#unclosed++;
    return undefined;
  }
}
