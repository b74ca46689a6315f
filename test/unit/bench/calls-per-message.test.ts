import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countWalks, goldenTable, ratedWalks, referenceWalks } from '../../bench/calls-per-message.ts';

const GOLDEN = new URL('../../../cli/capacity/calls-per-message.json', import.meta.url);

describe('calls of a message', () => {
  it('are those of the golden table: who makes each, how often, and what is billed', async () => {
    const counted = goldenTable(await countWalks([...referenceWalks, ...ratedWalks]));

    expect(counted).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
  });
});
