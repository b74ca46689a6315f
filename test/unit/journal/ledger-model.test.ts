import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelOutcome } from '../../../shared/channels/channel.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { commandStateOf, isTerminal } from '../../../shared/journal/command-state.ts';
import { commandSubject } from '../../../shared/journal/command-subject.ts';
import { resolveOpen } from '../../../shared/journal/resolve-open.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import type { CrashPoint } from '../../support/crash-plan.ts';
import { LaneWorld } from '../../support/lane-world.ts';

/** More by `LEDGER_RUNS=20000 npx vitest run …`. */
const RUNS = Number(process.env['LEDGER_RUNS'] ?? 2000);
const DAY_MS = 86_400_000;

type Answer = 'takes' | 'takes silently' | 'throttles' | 'is silent';

/** What is known for sure, whatever the journal says. */
type Model = {
  /** A receipt came: nothing may hide it. */
  isReceived: boolean;
  /** An operator said that the provider took it. */
  isConfirmed: boolean;
  /** Messages are gone: nothing brings a command on that was not claimed, or is to be tried again. */
  isLost: boolean;
};

/** One command, its lane, its provider, and what an operator can do. */
class Ledger {
  readonly lane = aLaneMessage(aSendEmailCommand());
  readonly aggregate = commandAggregate(this.lane.message.messageId);
  readonly world: LaneWorld;
  readonly #parkings: string[] = [];

  constructor(answers: readonly Answer[], idempotent: boolean) {
    this.world = new LaneWorld({
      idempotent,
      answer: (attempt): ChannelOutcome | undefined => {
        const answer = answers[(this.world.calls.length - 1) % answers.length] ?? 'takes';
        if (answer === 'throttles') return { kind: 'not-accepted', cause: 'THROTTLED' };
        if (answer === 'takes silently') this.world.accepted.push(attempt);
        return answer === 'takes' ? undefined : { kind: 'unknown', cause: 'TimeoutError' };
      },
    });
  }

  get isTaken(): boolean {
    return this.world.accepted.length > 0;
  }

  async state() {
    return commandStateOf(await this.world.journal.read(this.aggregate));
  }

  /** What triage does with a message that used up its receives. */
  async park(): Promise<void> {
    const intakeId = randomUUID();
    const attempt = (await this.state()).openAttempts[0] ?? 0;
    const body = { ...commandSubject(this.lane), attempt, intakeId, cause: 'RECEIVES_USED_UP' };
    const parked = fact('parked', this.aggregate, this.world.now, body);
    this.world.loseMessages();
    await this.world.journal.insert([parked]);
    this.#parkings.push(parked.key);
  }

  async release(): Promise<void> {
    const parking = this.#parkings.pop();
    if (parking === undefined) return;
    const body = { ...commandSubject(this.lane), attempt: 0, parking, by: 'model' };
    await this.world.journal.insert([fact('released', this.aggregate, this.world.now, body)]);
    this.world.put(this.lane);
  }
}

type Step = fc.AsyncCommand<Model, Ledger>;

const step = (
  name: string,
  run: (model: Model, ledger: Ledger) => Promise<unknown>,
  check: (model: Model) => boolean = () => true,
): Step => ({
  check,
  run: async (model, ledger) => {
    await run(model, ledger);
    await expectPromises(model, ledger);
  },
  toString: () => name,
});

/** At most one acceptance, and what was proven stays. */
const expectPromises = async ({ isReceived, isConfirmed }: Model, ledger: Ledger): Promise<void> => {
  expect(ledger.world.accepted.length).toBeLessThanOrEqual(1);
  const { status } = await ledger.state();
  if (isReceived) expect(status).toBe('DELIVERED');
  else if (isConfirmed) expect(status).toBe('SENT');
};

const point: fc.Arbitrary<CrashPoint | undefined> = fc.option(
  fc.record({ call: fc.nat(9), when: fc.constantFrom('before' as const, 'after' as const) }),
  { nil: undefined },
);

const resolve = async (model: Model, ledger: Ledger): Promise<void> => {
  // An operator says what the provider knows.
  const resolution = { taken: ledger.isTaken, reason: 'PROVIDER_CONSOLE', by: 'model' };
  const facts = resolveOpen(ledger.aggregate, await ledger.state(), resolution, ledger.world.now);
  await ledger.world.journal.insert(facts ?? []);
  if (facts !== undefined && resolution.taken) model.isConfirmed = true;
};

const receive = async (model: Model, ledger: Ledger): Promise<void> => {
  if (!ledger.isTaken) return;
  const body = { ...commandSubject(ledger.lane), providerMessageId: 'm', occurredAt: '' };
  await ledger.world.journal.insert([fact('delivered', ledger.aggregate, ledger.world.now, body)]);
  model.isReceived = true;
};

const steps = [
  fc.constant(step('deliver', async (_, { world, lane }) => world.put(lane))),
  point.map((crash) => step(`invoke ${JSON.stringify(crash)}`, (_, { world }) => world.step(crash))),
  point.map((crash) => step(`sweep ${JSON.stringify(crash)}`, (_, { world }) => world.sweep(crash))),
  fc.constantFrom(1, 9, 40, 4 * 86_400).map((seconds) =>
    step(`wait ${seconds} s`, async (_, { world }) => {
      world.now += seconds * 1000;
    }),
  ),
  fc.constant(
    step('lose the messages', async (model, { world }) => {
      world.loseMessages();
      model.isLost = true;
    }),
  ),
  fc.constant(step('receipt', receive)),
  fc.constant(step('resolve', resolve)),
  fc.constant(step('park', (_, ledger) => ledger.park())),
  fc.constant(step('release', (_, ledger) => ledger.release())),
];

/** Lets whatever is on its way arrive, the sweep included. */
const settle = async ({ world }: Ledger): Promise<void> => {
  for (let round = 0; round < 12; round += 1) {
    world.now += 400_000;
    await world.step();
  }
  await world.sweep();
};

const answers = fc.array(fc.constantFrom<Answer>('takes', 'takes silently', 'throttles', 'is silent'), {
  minLength: 1,
  maxLength: 4,
});

describe.each([false, true])(
  'the send-once ledger, with a provider whose idempotency is %s',
  (idempotent) => {
    it('contacts at most once, and ends or lists every command, whatever happens in whatever order', async () => {
      await fc.assert(
        fc.asyncProperty(fc.commands(steps, { maxCommands: 25 }), answers, async (commands, given) => {
          const ledger = new Ledger(given, idempotent);
          const model: Model = { isReceived: false, isConfirmed: false, isLost: false };
          ledger.world.put(ledger.lane);
          await fc.asyncModelRun(() => ({ model, real: ledger }), commands);
          await settle(ledger);

          await expectPromises(model, ledger);
          expect(ledger.world.due.all()).toEqual([]);
          const { status } = await ledger.state();
          const listed = (await ledger.world.journal.listUnknown(100)).map(({ aggregate }) => aggregate);
          const isGone = model.isLost || ledger.world.deadLetters.length > 0;
          if (status === 'UNKNOWN') expect(listed).toContain(ledger.aggregate);
          else if (!isGone || !['NONE', 'RETRYING'].includes(status))
            expect(isTerminal(status), status).toBe(true);
        }),
        { numRuns: RUNS },
      );
    });

    it(`${idempotent ? 'asks again' : 'never asks again'} of its own accord what became of a command that nobody knows`, async () => {
      const ledger = new Ledger(['takes silently'], idempotent);
      ledger.world.put(ledger.lane);
      await ledger.world.step();
      for (let again = 0; again < 3; again += 1) {
        ledger.world.now += 5 * DAY_MS;
        ledger.world.put(ledger.lane);
        await settle(ledger);
      }

      expect(ledger.world.calls.length).toBe(idempotent ? 2 : 1);
      expect((await ledger.state()).status).toBe(idempotent ? 'SENT' : 'PARKED');
    });
  },
);
