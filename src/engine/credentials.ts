// Passwords, tokens and keys that stand in URLs, command lines and settings: they are taken out before anything is shown.

/** What a variable, an option, a header or a key is called that holds a secret; names of files and of Secrets end otherwise. */
const SECRET_NAME = String.raw`(?:[\w.-]{0,80}(?:password|passwd|passphrase|secret|token|credentials?|(?:api|access|account|auth|encryption|license|private|secret|shared|signing)[_-]?key|webhook(?:[_-]?url)?)|(?:[\w.-]{0,80}[_.-])?(?:pass|pat|pwd?)|auth|(?:proxy-)?authorization|x-registry-auth)`;
/** A value that is none yet: a variable, a template, a switch, the start of a list or a mapping, or one that is taken out already. */
const NO_SECRET = String.raw`(?!(?:true|false|null|none|yes|no)(?:[\s"',;)]|$)|["']?(?:[$%<{[|…(]|(?:(?:basic|bearer|token)[ \t]{1,4})?\*\*\*))`;
const VALUE = String.raw`(?:"[^"\n]{1,400}"?|'[^'\n]{1,400}'?|[^\s"',;&)]{1,400})`;

/** Over HTTP a user name alone may be a token, as in `https://TOKEN@github.com`; `ssh://root@node` holds no secret. */
const IN_URL = /(\bhttps?:\/\/)[^\s/@"'$]{1,400}@|(\b[a-z][a-z0-9+.-]{1,15}:\/\/)[^\s/@:]{1,100}:[^\s/@]{1,400}@/gi;
const NAMED = new RegExp(
  String.raw`((?<![\w.$%-]|\$\{)(?:--?)?["']?${SECRET_NAME}["']?[ \t]{0,4}(?:=|:(?!/))[ \t]{0,4}(?:(?:basic|bearer|token)[ \t]{1,4})?)${NO_SECRET}${VALUE}`,
  'gi',
);
const OPTION = new RegExp(String.raw`((?:^|\s)--?${SECRET_NAME}\s{1,4})(?!-)${NO_SECRET}${VALUE}`, 'gi');
const SHORT_OPTION = new RegExp(String.raw`((?:^|\s)-p(?:=|\s{1,4}))${NO_SECRET}${VALUE}`, 'g');
/** MySQL takes a password that is joined to its option. */
const JOINED_OPTION = new RegExp(String.raw`((?:^|\s)-p)(?=[^\s=])${NO_SECRET}${VALUE}`, 'g');
const USER = /((?:^|\s)(?:-u|-U|--user|--proxy-user)(?:=|\s{0,4})["']?[^\s:"'$]{1,100}:)[^\s"'$]{1,400}/g;

/** A text that may be shown, with `***` for what stands where passwords do. */
export function withoutCredentials(text: string): string {
  let shown = text.replace(IN_URL, '$1$2***@').replace(NAMED, '$1***').replace(OPTION, '$1***');
  if (/\blogin\b|\bsshpass\b/.test(text)) shown = shown.replace(SHORT_OPTION, '$1***');
  if (/\b(?:mysql|mariadb)/.test(text)) shown = shown.replace(JOINED_OPTION, '$1***');
  return /\bcurl\b/.test(text) ? shown.replace(USER, '$1***') : shown;
}
