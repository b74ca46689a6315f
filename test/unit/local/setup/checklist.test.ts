import { describe, expect, it } from 'vitest';
import { checklistLines, missingLines } from '../../../../local/setup/checklist.mjs';
import { maven } from '../../../../local/setup/prerequisites.mjs';

describe('checklistLines', () => {
  it('shows what is there, what is missing and what will be fetched with its size', () => {
    const there = { ...maven(() => 'Apache Maven 3.8.7'), name: 'Maven' };

    const lines = checklistLines(
      [there, maven(() => undefined)],
      [
        { name: 'npm packages', ready: false, size: '600 MB' },
        { name: 'DynamoDB Local', ready: true, size: '50 MB' },
      ],
    );

    expect(lines.map((line) => line.replace(/ +/g, ' ').trim())).toEqual([
      '✓ Maven 3.8.7 (needs 3 or later)',
      '✗ Maven not found (needs 3 or later)',
      '↓ npm packages will fetch 600 MB',
      '✓ DynamoDB Local installed',
    ]);
  });
});

describe('missingLines', () => {
  it('has a sentence for each missing prerequisite and none for the others', () => {
    const lines = missingLines([maven(() => 'Apache Maven 3.8.7'), maven(() => undefined)]);

    expect(lines).toHaveLength(1);
  });
});
