import { describe, expect, it } from 'vitest';
import { ticketOf } from '../../../shared/campaigns/master-move.ts';

describe('ticketOf', () => {
  it('reads the event that begins a run, and its own last answer', () => {
    const detail = {
      event: { type: 'CAMPAIGN_STARTED', campaignId: 'c', metadata: { run: 3, sequence: 1 } },
    };
    const answer = { campaignId: 'c', run: 3, leg: 2, turns: 5, polls: 1, execution: 'old', move: 'GO_ON' };

    expect(ticketOf({ execution: 'e', input: { id: '1', detail } })).toEqual({
      ...{ campaignId: 'c', run: 3, leg: 0, turns: 0, polls: 0, execution: 'e' },
    });
    expect(ticketOf({ execution: 'e', input: answer })).toEqual({
      ...{ campaignId: 'c', run: 3, leg: 2, turns: 5, polls: 1, execution: 'e' },
    });
    expect(() => ticketOf({ execution: 'e', input: {} })).toThrow();
  });
});
