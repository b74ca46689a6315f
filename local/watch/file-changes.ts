import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Files by path from a root, with what tells one version of a file from another. */
export type Snapshot = ReadonlyMap<string, string>;

/**
 * All files below folders of a root. Looking is what works everywhere: a recursive `fs.watch` loses files that an editor
 * replaces, and hears nothing on mounted folders.
 */
export const snapshotOf = (root: string, folders: readonly string[]): Snapshot => {
  const files = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of entriesOf(join(root, folder))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      const version = entry.isFile() ? versionOf(join(root, path)) : undefined;
      if (version !== undefined) files.set(path, version);
    }
  };
  for (const folder of folders) visit(folder);
  return files;
};

/** Paths that one snapshot has and the other has not, or otherwise. */
export const changesBetween = (before: Snapshot, after: Snapshot): readonly string[] => [
  ...[...after].filter(([path, version]) => before.get(path) !== version).map(([path]) => path),
  ...[...before.keys()].filter((path) => !after.has(path)),
];

const entriesOf = (folder: string): readonly Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // It went while we looked.
  }
};

const versionOf = (file: string): string | undefined => {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return undefined;
  }
};
