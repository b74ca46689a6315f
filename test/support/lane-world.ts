import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { unknownAgeSeconds } from '../../config/lanes.ts';
import type { Balancer } from '../../shared/balancing/balancer.ts';
import type { Attempt, Channel, ChannelOutcome } from '../../shared/channels/channel.ts';
import type { Contact, Renderer } from '../../shared/channels/renderer.ts';
import { InMemoryCustomerStore } from '../../shared/customers/adapters/in-memory-customer-store.ts';
import type { Turns } from '../../shared/fairness/turns.ts';
import { InMemoryDueClaims } from '../../shared/journal/adapters/in-memory-due-claims.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { InMemoryLargeBodies } from '../../shared/lanes/adapters/in-memory-large-bodies.ts';
import { LaneUnavailableError } from '../../shared/lanes/errors.ts';
import type { AsideMessage, LaneQueue } from '../../shared/lanes/lane-queue.ts';
import { InMemoryCapLedger } from '../../shared/policy/adapters/in-memory-cap-ledger.ts';
import type { Judgement } from '../../shared/policy/contact-gate.ts';
import { breakerControl } from '../../shared/resilience/breaker-record.ts';
import { createAgentHandler } from '../../shared/runtime/create-agent-handler.ts';
import { createSweepHandler } from '../../shared/runtime/create-sweep-handler.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { createControlBoard } from '../../shared/state/control-board.ts';
import type { ControlStore } from '../../shared/state/control-store.ts';
import { InMemoryTaskIndex } from '../../shared/tasks/adapters/in-memory-task-index.ts';
import { InMemoryTimers } from '../../shared/timers/adapters/in-memory-timers.ts';
import { aBalancer } from './a-balancer.ts';
import { aBreaker, aService, aStandby } from './a-breaker.ts';
import { aRenderedText } from './a-recipient.ts';
import { allowed } from './a-verdict.ts';
import { anSqsRecord } from './an-sqs-record.ts';
import { CrashPlan, type CrashPoint } from './crash-plan.ts';
import { fakeCipher } from './fake-cipher.ts';
import { recordingPorts } from './recording-ports.ts';
import { someTurns } from './some-turns.ts';

type Waiting = {
  readonly id: string;
  readonly body: unknown;
  readonly sentAt: number;
  receives: number;
  visibleAt: number;
};

/** A call of the provider, and the moment of virtual time at which it started. */
type Call = Attempt & { readonly at: number };

/** What one lane's world may do otherwise. */
export type WorldOptions = {
  /** What the provider answers to a command's nth attempt; accepted by default. */
  readonly answer?: (attempt: Attempt) => ChannelOutcome | undefined;
  readonly policy?: (contact: Contact, now: number) => Judgement | Promise<Judgement>;
  /** Milliseconds of virtual time until a call of a port has its effect, and again until it is answered. */
  readonly takesMs?: (port: 'provider' | 'other') => number;
  /** What the standby answers to it, where there is one. */
  readonly standby?: (attempt: Attempt) => ChannelOutcome;
  /** Shared with other lanes. @default its own */
  readonly caps?: InMemoryCapLedger;
  readonly render?: Renderer<string>;
  readonly maxReceives?: number;
  readonly balancer?: (now: () => number) => Balancer;
  readonly turns?: (now: () => number) => Turns;
  /** The provider takes a command once, and answers a repeat as it answered first. */
  readonly idempotent?: boolean;
  /** How setting aside fails: the call as a whole, or each message in its answer. */
  readonly asideFails?: 'call' | 'entries';
};

const FUNCTION_MS = 6000;
const VISIBILITY_MS = 36_000;

/** One lane with its real consumer, a provider, and SQS's rules in virtual time. */
export class LaneWorld {
  readonly due = new InMemoryDueClaims();
  readonly journal = new InMemoryJournal(this.due);
  readonly controls = new InMemoryControlStore();
  readonly customers = new InMemoryCustomerStore();
  readonly cipher = fakeCipher();
  readonly largeBodies = new InMemoryLargeBodies();
  readonly caps: InMemoryCapLedger;
  readonly timers = new InMemoryTimers();
  readonly accepted: Attempt[] = [];
  readonly calls: Call[] = [];
  /** Calls of the standby. */
  readonly standbyCalls: Call[] = [];
  readonly deadLetters: Waiting[] = [];
  /** Messages that were set aside. */
  readonly aside: AsideMessage[] = [];
  readonly ports = recordingPorts();
  now = 1_700_000_000_000;
  portCalls = 0;
  #plan = new CrashPlan();
  readonly #waiting = new Map<string, Waiting>();
  readonly #options: WorldOptions;

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.caps = options.caps ?? new InMemoryCapLedger();
  }

  /** Puts a message into the lane. */
  put(body: unknown): void {
    const id = randomUUID();
    this.#waiting.set(id, { id, body, sentAt: this.now, receives: 0, visibleAt: this.now });
  }

  /** Lets virtual time pass. */
  pass(ms: number): void {
    this.now += ms;
  }

  /** Runs invocations until the lane is empty; the nth one dies at its crash point. Gives up after 200. */
  async drain(crashes: Readonly<Record<number, CrashPoint>> = {}): Promise<void> {
    for (let invocation = 0; this.#waiting.size > 0; invocation += 1) {
      if (invocation > 200) throw new Error('the lane never becomes empty');
      const batch = this.#receive();
      if (batch.length > 0) await this.#invoke(batch, new CrashPlan(crashes[invocation]));
    }
  }

  /** Runs one invocation on what is visible now, if anything is. */
  async step(crash?: CrashPoint): Promise<void> {
    const visible = [...this.#waiting.values()].some(({ visibleAt }) => visibleAt <= this.now);
    const batch = visible ? this.#receive() : [];
    if (batch.length > 0) await this.#invoke(batch, new CrashPlan(crash));
  }

  /** Runs the sweep once, on ports that may crash. */
  async sweep(crash?: CrashPoint): Promise<void> {
    const plan = new CrashPlan(crash);
    const handler = createSweepHandler({
      ...this.ports,
      stage: 'test',
      dimensions: {},
      ageSeconds: unknownAgeSeconds,
      now: () => this.now,
      journal: plan.wrap(this.journal),
      due: plan.wrap(this.due),
      controls: plan.wrap(this.controls),
      tasks: new InMemoryTaskIndex(),
    });
    await Promise.race([handler({}, { getRemainingTimeInMillis: () => 60_000 }), plan.crashed]);
  }

  /** Takes all messages out of the lane, as a retention that is over or a purge does. */
  loseMessages(): void {
    this.#waiting.clear();
  }

  /** Kills the process of the invocation that runs now, as code that ends its process does. */
  crashNow(): Promise<never> {
    return this.#plan.crash();
  }

  #receive(): SQSRecord[] {
    const visible = [...this.#waiting.values()].filter(({ visibleAt }) => visibleAt <= this.now);
    if (visible.length === 0)
      this.pass(Math.min(...[...this.#waiting.values()].map(({ visibleAt }) => visibleAt)) - this.now);
    return visible.slice(0, 10).flatMap((message) => {
      message.receives += 1;
      message.visibleAt = this.now + VISIBILITY_MS;
      if (message.receives <= (this.#options.maxReceives ?? 6))
        return [anSqsRecord(message.body, message.receives, message.id, message.sentAt)];
      this.#waiting.delete(message.id);
      this.deadLetters.push(message);
      return [];
    });
  }

  async #invoke(records: SQSRecord[], plan: CrashPlan): Promise<void> {
    this.#plan = plan;
    const handler = this.#handler(plan);
    const event: SQSEvent = { Records: records };
    const answer = await Promise.race([
      handler(event, { getRemainingTimeInMillis: () => FUNCTION_MS }),
      plan.crashed,
    ]);
    this.portCalls += plan.calls;
    this.pass(100);
    if (answer !== 'crashed') this.#acknowledge(records, answer);
  }

  #acknowledge(records: readonly SQSRecord[], answer: SQSBatchResponse): void {
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { messageId } of records) if (!failed.has(messageId)) this.#waiting.delete(messageId);
  }

  #handler(plan: CrashPlan) {
    const { idempotent = false } = this.#options;
    const channel: Channel<string> = {
      idempotent,
      send: async (_, attempt) => {
        this.calls.push({ ...attempt, at: this.now });
        const first = this.accepted.find(({ commandId }) => commandId === attempt.commandId);
        if (idempotent && first !== undefined) return { kind: 'accepted', providerMessageId: 'the first' };
        const outcome = this.#options.answer?.(attempt) ?? {
          kind: 'accepted',
          providerMessageId: `ses-${randomUUID()}`,
        };
        if (outcome.kind === 'accepted') this.accepted.push(attempt);
        return outcome;
      },
    };
    const policy = {
      check: async (contact: Contact) => (await this.#options.policy?.(contact, this.now)) ?? allowed,
    };
    const renderer = {
      render: this.#options.render ?? (async () => ({ ok: true, value: aRenderedText }) as const),
    };
    const wrap = <Port extends object>(port: Port, kind: 'provider' | 'other' = 'other') =>
      plan.wrap(this.#slow(port, kind));
    const wrapped = { policy: wrap(policy), renderer: wrap(renderer) };
    return createAgentHandler<string>({
      ...this.ports,
      dimensions: { agentType: 'email' },
      groupMs: 4500,
      providerTimeoutMs: 3000,
      balancer: this.#options.balancer?.(() => this.now) ?? aBalancer({ now: () => this.now }),
      turns: this.#options.turns?.(() => this.now) ?? someTurns({ now: () => this.now }),
      random: () => 0.5,
      now: () => this.now,
      newId: () => randomUUID(),
      queue: wrap(this.#queue()),
      journal: wrap(this.journal),
      customers: wrap(this.customers),
      cipher: wrap(this.cipher),
      largeBodies: wrap(this.largeBodies),
      authoriser: () => ({ allowed: true }),
      caps: wrap(this.caps),
      timers: wrap(this.timers),
      contactPolicy: (contact) => wrapped.policy.check(contact),
      render: (contact) => wrapped.renderer.render(contact),
      ...this.#services(plan, wrap(channel, 'provider'), wrap(this.controls)),
    });
  }

  /** The same port, whose calls take virtual time. */
  #slow<Port extends object>(port: Port, kind: 'provider' | 'other'): Port {
    const { takesMs } = this.#options;
    if (takesMs === undefined) return port;
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          this.pass(takesMs(kind));
          const result: unknown = await Reflect.apply(member, target, args);
          this.pass(takesMs(kind));
          return result;
        };
      },
    });
  }

  /** The providers of the agent with their breakers, over the one board of its process. */
  #services(plan: CrashPlan, channel: Channel<string>, store: ControlStore) {
    const now = () => this.now;
    const board = createControlBoard({ store, names: [aService, aStandby].map(breakerControl), now });
    const common = { now, store, board, ports: this.ports };
    const channels = { channel, breaker: aBreaker(common) };
    const { standby } = this.#options;
    if (standby === undefined) return channels;
    const send = async (_: string, attempt: Attempt) => {
      this.standbyCalls.push({ ...attempt, at: this.now });
      const outcome = standby(attempt);
      if (outcome.kind === 'accepted') this.accepted.push(attempt);
      return outcome;
    };
    const second = {
      name: aStandby.service,
      channel: plan.wrap(this.#slow({ send }, 'provider')),
      breaker: aBreaker({ ...common, name: aStandby }),
    };
    return { ...channels, standby: second };
  }

  #queue(): LaneQueue {
    const idOf = (receiptHandle: string) => receiptHandle.replace('receipt-', '');
    return {
      delete: async (receipts) => {
        for (const { receiptHandle } of receipts) this.#waiting.delete(idOf(receiptHandle));
      },
      returnLater: async (returns) => {
        for (const { receiptHandle, delaySeconds } of returns) {
          const message = this.#waiting.get(idOf(receiptHandle));
          if (message) message.visibleAt = this.now + delaySeconds * 1000;
        }
      },
      setAside: async (messages) => {
        if (this.#options.asideFails === 'entries') return messages.map(() => false);
        if (this.#options.asideFails === 'call')
          throw new LaneUnavailableError('the dead-letter queue is gone');
        this.aside.push(...messages);
        return messages.map(() => true);
      },
    };
  }
}
