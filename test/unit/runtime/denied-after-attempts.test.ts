import { describe, expect, it } from 'vitest';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { allowed, dropped } from '../../support/a-verdict.ts';
import { LaneWorld } from '../../support/lane-world.ts';

describe('a command that is denied after attempts that were not taken', () => {
  it('is heard as ended by whoever goes by sequence, also past an UNKNOWN that turned out not to be one', async () => {
    let verdicts = 0;
    const world = new LaneWorld({
      answer: () => ({ kind: 'not-accepted', cause: 'THROTTLED', blame: 'provider' }),
      policy: () => {
        verdicts += 1;
        return verdicts < 3 ? allowed : dropped('OPTED_OUT');
      },
    });
    world.put(aLaneMessage(aSendEmailCommand()));

    await world.drain();

    const facts = world.journal.all();
    const denial = facts.find(({ type }) => type === 'suppressed');
    const attempted = facts.filter(({ type }) => type === 'claimed' || type === 'not-accepted');
    expect(commandStateOf(facts).status).toBe('SUPPRESSED');
    expect(attempted).toHaveLength(4);
    // UNKNOWN of the second attempt would have the sequence after its claim's.
    const second = Math.max(...attempted.map(({ sequence }) => sequence));
    expect(denial?.sequence).toBeGreaterThan(second);
    expect(denial && eventOfFact(denial)?.event.metadata).not.toHaveProperty('after');
  });
});
