import { randomUUID } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { policies } from '../../config/policies.ts';
import { everyoneIsHealthy } from '../../shared/balancing/identity-health.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { createEmfMetrics } from '../../shared/observability/metrics.ts';
import { createContactPolicy, policyControls } from '../../shared/policy/contact-policy.ts';
import { breakerControl } from '../../shared/resilience/breaker-record.ts';
import { createAgentHandler } from '../../shared/runtime/create-agent-handler.ts';
import { authoriseAll } from '../../shared/security/authoriser.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { createControlBoard } from '../../shared/state/control-board.ts';
import { aBalancer } from '../support/a-balancer.ts';
import { aBreaker, aService } from '../support/a-breaker.ts';
import { aLaneMessage } from '../support/a-lane-message.ts';
import { aCustomer, anAccount } from '../support/a-recipient.ts';
import { aReferringCommand } from '../support/a-send-email-command.ts';
import { aTemplate } from '../support/a-template.ts';
import { anSqsRecord } from '../support/an-sqs-record.ts';
import { someTurns } from '../support/some-turns.ts';
import { bareHandler } from './baseline/bare-handler.ts';
import type { BarePorts } from './baseline/bare-ports.ts';
import { pairedRounds, quantile } from './paired-rounds.ts';

/** A consumer as Lambda calls it. */
export type Handler = (
  event: SQSEvent,
  context: { getRemainingTimeInMillis(): number },
) => Promise<SQSBatchResponse>;

/** Records in a batch. */
const BATCH = 10;

const stored = aCustomer();

/** The template, as every environment keeps it, and switches of which none was ever set. */
const template = aTemplate({}, { version: anAccount.templateVersion });
const templates = { get: async () => template };
const openSwitches = () =>
  createControlBoard({
    store: new InMemoryControlStore(),
    names: [...policyControls, breakerControl(aService)],
    now: Date.now,
  });

const context = { getRemainingTimeInMillis: () => 15_000 };

/** The contenders that need no packages of others. */
export const contenders = {
  bare: bareHandler,
  switchboard: (ports: BarePorts) => ourHandler(ports),
} as const satisfies Record<string, (ports: BarePorts) => Handler>;

/** Microseconds of CPU per record of one contender, alone in this process as a function is: the median of some rounds. */
export const cpuPerRecordOf = async (
  handlerOf: (ports: BarePorts) => Handler,
  rounds: number,
  batches: number,
): Promise<number> => {
  // New ones each time: what was accepted long ago has missed its deadline, and that is not the usual work.
  const alone = async () =>
    (await cpuOf(handlerOf, Array.from({ length: batches }, anEvent))) / (batches * BATCH);
  const { costs } = await pairedRounds({ alone }, 'alone', rounds);
  return quantile(costs.alone, 0.5);
};

/** Each contender's facts, sends and answer for one event, with a clock and an owner that stand still. */
export const contendersOnce = async (event: SQSEvent) => {
  const once = async (handlerOf: (ports: BarePorts) => Handler) => {
    const ports = lightPorts();
    const facts: unknown[] = [];
    const insert: Journal['insert'] = (inserted) => {
      facts.push(...inserted.filter(({ type }) => type === 'claimed' || type === 'sent'));
      return ports.journal.insert(inserted);
    };
    const still = { ...ports, journal: { insert }, now: () => 1_700_000_000_000, newId: () => 'owner' };
    const answer = await handlerOf(still)(event, context);
    return { answer, facts, sent: ports.sent() };
  };
  return { bare: await once(contenders.bare), switchboard: await once(contenders.switchboard) };
};

/** Our consumer on the ports of the bare one. */
const ourHandler = (ports: BarePorts): Handler =>
  createAgentHandler({
    ...ports,
    breaker: aBreaker({ now: ports.now }),
    balancer: aBalancer(ports),
    turns: someTurns(ports),
    providerTimeoutMs: 3000,
    caps: { read: refuse, write: refuse },
    timers: { put: refuse },
    journal: { ...ports.journal, read: refuse, get: refuse, listUnknown: refuse, listUnknownBetween: refuse },
    log: createLogger(ports.write, ports.now),
    metrics: createEmfMetrics(ports.write, ports.now, 'Switchboard'),
    dimensions: { agentType: 'email' },
    random: () => 0.5,
    groupMs: 4500,
  });

/** Microseconds of CPU, all threads, that a handler takes for all events on a new set of ports. */
const cpuOf = async (
  handlerOf: (ports: BarePorts) => Handler,
  events: readonly SQSEvent[],
): Promise<number> => {
  const ports = lightPorts();
  const handler = handlerOf(ports);
  collectGarbage(); // each contender pays for its own
  const before = process.cpuUsage();
  for (const event of events) {
    const { batchItemFailures } = await handler(event, context);
    if (batchItemFailures.length > 0) throw new Error('a record failed');
  }
  const { user, system } = process.cpuUsage(before);
  if (ports.sent() !== events.length * BATCH) throw new Error(`${ports.sent()} records were sent`);
  return user + system;
};

setFlagsFromString('--expose-gc');
const gc: (options: { type: 'minor' }) => void = runInNewContext('gc');

/** Empties the young generation only: a full collection would also throw optimised code away. */
const collectGarbage = (): void => gc({ type: 'minor' });

/** The same light ports for both: a set of keys as journal, and a provider that takes everything. */
const lightPorts = (): BarePorts & { readonly sent: () => number } => {
  const keys = new Set<string>();
  const insert: Journal['insert'] = async (facts) =>
    facts.map(({ aggregate, key }) => {
      const before = keys.size;
      return keys.add(aggregate + key).size > before ? 'inserted' : 'exists';
    });
  const controls = openSwitches();
  const shares = { campaigns: {}, identities: {} };
  let sent = 0;
  return {
    journal: { insert },
    queue: { delete: async () => undefined, returnLater: async () => undefined, setAside: refuse },
    cipher: { decrypt: refuse },
    largeBodies: { get: refuse },
    controls,
    health: everyoneIsHealthy,
    shares: async () => shares,
    authoriser: authoriseAll,
    contactPolicy: createContactPolicy({ channel: 'email', policies, templates, controls, now: Date.now }),
    customers: { get: async (ids) => new Map(ids.map((id) => [id, stored])) },
    render: async ({ recipient }) => ({
      ok: true,
      value: { content: `Hello ${recipient.values['name']}`, account: anAccount },
    }),
    channel: {
      send: async () => {
        sent += 1;
        return { kind: 'accepted', providerMessageId: `ses-${sent}` };
      },
    },
    write: (line) => {
      if (line === '') throw new Error('an empty line');
    },
    now: Date.now,
    newId: () => randomUUID(),
    sent: () => sent,
  };
};

const anEvent = (): SQSEvent => ({
  Records: Array.from({ length: BATCH }, () => {
    const now = Date.now();
    return anSqsRecord(aLaneMessage(aReferringCommand(), now), 1, randomUUID(), now);
  }),
});

const refuse = async (): Promise<never> => {
  throw new Error('this walk reads nothing back');
};
