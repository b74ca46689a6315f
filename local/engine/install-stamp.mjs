// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A hash over the names and contents of files; folders count with everything below them that belongs to the source.
 * @param {string[]} paths
 */
export const hashOf = (paths) => {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesBelow).sort())
    hash.update(path.basename(file)).update(readFileSync(file));
  return hash.digest('hex');
};

/**
 * What a stamp says, or undefined when the installation it stands for is missing or was interrupted.
 * @param {string} file
 * @returns {Record<string, unknown> | undefined}
 */
export const readStamp = (file) => {
  try {
    const stamp = JSON.parse(readFileSync(file, 'utf8'));
    return typeof stamp === 'object' && stamp !== null ? stamp : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Writes a stamp so that it is there in whole or not at all.
 * @param {string} file
 * @param {Record<string, string>} stamp
 */
export const writeStamp = (file, stamp) => {
  const unfinished = `${file}.${process.pid}.tmp`;
  writeFileSync(unfinished, JSON.stringify(stamp));
  renameSync(unfinished, file);
};

/** Forgets an installation before it is touched. @param {string} file */
export const removeStamp = (file) => rmSync(file, { force: true });

/** @param {string} start @returns {string[]} */
const filesBelow = (start) => {
  if (statSync(start).isFile()) return [start];
  const names = readdirSync(start).filter((name) => name !== '__pycache__' && !name.endsWith('.egg-info'));
  return names.flatMap((name) => filesBelow(path.join(start, name)));
};
