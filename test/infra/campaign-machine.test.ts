import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import { machineOf } from '../support/state-machine.ts';

const ticket = { campaignId: 'c', run: 1, leg: 0, turns: 0, polls: 0, execution: 'e' };

/** Runs the synthesized definition with answers in place of the master and of Step Functions' own API. */
const run = async (moves: readonly object[], handOn: (input: unknown) => unknown = () => undefined) => {
  const calls: unknown[] = [];
  const definition = JSON.parse(JSON.stringify(machineOf('local', 'campaign').definition));
  const { result } = new StateMachine(definition, { validationOptions: { checkArn: false } }).run(
    { id: '1', detail: { event: { campaignId: 'c' } } },
    {
      context: { Execution: { Name: 'own-name' } } as never,
      overrides: {
        taskResourceLocalHandlers: {
          Advance: async (input) => {
            calls.push(input);
            return { ...ticket, ...moves[calls.length - 1] };
          },
          HandOn: async (input) => {
            handOn(input);
            return {};
          },
        },
        waitTimeOverrides: { Rest: 1 },
      },
    },
  );
  await result;
  return calls;
};

describe('the state machine of campaigns', () => {
  it('calls the master with the event, then with its own last answer, until it ends', async () => {
    const wait = { move: 'WAIT', until: '2026-01-01T00:00:00Z', polls: 1 };
    const calls = await run([{ move: 'GO_ON', turns: 1 }, wait, { move: 'END', why: 'COMPLETED' }]);

    expect(calls).toEqual([
      { execution: 'own-name', input: { id: '1', detail: { event: { campaignId: 'c' } } } },
      { execution: 'own-name', input: { ...ticket, move: 'GO_ON', turns: 1 } },
      { execution: 'own-name', input: { ...ticket, ...wait } },
    ]);
  });

  it('hands on by the name that the master gave, and ends', async () => {
    const handed: unknown[] = [];
    const calls = await run([{ move: 'CHAIN', name: 'next', leg: 1 }], (input) => handed.push(input));

    expect(calls).toHaveLength(1);
    expect(handed).toMatchObject([{ Name: 'next', Input: { campaignId: 'c', run: 1, leg: 1 } }]);
  });
});
