import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fieldCases } from '../../support/specification-documents.ts';

const page = readFileSync('docs/specification.md', 'utf8');

/** All tests, as text; backslashes of escaped quotes are taken off. */
const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('docs/specification.test.ts'))
  .map((file) => readFileSync(path.join('test', file), 'utf8').replaceAll('\\', ''))
  .join('\n');

const rows = page.split('\n').flatMap((line) => {
  const cells = /^\| (.+) \| (.+) \|$/.exec(line);
  return cells && cells[1] !== 'specification' ? [{ line: cells[1] ?? '', shownBy: cells[2] ?? '' }] : [];
});

/** A title stands in a test as it is, or as a template whose last part is the name of a scenario or a case. */
const isTitle = (title: string): boolean => {
  const [, start, name] = /^(.+: )(.+)$/.exec(title) ?? [];
  const isWhole = ["'", '"', '`'].some((quote) => tests.includes(`(${quote}${title}${quote}`));
  return isWhole || (tests.includes(`(\`${start}\${`) && tests.includes(`name: '${name}'`));
};

/** A line may be shown by several tests. */
const titlesIn = (cell: string): readonly string[] =>
  cell.split(/(?<=`), (?=`)/).map((title) => title.replaceAll('`', ''));

describe('docs/specification.md', () => {
  it('names for each line a test that exists, or says that there is none yet', () => {
    const wrong = rows.filter(({ shownBy }) => shownBy !== '*not yet*' && !titlesIn(shownBy).every(isTitle));

    expect(rows.length).toBeGreaterThan(150);
    expect(wrong).toEqual([]);
  });

  it('has a line for each JSON field of each document', () => {
    const names = Object.values(fieldCases).flatMap((cases) => cases.map(({ name }) => name));
    const leaves = names.filter(
      (name) => !names.some((other) => /^(\.|\[\])./.test(other.replace(name, ''))),
    );
    const lines = new Set(rows.map(({ line }) => line));

    expect(leaves.filter((name) => !lines.has(`\`${name.replace(/\[\]$/, '')}\``))).toEqual([]);
  });

  it('speaks of every priority, message type and JSON document of the specification', () => {
    const told = rows.map(({ line }) => line).join('\n');

    for (const name of [
      'CRITICAL',
      'HIGH',
      'MEDIUM',
      'LOW',
      'COMMAND.',
      'EVENT.',
      'CONTEXT_UPDATE.',
      'healthCheck.',
      'securityContext.',
      'auditEvent.',
      'batchMessage.',
    ]) {
      expect(told).toContain(name);
    }
  });
});
