import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changesBetween, snapshotOf } from '../../../../local/watch/file-changes.ts';

let root: string;

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const look = () => snapshotOf(root, ['functions', 'shared', 'nowhere']);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'switchboard-changes-'));
  write('functions/a/handler.ts', '1');
  write('shared/b.ts', '1');
  write('other/c.ts', '1');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('changesBetween', () => {
  it('finds nothing where nothing changed, or only outside of the folders', () => {
    const before = look();
    write('other/c.ts', '22');

    expect(changesBetween(before, look())).toEqual([]);
  });

  it('finds a file that was written, made, or removed', () => {
    const before = look();
    write('functions/a/handler.ts', '22');
    write('functions/new/handler.ts', '1');
    rmSync(join(root, 'shared/b.ts'));

    expect(changesBetween(before, look()).toSorted()).toEqual([
      'functions/a/handler.ts',
      'functions/new/handler.ts',
      'shared/b.ts',
    ]);
  });

  it('finds a file that an editor replaced by another of the same size, again and again', () => {
    for (const text of ['2', '3']) {
      const before = look();
      write('other/saved', text);
      renameSync(join(root, 'other/saved'), join(root, 'shared/b.ts'));

      expect(changesBetween(before, look())).toEqual(['shared/b.ts']);
    }
  });
});
