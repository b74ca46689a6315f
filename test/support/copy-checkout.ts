import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { arePackagesReady } from '../../local/setup/packages.mjs';

const root = resolve(import.meta.dirname, '../..');
const notCopied = ['node_modules', '.git', '.switchboard', 'cdk.out'];

/**
 * A second checkout beside this one, with the same installation. Whoever asks for it removes it. Throws where the
 * installation is not whole: the copy's own scripts would install anew, and so empty the one that both share.
 */
export const copyCheckout = (): string => {
  if (!arePackagesReady(root)) throw new Error('node_modules is not what package-lock.json says; run npm ci');
  const copy = mkdtempSync(join(tmpdir(), 'switchboard-'));
  cpSync(root, copy, { recursive: true, filter: (path) => !notCopied.includes(basename(path)) });
  mkdirSync(join(copy, '.switchboard'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  symlinkSync(join(root, '.switchboard/engine'), join(copy, '.switchboard/engine'));
  return copy;
};
