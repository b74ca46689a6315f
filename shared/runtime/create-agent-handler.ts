import type { Balancer } from '../balancing/balancer.ts';
import type { Channel } from '../channels/channel.ts';
import type { Renderer } from '../channels/renderer.ts';
import type { CustomerStore } from '../customers/customer-store.ts';
import type { Turns } from '../fairness/turns.ts';
import type { Fallback } from '../fallback/fallback.ts';
import type { Journal } from '../journal/journal.ts';
import type { LaneQueue } from '../lanes/lane-queue.ts';
import type { LargeBodies } from '../lanes/large-bodies.ts';
import type { CapLedger } from '../policy/cap-ledger.ts';
import type { ContactPolicy } from '../policy/contact-policy.ts';
import type { ServiceBreaker } from '../resilience/external-service.ts';
import { withBreaker } from '../resilience/with-breaker.ts';
import type { Authoriser } from '../security/authoriser.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import type { TimerStore } from '../timers/timer-store.ts';
import type { Batch } from './batch.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { authorise } from './steps/authorise.ts';
import { chooseIdentities } from './steps/choose-identities.ts';
import { claimAttempts } from './steps/claim-attempts.ts';
import { countFailovers } from './steps/count-failovers.ts';
import { deliver } from './steps/deliver.ts';
import { sendFallen } from './steps/fall-back.ts';
import { fetchLarge } from './steps/fetch-large.ts';
import { holdBack } from './steps/hold-back.ts';
import { loadRecipients } from './steps/load-recipients.ts';
import { CallMeter } from './steps/meter-calls.ts';
import { parseRecord } from './steps/parse-record.ts';
import { passGate } from './steps/pass-gate.ts';
import { recordOutcomes } from './steps/record-facts.ts';
import { renderContent } from './steps/render-content.ts';
import { reviewDenials } from './steps/review-denials.ts';
import { setAside } from './steps/set-aside.ts';
import { setTimers } from './steps/set-timers.ts';
import { stopStale } from './steps/stop-stale.ts';
import { giveSlotsBack, takeSlots } from './steps/take-slots.ts';
import { giveTurnsBack, takeTurns } from './steps/take-turns.ts';
import { timeCalls } from './steps/time-calls.ts';
import type { AgentService } from './steps/work.ts';

export type AgentDeps<Content> = QueueHandlerDeps & {
  readonly queue: LaneQueue;
  readonly journal: Journal;
  readonly customers: Pick<CustomerStore, 'get'>;
  readonly cipher: Pick<PersonalCipher, 'decrypt'>;
  /** Where commands are that were too large for the lane. */
  readonly largeBodies: Pick<LargeBodies, 'get'>;
  readonly authoriser: Authoriser;
  readonly contactPolicy: ContactPolicy;
  /** How often customers were contacted. */
  readonly caps: CapLedger;
  /** Where commands wait that may be sent later only. */
  readonly timers: Pick<TimerStore, 'put'>;
  readonly render: Renderer<Content>;
  readonly channel: Channel<Content>;
  /** The channel's breaker. */
  readonly breaker: ServiceBreaker;
  /** What takes over while that breaker is open, with its own breaker. */
  readonly standby?: StandbyService<Content> | undefined;
  /** Shares messages out among the pool's identities. */
  readonly balancer: Balancer;
  /** Keeps to the rates of identities, and shares them out among campaigns. */
  readonly turns: Turns;
  /** Milliseconds after which a provider call that has not answered counts as UNKNOWN. */
  readonly providerTimeoutMs: number;
  /** How commands go on by another channel. @default none does */
  readonly fallback?: Fallback | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
};

/** A second provider of an agent type; `name` is its service's, such as `ses-eu-west-1`. */
export type StandbyService<Content> = {
  readonly name: string;
  readonly channel: Channel<Content>;
  readonly breaker: ServiceBreaker;
};

/** Makes an agent's handler. The order of work is this list and nowhere else; a crash before the claim claims nothing. */
export const createAgentHandler = <Content>(deps: AgentDeps<Content>) => {
  const services = servicesOf(deps);
  const idempotent = services.length === 1 && deps.channel.idempotent === true; // two providers do not know of each other
  const claimDeps = { ...deps, channel: { idempotent } };
  const { now, fallback } = deps;
  return createQueueHandler(deps, async (batch: Batch) => {
    const meter = new CallMeter(now());
    const received = batch.records.map((record) => ({ record }));
    const parsed = await batch.pass(received, parseRecord(now));
    const current = await batch.pass(parsed, stopStale(now));
    const whole = await fetchLarge(batch, current, deps); // no call where all were small enough
    const authorised = await batch.pass(whole, authorise(deps.authoriser, now));
    const assigned = await chooseIdentities(batch, authorised, deps); // no call beside the look at the switches
    const inTurn = await takeTurns(batch, assigned, deps); // at most one call for all; none where nothing limits the pool
    const addressed = await loadRecipients(batch, inTurn, deps); // one call for all, read now: consent is never cached
    const permitted = await batch.pass(addressed, passGate(deps.contactPolicy, now));
    const made = await batch.pass(permitted, renderContent(deps.render, now));
    const { counted: rendered, slots } = await takeSlots(batch, made, deps); // a read and a write for all; none where nothing is limited
    const waiting = without(assigned, inTurn);
    const uncalled = await reviewDenials(batch, parsed, [...rendered, ...waiting], deps); // no call where nothing was denied
    meter.expired(batch, uncalled, now);
    const admitted = await holdBack(batch, rendered, services, deps); // no call beside the look at the switches
    const attempts = await claimAttempts(batch, admitted, claimDeps); // one call for all, and for what finds them should we die
    countFailovers(attempts.claimed, deps);
    giveTurnsBack(inTurn, attempts.claimed, deps);
    const send = timeCalls(deliver({ now, idempotent, meter, fallback }), deps);
    await batch.pass(attempts.claimed, send); // started together, none on an old verdict
    meter.report(batch, parsed, deps); // a line of the log
    const shared = deps.balancer.share(); // at most one call a second, beside the next one
    await setTimers(batch, deps); // one call for all, none where nothing is put off
    await recordOutcomes(batch, attempts, deps.journal, services, meter.missed); // one call for all, denials and duplicates included
    await shared;
    await giveSlotsBack(batch, rendered, slots, deps); // no call where all that were counted were contacted
    await sendFallen(batch, fallback); // no call where nothing fell back
    await setAside(batch, deps); // no call where the service is well
  });
};

/** All but those that are among some of them. */
const without = <Item>(all: readonly Item[], some: readonly Item[]): readonly Item[] =>
  some.length === all.length ? [] : all.filter((item) => !some.includes(item));

/** In the order in which they are asked. */
const servicesOf = <Content>({
  channel,
  breaker,
  standby,
}: AgentDeps<Content>): readonly AgentService<Content>[] => [
  withBreaker(channel, breaker),
  ...(standby ? [{ ...withBreaker(standby.channel, standby.breaker), standby: standby.name }] : []),
];
