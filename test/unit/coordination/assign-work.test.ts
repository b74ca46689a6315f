import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignWork, type ChannelView, type WorkRequest } from '../../../shared/coordination/assign-work.ts';

const aView = (agentType: string, own: Partial<ChannelView> = {}): ChannelView => ({
  agentType,
  channel: agentType,
  isCapable: true,
  isReachable: true,
  policy: { when: 'NOW', reasons: [] },
  pool: { health: 'WELL' },
  costUsd: 1,
  ...own,
});

const aRequest = (own: Partial<WorkRequest> = {}): WorkRequest => ({
  priority: 'MEDIUM',
  prefer: [],
  avoid: [],
  templateOrder: [],
  ...own,
});

const never = (...reasons: readonly string[]) => ({ when: 'NEVER' as const, reasons });

const names = ['email', 'sms', 'phone', 'push'];
const someNames = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 });

const views: fc.Arbitrary<readonly ChannelView[]> = fc.tuple(
  ...names.map((agentType) =>
    fc.record<ChannelView>({
      agentType: fc.constant(agentType),
      channel: fc.constant(agentType),
      isCapable: fc.boolean(),
      isReachable: fc.boolean(),
      policy: fc.constantFrom(
        { when: 'NOW' as const, reasons: [] },
        { when: 'LATER' as const, reasons: ['STOPPED'] },
        never('OPTED_OUT'),
      ),
      pool: fc.record({
        health: fc.constantFrom(
          'WELL' as const,
          'RECOVERING' as const,
          'BREAKER_OPEN' as const,
          'NO_IDENTITY' as const,
        ),
        load: fc.option(fc.constantFrom(0, 0.5, 1, 2), { nil: undefined }),
      }),
      costUsd: fc.constantFrom(1, 2),
    }),
  ),
);

const requests: fc.Arbitrary<WorkRequest> = fc.record({
  priority: fc.constantFrom('CRITICAL' as const, 'HIGH' as const, 'MEDIUM' as const, 'LOW' as const),
  only: fc.option(someNames, { nil: undefined }),
  prefer: someNames,
  avoid: someNames,
  preferredChannel: fc.option(fc.constantFrom(...names), { nil: undefined }),
  templateOrder: someNames,
});

const isPossible = (view: ChannelView, { only, avoid }: WorkRequest): boolean =>
  view.isCapable &&
  view.isReachable &&
  view.policy.when !== 'NEVER' &&
  (view.pool.health === 'WELL' || view.pool.health === 'RECOVERING') &&
  (only === undefined || only.includes(view.agentType)) &&
  !avoid.includes(view.agentType);

describe('assignWork', () => {
  it('chooses just where there is somebody who can, may and works, and never anybody else', () => {
    fc.assert(
      fc.property(requests, views, (request, given) => {
        const { outcome, chosen, reasons } = assignWork(request, given);
        const possible = given.filter((view) => isPossible(view, request)).map(({ agentType }) => agentType);

        expect(outcome === 'CHOSEN').toBe(possible.length > 0);
        if (chosen === undefined) expect(reasons.length).toBeGreaterThan(0);
        else expect(possible).toContain(chosen);
      }),
    );
  });

  it('explains every agent type once: chosen, or why it could not be, or by what it comes after', () => {
    fc.assert(
      fc.property(requests, views, (request, given) => {
        const { chosen, candidates } = assignWork(request, given);

        expect(candidates.map(({ agentType }) => agentType)).toEqual(names);
        for (const { agentType, obstacles, lostBy } of candidates) {
          const said = [agentType === chosen, obstacles !== undefined, lostBy !== undefined];
          expect(said.filter(Boolean)).toHaveLength(1);
        }
      }),
    );
  });

  it('does not depend on the order of agent types, unless nothing else tells them apart', () => {
    fc.assert(
      fc.property(requests, views, (request, given) => {
        const [forth, back] = [assignWork(request, given), assignWork(request, given.toReversed())];
        const ofForth = forth.candidates.find(({ lostBy }) => lostBy === 'ORDER');

        if (ofForth === undefined) expect(back.chosen).toBe(forth.chosen);
        expect(back.outcome).toBe(forth.outcome);
        expect(assignWork(request, given)).toEqual(forth);
      }),
    );
  });

  it.each<[string, Partial<WorkRequest>, readonly ChannelView[], string, string]>([
    [
      'a well service',
      {},
      [aView('a', { pool: { health: 'RECOVERING' }, costUsd: 0 }), aView('b')],
      'b',
      'HEALTH',
    ],
    [
      'what was asked for',
      { prefer: ['b'], preferredChannel: 'a' },
      [aView('a'), aView('b')],
      'b',
      'ASKED_FOR',
    ],
    [
      'what the customer prefers',
      { preferredChannel: 'b', templateOrder: ['a'] },
      [aView('a'), aView('b')],
      'b',
      'CUSTOMER_PREFERS',
    ],
    [
      'free capacity',
      { templateOrder: ['a'] },
      [aView('a', { pool: { health: 'WELL', load: 1 } }), aView('b')],
      'b',
      'CAPACITY',
    ],
    [
      'the template’s order',
      { templateOrder: ['b', 'a'] },
      [aView('a', { costUsd: 0 }), aView('b')],
      'b',
      'TEMPLATE_ORDER',
    ],
    ['less cost', {}, [aView('a'), aView('b', { costUsd: 0.5 })], 'b', 'COST'],
    [
      'less load',
      {},
      [
        aView('a', { pool: { health: 'WELL', load: 0.5 } }),
        aView('b', { pool: { health: 'WELL', load: 0.1 } }),
      ],
      'b',
      'LOAD',
    ],
    ['the first of equals', {}, [aView('a'), aView('b')], 'a', 'ORDER'],
  ])('prefers %s', (_, request, given, chosen, lostBy) => {
    const assigned = assignWork(aRequest(request), given);

    expect(assigned.chosen).toBe(chosen);
    expect(assigned.candidates.find(({ agentType }) => agentType !== chosen)).toMatchObject({ lostBy });
  });

  it('lets what is urgent go where it may go now, and what is not wait where the customer prefers', () => {
    const given = [aView('sms', { policy: { when: 'LATER', reasons: ['QUIET_HOURS'] } }), aView('email')];
    const chosenFor = (priority: WorkRequest['priority']) =>
      assignWork(aRequest({ priority, preferredChannel: 'sms' }), given).chosen;

    expect([chosenFor('HIGH'), chosenFor('LOW')]).toEqual(['email', 'sms']);
  });

  it('tells what nobody may from what nobody can', () => {
    const optedOut = aView('email', { policy: never('OPTED_OUT') });
    const unreachable = aView('sms', { isReachable: false });
    const broken = aView('phone', { pool: { health: 'BREAKER_OPEN' } });

    expect(assignWork(aRequest(), [optedOut, unreachable])).toMatchObject({
      outcome: 'FORBIDDEN',
      reasons: ['OPTED_OUT'],
    });
    expect(assignWork(aRequest(), [optedOut, unreachable, broken])).toMatchObject({
      outcome: 'NO_CHANNEL',
      reasons: ['OPTED_OUT', 'NO_ADDRESS', 'BREAKER_OPEN'],
    });
    expect(assignWork(aRequest(), [unreachable])).toMatchObject({ outcome: 'NO_CHANNEL' });
  });
});
