// Which files a scan reads, and how.

export interface InputOptions {
  /** Files and folders; `-` is standard input. */
  readonly paths: readonly string[];
  /** What `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** The folder that relative paths and uris refer to. */
  readonly cwd: string;
  /** Patterns of files to leave out, as in a .gitignore file. */
  readonly exclude?: readonly string[];
  /** Whether .gitignore files are honoured; true by default. */
  readonly ignore?: boolean;
  /** In bytes; 16 MiB by default. */
  readonly maxFileSize?: number;
}

export const DEFAULT_MAX_FILE_SIZE = 16 * 1024 ** 2;
