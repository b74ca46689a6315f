import { describe, expect, it } from 'vitest';
import { type Fault, Faults, faultSchema } from '../../../../local/provider-sandbox/faults.ts';

const call = { channel: 'sms', to: ['+14255550182'], commandId: 'c-1', from: 'pool-1', region: 'eu-west-1' };
const throttle: Fault['action'] = { kind: 'throttle' };

/** Of so many calls those that a rule acts on, by their place. */
const turnsOf = (fault: Omit<Fault, 'match' | 'action'>, calls: number): number[] => {
  const faults = new Faults();
  faults.add({ match: {}, action: throttle, ...fault });
  return Array.from({ length: calls }, (_, at) => at + 1).filter(() => faults.take(['throttle'], call));
};

describe('Faults', () => {
  it.each([
    ['all of a channel', { channel: 'sms' }, true],
    ['another channel', { channel: 'phone' }, false],
    ['an address', { to: '+14255550182' }, true],
    ['another address', { to: '+14255550183' }, false],
    ['a command', { commandId: 'c-1' }, true],
    ['a sender of ours', { from: 'pool-1' }, true],
    ['another sender of ours', { from: 'pool-2' }, false],
    ['a Region', { region: 'eu-west-1' }, true],
    ['another Region', { region: 'us-east-1' }, false],
    ['an address by another channel', { to: '+14255550182', channel: 'email' }, false],
  ])('concern %s', (_, match, concerned) => {
    const faults = new Faults();
    faults.add({ match, times: 1, action: throttle });

    expect(faults.take(['throttle'], call) !== undefined).toBe(concerned);
  });

  it('act until they are cleared where no count is given', () => {
    expect(turnsOf({}, 50)).toHaveLength(50);
  });

  it('act at each nth call, and are gone after their count', () => {
    expect(turnsOf({ rate: { every: 3 } }, 10)).toEqual([3, 6, 9]);
    expect(turnsOf({ rate: { every: 3 }, times: 2 }, 20)).toEqual([3, 6]);
  });

  it('act by a probability that the seed makes repeatable', () => {
    const some = turnsOf({ rate: { probability: 0.3, seed: 7 } }, 1000);

    expect(turnsOf({ rate: { probability: 0.3, seed: 7 } }, 1000)).toEqual(some);
    expect(turnsOf({ rate: { probability: 0.3, seed: 8 } }, 1000)).not.toEqual(some);
    expect(some.length).toBeGreaterThan(200);
    expect(some.length).toBeLessThan(400);
    expect(turnsOf({ rate: { probability: 1, seed: 7 } }, 20)).toHaveLength(20);
  });

  it('say how often each still acts', () => {
    const faults = new Faults();
    faults.add({ match: {}, times: 3, action: throttle });

    faults.take(['throttle'], call);

    expect(faults.list()).toEqual([{ match: {}, times: 2, action: throttle }]);
  });

  it.each([
    ['no match', { action: throttle }],
    ['an unknown action', { match: {}, action: { kind: 'explode' } }],
    ['a status that is none', { match: {}, action: { kind: 'error', status: 200 } }],
    ['a rate of both kinds', { match: {}, rate: { every: 2, probability: 1 }, action: throttle }],
    ['a probability over 1', { match: {}, rate: { probability: 1.1 }, action: throttle }],
    ['a receipt that nobody sends', { match: {}, action: { kind: 'receipt', receipt: 'TEXT_EATEN' } }],
    ['an empty answer', { match: {}, action: { kind: 'reply', text: '' } }],
  ])('are refused with %s', (_, fault) => {
    expect(faultSchema.safeParse(fault).success).toBe(false);
  });
});
