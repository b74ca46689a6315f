import { randomUUID } from 'node:crypto';
import { agents } from '../../config/agents.ts';
import { policies } from '../../config/policies.ts';
import type { Attempt, ChannelOutcome } from '../../shared/channels/channel.ts';
import { InMemoryCustomerStore } from '../../shared/customers/adapters/in-memory-customer-store.ts';
import { createFallback } from '../../shared/fallback/fallback.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { InMemoryLargeBodies } from '../../shared/lanes/adapters/in-memory-large-bodies.ts';
import type { LaneMessage } from '../../shared/lanes/lane-message.ts';
import type { LaneEntry, LaneSender } from '../../shared/lanes/lane-sender.ts';
import { InMemoryCapLedger } from '../../shared/policy/adapters/in-memory-cap-ledger.ts';
import { createContactPolicy } from '../../shared/policy/contact-policy.ts';
import { type BreakerState, close, holdOpen } from '../../shared/resilience/breaker.ts';
import { breakerControl } from '../../shared/resilience/breaker-record.ts';
import { createAgentHandler } from '../../shared/runtime/create-agent-handler.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { InMemoryTimers } from '../../shared/timers/adapters/in-memory-timers.ts';
import { aBalancer } from './a-balancer.ts';
import { aBreaker } from './a-breaker.ts';
import { aRenderedText } from './a-recipient.ts';
import { aTemplate } from './a-template.ts';
import { anSqsRecord } from './an-sqs-record.ts';
import { CrashPlan, type CrashPoint } from './crash-plan.ts';
import { fakeCipher } from './fake-cipher.ts';
import { recordingPorts } from './recording-ports.ts';
import { someTurns } from './some-turns.ts';

/** The channels in the order in which the template of this world falls back. */
export const channels = ['email', 'sms', 'phone'] as const;
export type ChannelName = (typeof channels)[number];

type Waiting = { readonly id: string; readonly body: unknown; receives: number; visibleAt: number };
type Call = Attempt & { readonly channel: ChannelName };

export type ChannelWorldOptions = {
  readonly answer: (call: Call) => ChannelOutcome;
  /** Which entries get into their lanes. @default all */
  readonly isSent?: (entry: LaneEntry) => boolean;
  readonly fallback?: readonly string[];
  /** The provider of this channel takes a command once. */
  readonly idempotent?: ChannelName;
  readonly maxReceives?: number;
};

const VISIBILITY_MS = 36_000;
const FUNCTION_MS = 6000;

const serviceOf = (channel: ChannelName) => ({ agentType: channel, service: agents[channel].provider.kind });

/** The lanes of three channels with their real consumers and fallback, over one journal, in virtual time. */
export class ChannelWorld {
  readonly journal = new InMemoryJournal();
  readonly controls = new InMemoryControlStore();
  readonly customers = new InMemoryCustomerStore();
  readonly calls: Call[] = [];
  readonly accepted: Call[] = [];
  /** Bodies that wait outside of the lanes: set aside, or given up. */
  readonly aside: { readonly channel: ChannelName; readonly body: LaneMessage }[] = [];
  readonly ports = recordingPorts();
  now = 1_700_000_000_000;
  readonly #lanes = new Map(channels.map((channel) => [channel, new Map<string, Waiting>()]));
  readonly #options: ChannelWorldOptions;

  constructor(options: ChannelWorldOptions) {
    this.#options = options;
  }

  put(body: LaneMessage): void {
    const channel = channels.find((name) => name === body.agentType) ?? 'email';
    const id = randomUUID();
    this.#lanes.get(channel)?.set(id, { id, body, receives: 0, visibleAt: this.now });
  }

  get waiting(): number {
    return [...this.#lanes.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Sets a channel's breaker as an operator does. */
  async setBreaker(channel: ChannelName, state: 'open' | 'close'): Promise<void> {
    const control = breakerControl(serviceOf(channel));
    const [seen] = await this.controls.read([control]);
    const version = (seen?.version ?? 0) + 1;
    const value: BreakerState =
      state === 'open' ? holdOpen(version, this.now) : close('OPERATOR', version, this.now);
    await this.controls.write(control, { version, value });
  }

  /** A function of a channel: with a plan one that may die, else one that lives on. */
  handlerOf(channel: ChannelName, plan = new CrashPlan()) {
    const now = () => this.now;
    const store = plan.wrap(this.controls);
    const templates = { get: async () => aTemplate({}, { fallback: this.#options.fallback ?? channels }) };
    const board = { get: async () => ({ version: 0, value: undefined }) };
    const policyOf = (of: string) =>
      createContactPolicy({ channel: of, policies, templates, controls: board, now });
    const urls = { CRITICAL: 'x', HIGH: 'x', MEDIUM: 'x', LOW: 'x' };
    const laneUrls = Object.fromEntries(channels.map((name) => [name, urls]));
    const lanes = plan.wrap(this.#sender());
    return createAgentHandler<string>({
      ...this.ports,
      dimensions: { agentType: channel },
      groupMs: 4500,
      providerTimeoutMs: 3000,
      balancer: aBalancer({ now, agent: agents[channel] }),
      turns: someTurns({ now }),
      largeBodies: new InMemoryLargeBodies(),
      random: () => 0.5,
      now,
      newId: () => randomUUID(),
      queue: plan.wrap(this.#queue(channel)),
      journal: plan.wrap(this.journal),
      customers: plan.wrap(this.customers),
      cipher: fakeCipher(),
      authoriser: () => ({ allowed: true }),
      caps: new InMemoryCapLedger(),
      timers: new InMemoryTimers(),
      contactPolicy: policyOf(channel),
      fallback: createFallback({ agents, templates, policyOf, lanes, laneUrls }),
      render: async () => ({ ok: true, value: aRenderedText }),
      channel: plan.wrap(this.#provider(channel)),
      breaker: aBreaker({ name: serviceOf(channel), now, store, ports: this.ports }),
    });
  }

  /** One invocation on what is visible in a channel's lane, if anything is. */
  async step(channel: ChannelName, crash?: CrashPoint, handler?: ReturnType<ChannelWorld['handlerOf']>) {
    const records = this.#receive(channel);
    if (records.length === 0) return;
    const plan = new CrashPlan(crash);
    const run = handler ?? this.handlerOf(channel, plan);
    const answer = await Promise.race([
      run({ Records: records }, { getRemainingTimeInMillis: () => FUNCTION_MS }),
      plan.crashed,
    ]);
    if (answer === 'crashed') return;
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { messageId } of records)
      if (!failed.has(messageId)) this.#lanes.get(channel)?.delete(messageId);
  }

  /** Runs all lanes until they are empty. */
  async drain(): Promise<void> {
    for (let turn = 0; this.waiting > 0; turn += 1) {
      if (turn > 300) throw new Error('the lanes never become empty');
      for (const channel of channels) await this.step(channel);
      const times = [...this.#lanes.values()].flatMap((lane) =>
        [...lane.values()].map(({ visibleAt }) => visibleAt),
      );
      if (times.length > 0) this.now = Math.max(this.now + 1001, Math.min(...times));
    }
  }

  #receive(channel: ChannelName) {
    const lane = this.#lanes.get(channel) ?? new Map<string, Waiting>();
    const visible = [...lane.values()].filter(({ visibleAt }) => visibleAt <= this.now).slice(0, 10);
    return visible.flatMap((message) => {
      message.receives += 1;
      message.visibleAt = this.now + VISIBILITY_MS;
      if (message.receives <= (this.#options.maxReceives ?? 6))
        return [anSqsRecord(message.body, message.receives, message.id)];
      lane.delete(message.id);
      this.aside.push({ channel, body: message.body as LaneMessage });
      return [];
    });
  }

  #provider(channel: ChannelName) {
    return {
      idempotent: this.#options.idempotent === channel,
      send: async (_: string, attempt: Attempt) => {
        const call = { ...attempt, channel };
        this.calls.push(call);
        const outcome = this.#options.answer(call);
        if (outcome.kind === 'accepted') this.accepted.push(call);
        return outcome;
      },
    };
  }

  #sender(): LaneSender {
    return {
      send: async (entries) =>
        entries.map((entry) => {
          if (this.#options.isSent?.(entry) === false) return { sent: false, cause: 'THROTTLED' };
          this.put(entry.message);
          return { sent: true };
        }),
    };
  }

  #queue(channel: ChannelName) {
    const lane = this.#lanes.get(channel);
    const idOf = (receiptHandle: string) => receiptHandle.replace('receipt-', '');
    return {
      delete: async (receipts: readonly { readonly receiptHandle: string }[]) => {
        for (const { receiptHandle } of receipts) lane?.delete(idOf(receiptHandle));
      },
      returnLater: async (
        returns: readonly { readonly receiptHandle: string; readonly delaySeconds: number }[],
      ) => {
        for (const { receiptHandle, delaySeconds } of returns) {
          const message = lane?.get(idOf(receiptHandle));
          if (message) message.visibleAt = this.now + delaySeconds * 1000;
        }
      },
      setAside: async (messages: readonly { readonly body: string }[]) => {
        this.aside.push(...messages.map(({ body }) => ({ channel, body: JSON.parse(body) })));
        return messages.map(() => true);
      },
    };
  }
}
