// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/**
 * Whether `node_modules` holds what `package-lock.json` names, by the record that npm itself leaves there, and the
 * Node that everything runs under. False for an installation that stopped half way: npm writes its record last.
 * @param {string} root the checkout
 */
export const arePackagesReady = (root) => {
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  const locked = packagesIn(join(root, 'package-lock.json'));
  return (
    installed !== undefined &&
    locked !== undefined &&
    missingPackages(locked, installed).length === 0 &&
    existsSync(join(root, 'node_modules', 'node', 'bin', 'node'))
  );
};

/**
 * Paths of the locked packages that are not installed in their version; those for other machines do not count.
 * @param {Readonly<Record<string, LockedPackage>>} locked
 * @param {Readonly<Record<string, LockedPackage>>} installed
 * @returns {string[]}
 */
export const missingPackages = (locked, installed) =>
  Object.entries(locked)
    .filter(([path, { version, optional, devOptional }]) => {
      const there = installed[path];
      if (path === '') return false;
      return there === undefined ? !optional && !devOptional : there.version !== version;
    })
    .map(([path]) => path);

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
const packagesIn = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
};
