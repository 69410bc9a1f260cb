// Notifications about files and folders, and plain words for what the operating system answers.
import type { Level, Notification, NotificationCode } from '../model/finding.ts';

/** A notification about a file, a folder or, without a uri, about the scan itself. */
export function problem(code: NotificationCode, level: Level, message: string, uri?: string): Notification {
  return uri === undefined ? { code, level, message } : { code, level, message, location: { physical: { uri } } };
}

/** The system's code for a failed call, such as `ENOENT`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many open files',
  EIO: 'input/output error',
};

/** Why a call failed, in words that are the same on every machine. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  return REASONS[code] ?? code;
}
