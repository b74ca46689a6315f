import { describe, expect, it } from 'vitest';
import { dropMessages } from '../../../cli/commands/dlq-drop.ts';
import { listParked } from '../../../cli/commands/dlq-list.ts';
import { redriveParked } from '../../../cli/commands/dlq-redrive.ts';
import { showParked } from '../../../cli/commands/dlq-show.ts';
import { commandIdOf, fact } from '../../../shared/journal/command-facts.ts';
import type { ParkedMessage } from '../../../shared/parking/parked-message.ts';
import { patchBody } from '../../../shared/parking/patch-command.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aParkedMessage } from '../../support/a-parked-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { aCanary } from '../../support/canary.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';
import { ParkingWorld } from '../../support/parking-world.ts';

const pools = ['email', 'sms'];
const cipher = fakeCipher();

const aWorld = async (...changes: Partial<ParkedMessage>[]) => {
  const world = new ParkingWorld();
  const canary = aCanary();
  const parked: ParkedMessage[] = [];
  for (const [index, change] of changes.entries()) {
    const command = aSendEmailCommand({ email: `${canary.word}@example.com` });
    const lane = aLaneMessage({ ...command, note: canary.word });
    const message = aParkedMessage({ id: `id-${index}`, ...change }, lane);
    await world.lot.put(message, JSON.stringify(lane));
    parked.push(message);
  }
  const deps = { ...world.releaseDeps(), lot: world.lot, ratePerSecond: 10, sleep: async () => undefined };
  const choice = { pools, limit: 100 };
  return { world, canary, parked, deps, choice };
};

/** Leaves a command with an attempt of which nobody knows. */
const openAttempt = (world: ParkingWorld, { aggregate, subject }: ParkedMessage) =>
  world.journal.insert([
    fact('claimed', aggregate, 0, { ...subject, attempt: 1, owner: 'o', deadlineAt: 0 }),
  ]);

describe('dlq list', () => {
  it('lists each parked message with its cause', async () => {
    const { world, parked, choice } = await aWorld({}, { pool: 'sms', cause: 'BREAKER_OPEN', attempt: 1 });

    const { exit, json, lines } = await listParked(world.lot, choice);

    expect(exit).toBe('OK');
    expect(json).toMatchObject({
      complete: true,
      parked: [
        {
          id: 'id-0',
          commandId: commandIdOf(parked[0]?.aggregate ?? ''),
          pool: 'email',
          tier: 'HIGH',
          parkedAt: '2023-11-14T22:13:20.000Z',
          cause: 'RECEIVES_USED_UP',
          openAttempt: 0,
          campaignId: 'camp-123',
        },
        { id: 'id-1', pool: 'sms', cause: 'BREAKER_OPEN', openAttempt: 1 },
      ],
    });
    expect(lines[2]).toMatch(/^id-1 +2023-11-14T22:13:20.000Z +sms +HIGH +BREAKER_OPEN +1 +/);
  });

  it('says when there are more, and when there is none', async () => {
    const { world } = await aWorld({}, {}, {});

    expect((await listParked(world.lot, { pools, limit: 2 })).json).toMatchObject({ complete: false });
    expect((await listParked(world.lot, { pools, limit: 3 })).json).toMatchObject({ complete: true });
    expect((await listParked(world.lot, { pools: ['phone'], limit: 2 })).lines).toEqual([
      'No such message is parked.',
    ]);
  });
});

describe('dlq show', () => {
  it('shows the envelope without what is personal, or may be', async () => {
    const { world, canary } = await aWorld({});

    const { json, lines } = await showParked({ lot: world.lot, cipher, pools, id: 'id-0', reveal: false });

    expect(json).toMatchObject({
      parked: [
        { id: 'id-0', message: { source: 'agent-coordinator', command: { templateId: 'templ-789' } } },
      ],
    });
    for (const text of [JSON.stringify(json), lines.join('\n')]) expect(canary.isIn(text)).toBe(false);
  });

  it('shows everything when it is told to, what is encrypted too', async () => {
    const { world, canary, parked } = await aWorld({});
    const lane = aLaneMessage(aSendEmailCommand());
    const customerData = await cipher.encrypt('cust-456', { note: canary.word });
    const command = { ...lane.message.command, context: { customerData } };
    const [message] = parked;
    if (message)
      await world.lot.put(message, JSON.stringify({ ...lane, message: { ...lane.message, command } }));

    const { json } = await showParked({ lot: world.lot, cipher, pools, id: 'id-0', reveal: true });

    expect(canary.isIn(JSON.stringify(json))).toBe(true);
  });

  it('shows nothing of a body that is no command, and says where a body is gone', async () => {
    const { world, parked } = await aWorld({}, {});
    if (parked[0]) await world.lot.put(parked[0], '+14255550182 said stop');
    world.keys.forget('cust-456');
    if (parked[0]) await world.lot.put(parked[0], '+14255550182 said stop');

    const show = (id: string) => showParked({ lot: world.lot, cipher, pools, id, reveal: false });

    expect(JSON.stringify((await show('id-0')).json)).not.toContain('4255550182');
    expect((await show('id-1')).json).toMatchObject({ parked: [{ bodyKept: false, message: null }] });
    await expect(show('id-9')).rejects.toMatchObject({ exit: 'FAILED' });
  });
});

describe('dlq redrive', () => {
  const by = 'ada';

  it('does nothing unless it is told to send, or only to look', async () => {
    const { world, deps, choice } = await aWorld({});

    await expect(redriveParked({ deps, choice, by, dryRun: false, yes: false })).rejects.toMatchObject({
      exit: 'USAGE',
    });
    const looked = await redriveParked({ deps, choice, by, dryRun: true, yes: true });

    expect(looked).toMatchObject({ exit: 'OK', json: { redriven: [{ outcome: 'WOULD_RELEASE' }] } });
    expect([world.returned, world.lot.size]).toEqual([[], 1]);
  });

  it('sends what is chosen, and says of what stays why', async () => {
    const { world, parked, deps, choice } = await aWorld({}, {}, { cause: 'STOPPED' });
    if (parked[1]) await openAttempt(world, parked[1]);
    const chosen = { ...choice, cause: 'RECEIVES_USED_UP' };

    const outcome = await redriveParked({ deps, choice: chosen, by, dryRun: false, yes: true });

    expect(outcome).toMatchObject({
      exit: 'FAILED',
      json: {
        redriven: [
          { id: 'id-0', outcome: 'RELEASED' },
          { id: 'id-1', outcome: 'REFUSED', reason: 'OUTCOME_UNKNOWN' },
        ],
      },
    });
    expect(outcome.lines.join('\n')).toContain('first resolve it');
    expect(world.returned.map(({ parked: { id } }) => id)).toEqual(['id-0']);
    expect(world.journal.all().find(({ type }) => type === 'released')?.body).toMatchObject({
      by,
    });
  });

  it('patches on the way, and names what a patch breaks', async () => {
    const { world, deps, choice } = await aWorld({});
    const patching = (patch: unknown) => ({
      ...deps,
      patch: (body: string) => patchBody(body, patch, { encrypt: async () => 'eyJhbGciOiJkaXIifQ..a.b.c' }),
    });

    const broken = await redriveParked({
      deps: patching({ command: { templateId: '' } }),
      choice,
      by,
      dryRun: false,
      yes: true,
    });
    expect(broken.lines.join('\n')).toContain('command.templateId');
    await redriveParked({
      deps: patching({ command: { templateId: 'templ-1' } }),
      choice,
      by,
      dryRun: false,
      yes: true,
    });

    expect(JSON.parse(world.returned[0]?.body ?? '').message.command.templateId).toBe('templ-1');
  });
});

describe('dlq drop', () => {
  it('ends what may end, and says of the rest why not', async () => {
    const { world, parked, deps } = await aWorld({}, {});
    if (parked[1]) await openAttempt(world, parked[1]);
    const drop = (id: string) => dropMessages({ deps, pools, id, reason: 'OBSOLETE' });

    expect(await drop('id-0')).toMatchObject({ exit: 'OK', lines: ['id-0 is dropped'] });
    expect(await drop('id-1')).toMatchObject({ exit: 'FAILED', json: { dropped: [{ outcome: 'REFUSED' }] } });

    expect(world.journal.all().find(({ type }) => type === 'cancelled')?.body).toMatchObject({
      cause: 'DROPPED:OBSOLETE',
    });
    expect(world.lot.size).toBe(1);
  });
});
