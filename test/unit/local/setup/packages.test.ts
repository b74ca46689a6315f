import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arePackagesReady, missingPackages } from '../../../../local/setup/packages.mjs';

describe('missingPackages', () => {
  it('names what is absent or of another version, and neither the project itself nor what other machines need', () => {
    const locked = {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0' },
      'node_modules/c': { version: '3.0.0' },
      'node_modules/for-macos': { version: '1.0.0', optional: true },
    };
    const installed = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.0' } };

    expect(missingPackages(locked, installed)).toEqual(['node_modules/b', 'node_modules/c']);
  });
});

describe('arePackagesReady', () => {
  it('is true only with the lock, npm’s own record of the same, and the Node of node_modules', () => {
    const root = mkdtempSync(join(tmpdir(), 'checkout-'));
    const lock = JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } });
    const states = [arePackagesReady(root)];
    writeFileSync(join(root, 'package-lock.json'), lock);
    mkdirSync(join(root, 'node_modules', 'node', 'bin'), { recursive: true });
    states.push(arePackagesReady(root));
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), lock);
    states.push(arePackagesReady(root));
    writeFileSync(join(root, 'node_modules', 'node', 'bin', 'node'), '');
    states.push(arePackagesReady(root));

    rmSync(root, { recursive: true });

    expect(states).toEqual([false, false, false, true]);
  });
});
