import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import { coordination } from '../../../config/coordination.ts';
import { type Escalation, escalationAggregate } from '../../../shared/coordination/escalate.ts';
import {
  type EscalationLadder,
  type EscalationStep,
  HIGHEST_LEVEL,
  problemsOfLadder,
  stepsFrom,
} from '../../../shared/coordination/escalation-ladder.ts';
import { MOST_HOPS } from '../../../shared/messages/hops.ts';
import { coordinationWorld } from '../../support/coordination-world.ts';
import { type CrashCase, dieEverywhere } from '../../support/crash-everywhere.ts';

const anEscalation = (own: Partial<Escalation> = {}): Escalation => ({
  escalationId: 'e-1',
  level: 2,
  reason: 'NO_REPLY',
  customerId: 'cust-456',
  conversationId: 'conv-abc',
  hops: 3,
  templateId: 'templ-789',
  ...own,
});

describe('escalate', () => {
  it('takes a matter to the next channel of its level’s step, as a command of the same conversation', async () => {
    const world = await coordinationWorld();

    const escalated = await world.open().escalate(anEscalation({ avoid: ['email'] }));

    expect(escalated).toMatchObject({ outcome: 'COMMAND', agentType: 'sms' });
    expect(world.sent).toMatchObject([
      {
        agentType: 'sms',
        tier: 'HIGH',
        message: {
          message: {
            command: { type: 'SEND_SMS', context: { escalationLevel: 2 } },
            correlation: { conversationId: 'conv-abc', hops: 4 },
          },
        },
      },
    ]);
    expect((await world.journal.read(escalationAggregate('e-1')))[0]?.body).toMatchObject({
      level: 2,
      reason: 'NO_REPLY',
      steps: ['another channel'],
      chosen: 'sms',
      candidates: [
        { agentType: 'email', obstacles: ['AVOIDED'] },
        { agentType: 'sms' },
        { agentType: 'phone' },
      ],
    });
  });

  it.each<[string, Partial<Escalation>, object, readonly string[]]>([
    [
      'of a high level',
      { level: 9 },
      { kind: 'ESCALATION', priority: 'CRITICAL', escalationLevel: 9 },
      ['a person now'],
    ],
    [
      'that no channel is left for',
      { avoid: ['email', 'sms', 'phone'] },
      { priority: 'HIGH' },
      ['another channel', 'a person'],
    ],
    ['about no customer', { customerId: undefined }, { reason: 'NO_REPLY' }, ['another channel', 'a person']],
    [
      'about a customer whom nobody knows',
      { customerId: 'x' },
      { customerId: 'x' },
      ['another channel', 'a person'],
    ],
    ['that has nothing to say', { templateId: undefined }, {}, ['another channel', 'a person']],
    [
      'that has come a long way',
      { hops: MOST_HOPS - 1 },
      { hops: MOST_HOPS - 1 },
      ['another channel', 'a person'],
    ],
  ])('asks a person about a matter %s', async (_, own, task, steps) => {
    const world = await coordinationWorld();

    expect(await world.open().escalate(anEscalation(own))).toMatchObject({ outcome: 'TASK' });

    expect(await world.openTasks()).toMatchObject([task]);
    expect(world.journal.all().find(({ type }) => type === 'escalated')?.body).toMatchObject({ steps });
    expect(world.sent).toEqual([]);
  });

  it('goes the same way again when it is asked again', async () => {
    const world = await coordinationWorld();
    const first = await world.open().escalate(anEscalation());
    await world.breakDown('email');
    world.clock.now += 60_000;

    expect(await world.open().escalate(anEscalation())).toEqual(first);
    expect(new Set(world.sent.map(({ message }) => message.message.messageId)).size).toBe(1);
    expect(world.journal.all().filter(({ type }) => type === 'rejected')).toEqual([]);
  });

  it.each([
    ['one command', {}],
    ['one task', { level: 9 }],
  ])('makes %s, wherever the process dies', async (what, own) => {
    const open: CrashCase = async () => {
      const world = await coordinationWorld();
      return {
        invoke: async (plan) => {
          world.clock.now += 1000;
          await world.open(plan).escalate(anEscalation(own));
          return true;
        },
        check: async () => {
          const ids = new Set(world.sent.map(({ message }) => message.message.messageId));
          const tasks = await world.openTasks();
          expect([ids.size, tasks.length]).toEqual(what === 'one task' ? [0, 1] : [1, 0]);
          const types = world.journal.all().map(({ type }) => type);
          expect(types.filter((type) => type === 'escalated')).toHaveLength(1);
          expect(types).not.toContain('rejected');
        },
      };
    };

    expect(await dieEverywhere(open)).toBeGreaterThanOrEqual(8);
  });
});

const aLadder = (
  steps: Record<string, EscalationStep>,
  startAt?: EscalationLadder['startAt'],
): EscalationLadder => ({
  startAt: startAt ?? [{ fromLevel: 0, step: Object.keys(steps)[0] ?? '' }],
  steps,
});
const person: EscalationStep = { task: 'ESCALATION', priority: 'HIGH', withinMinutes: 60 };
const by = (next: string, channels: readonly string[] = ['email']): EscalationStep => ({
  channels,
  priority: 'HIGH',
  next,
});

describe('the escalation ladder', () => {
  it('leads from every level to a person, as it is configured', () => {
    expect(problemsOfLadder(coordination.escalation, agents)).toEqual([]);
    for (let level = 0; level <= HIGHEST_LEVEL; level += 1) {
      expect(stepsFrom(coordination.escalation, level).at(-1)?.[1]).toMatchObject({ task: 'ESCALATION' });
    }
  });

  it.each<[string, EscalationLadder, string]>([
    [
      'is cyclic',
      aLadder({ a: by('b'), b: by('c'), c: by('a') }),
      'escalation.steps lead back to where they began: a to b to c to a',
    ],
    [
      'leads into a cycle',
      aLadder({ z: by('y'), x: by('y'), y: by('x') }),
      'lead back to where they began: x to y to x',
    ],
    ['leads nowhere', aLadder({ a: by('b') }), "escalation.steps.'a'.next names 'b', which is no step"],
    [
      'names what is no agent type',
      aLadder({ a: by('p', ['fax']), p: person }),
      "'a'.channels names 'fax'; must be one of email, sms, phone",
    ],
    [
      'names a channel twice',
      aLadder({ a: by('p', ['sms', 'sms']), p: person }),
      "channels names 'sms' twice",
    ],
    ['has a step without channels', aLadder({ a: by('p', []), p: person }), 'channels is empty'],
    [
      'begins at no step',
      aLadder({ p: person }, [{ fromLevel: 0, step: 'q' }]),
      "startAt names 'q', which is no step",
    ],
    [
      'leaves levels out',
      aLadder({ p: person }, [{ fromLevel: 1, step: 'p' }]),
      'startAt must begin with fromLevel 0',
    ],
    [
      'has levels that there are not',
      aLadder(
        { p: person },
        [0, 10].map((fromLevel) => ({ fromLevel, step: 'p' })),
      ),
      'fromLevel 10 must be a whole number from 0 to 9',
    ],
    [
      'has levels out of order',
      aLadder(
        { p: person },
        [0, 5, 3].map((fromLevel) => ({ fromLevel, step: 'p' })),
      ),
      'must be in the order of fromLevel',
    ],
    [
      'gives a person no time',
      aLadder({ p: { ...person, withinMinutes: 0 } }),
      'withinMinutes is 0; must be from 1',
    ],
  ])('is refused where it %s', (_, ladder, problem) => {
    expect(problemsOfLadder(ladder, agents)).toEqual([expect.stringContaining(problem)]);
  });
});
