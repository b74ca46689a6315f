import { createConversationWriter } from '../../shared/conversations/conversation-writer.ts';
import { CustomersUnavailableError } from '../../shared/customers/errors.ts';
import type { DueChange } from '../../shared/journal/due-claims.ts';
import { JournalUnavailableError } from '../../shared/journal/errors.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import { LaneUnavailableError } from '../../shared/lanes/errors.ts';
import type { LaneQueue } from '../../shared/lanes/lane-queue.ts';
import type { Logger } from '../../shared/observability/logger.ts';
import type { Metrics } from '../../shared/observability/metrics.ts';
import { ControlsUnavailableError } from '../../shared/state/control-store.ts';
import { fakeCipher } from '../support/fake-cipher.ts';
import type { Environment } from './models/environment.ts';
import type { World } from './world.ts';

const log: Logger = { info: () => undefined, error: () => undefined };
const metrics: Metrics = { put: () => undefined };
/** A process decrypts by itself, with keys that it has read: no call of its own. */
const cipher = fakeCipher();

/** The ports that every consumer knows, as one of its environments reaches them. */
export const portsOf = (world: World, environment: Environment) => ({
  log,
  metrics,
  cipher,
  now: environment.now,
  newId: () => environment.random.uuid(),
  random: () => environment.random.next(),
  journal: journalOf(world, environment),
  customers: environment.wrap(world.customers, () => new CustomersUnavailableError()),
  controls: controlsOf(world, environment),
  queue: environment.wrap(queueOf(world), () => new LaneUnavailableError()),
});

const controlsOf = (world: World, environment: Environment) => {
  const store = world.controls.writtenBy(environment);
  return environment.wrap(world.mutation.controls?.(store) ?? store, () => new ControlsUnavailableError());
};

/** Writes conversations from one environment. */
export const conversationsOf = (world: World, environment: Environment) => {
  const writer = createConversationWriter({
    conversations: environment.wrap(world.conversations, () => new CustomersUnavailableError()),
    journal: journalOf(world, environment),
    now: environment.now,
  });
  return world.mutation.conversations?.(writer, environment.now) ?? writer;
};

const journalOf = (world: World, environment: Environment): Journal => {
  const unavailable = () => new JournalUnavailableError();
  const journal = environment.wrap<Journal>(world.journal, unavailable);
  const writeHalf = async (facts: readonly Fact[], change: DueChange | undefined) => {
    if (change !== undefined && world.random.chance(0.5)) world.dueClaims.change(change);
    await world.journal.insert(facts.filter(() => world.random.chance(0.5)));
    throw unavailable();
  };
  return {
    ...journal,
    insert: (facts, change) =>
      facts.length > 1 && world.faults.strikes('half-written batch')
        ? environment.call(() => writeHalf(facts, change))
        : journal.insert(facts, change),
  };
};

const queueOf = ({ queues, faults }: World): LaneQueue => ({
  setAside: async (messages) =>
    messages.map(({ queueArn, body, cause }) => {
      if (faults.strikes('refused batch entry')) return false;
      queues.get(queueArn)?.deadLetters?.send(body, { cause });
      return true;
    }),
  delete: async (receipts) => {
    for (const { queueArn, receiptHandle } of receipts) queues.get(queueArn)?.delete(receiptHandle);
  },
  returnLater: async (returns) => {
    for (const { queueArn, receiptHandle, delaySeconds } of returns) {
      queues.get(queueArn)?.returnAfter(receiptHandle, delaySeconds * 1000);
    }
  },
});
