// The finished commands: words and settings with their places in the outermost text.
import type { Guard, Heredoc, ScriptCommand, Word } from '../../model/document.ts';
import { programName } from './command.ts';
import type { Value } from './value.ts';
import { spanOf } from './value.ts';
import type { Setting } from './wrappers.ts';

interface Parts {
  readonly words: readonly Value[];
  readonly settings: readonly Setting[];
  readonly wrappers: readonly string[];
}

/** Options whose value is a Go template or a JSON path of the program's own. */
const FORMAT_OPTION = /^(?:-f|--format|--template|-o|--output)$/;
const FORMAT_WORD = /^(?:--format|-f|--template|-o|--output|go-template|jsonpath)=/;
const HELM = /\{\{-?\s{0,5}(?:\.(?:Values|Release|Chart|Capabilities)\b|include\b)/;

/** Puts a command together; one without words is there for its assignments or its here-documents. */
export function makeCommand({ words, settings, wrappers }: Parts, guard: Guard | undefined, heredocs: readonly Heredoc[]): ScriptCommand {
  const places = words.map(word => spanOf(word) ?? { start: 0, end: 0 });
  const named = settings.map(({ name, value }) => ({ name: wordOf(name, name), value: wordOf(value, name) }));
  const first = places[0] ?? named[0]?.name ?? heredocs[0]?.body ?? { start: 0, end: 0 };
  const last = places.at(-1) ?? named.at(-1)?.value ?? first;
  const isClient = /^(?:docker|podman|nerdctl|crictl|kubectl|oc)$/.test(programName(words[0]?.text ?? ''));
  return {
    start: first.start,
    end: Math.max(first.start, last.end),
    words: words.map((word, index) => wordOf(isClient && isFormat(words, index) ? (word.verbatim ?? word) : word, word)),
    wrappers,
    assignments: named,
    heredocs,
    ...(guard === undefined ? {} : { guard }),
  };
}

function wordOf(value: Value, place: Value): Word {
  const span = spanOf(value) ?? spanOf(place) ?? { start: 0, end: 0 };
  return { text: value.text, start: span.start, end: span.end };
}

/** `docker inspect -f '{{.State.Pid}}'`: a template of Docker's, not of the file. */
function isFormat(words: readonly Value[], index: number): boolean {
  const word = words[index];
  if (word?.verbatim === undefined || HELM.test(word.verbatim.text)) return false;
  return FORMAT_OPTION.test(words[index - 1]?.text ?? '') || FORMAT_WORD.test(word.text);
}
