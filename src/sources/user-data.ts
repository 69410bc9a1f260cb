// What Terraform gives to machines: files that its own files name are used as those are, wherever they lie and whatever they are called.
import { posix } from 'node:path';
import type { Usage } from '../model/artifact.ts';
import { hclReferences } from '../readers/references.ts';
import { usageOf } from '../readers/usage.ts';
import { isHcl } from './file-kinds.ts';
import { readText } from './read-text.ts';
import type { FoundFile } from './territory.ts';

/** The files, those that Terraform names with what it uses them for. */
export function withUserData(files: readonly FoundFile[], maxFileSize: number): readonly FoundFile[] {
  const usages = new Map<string, Usage>();
  for (const file of files) {
    if (!isHcl(file.uri)) continue;
    // Whatever cannot be read is told when it is read for itself.
    const read = readText(file, { maxFileSize, mayMatter: text => /file(?:base64)?\(/.test(text) });
    if (read.kind !== 'text') continue;
    const usage = usageOf(file.uri, read.text);
    for (const { path } of hclReferences(read.text)) {
      const uri = posix.join(posix.dirname(file.uri), path);
      if (usages.get(uri) !== 'cluster') usages.set(uri, usage);
    }
  }
  if (usages.size === 0) return files;
  return files.map(file => {
    const usage = usages.get(file.uri);
    return usage === undefined ? file : { ...file, usage };
  });
}
