import { profiles } from '../../config/stages.ts';
import { InMemoryAgentStateStore } from '../../shared/agents/adapters/in-memory-agent-state-store.ts';
import { InMemoryConversationStore } from '../../shared/conversations/adapters/in-memory-conversation-store.ts';
import { InMemoryDueClaims } from '../../shared/journal/adapters/in-memory-due-claims.ts';
import { commandAggregate } from '../../shared/journal/command-facts.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import type { StageProfile } from '../../shared/lanes/stage.ts';
import type { Event } from '../../shared/messages/event.ts';
import { InMemoryParkingLot } from '../../shared/parking/adapters/in-memory-parking-lot.ts';
import type { DeadLetterSource } from '../../shared/parking/read-dead-letter.ts';
import { InMemoryCapLedger } from '../../shared/policy/adapters/in-memory-cap-ledger.ts';
import { InMemoryRecordStore } from '../../shared/records/adapters/in-memory-record-store.ts';
import type { Control } from '../../shared/state/control-store.ts';
import { InMemoryTimers } from '../../shared/timers/adapters/in-memory-timers.ts';
import { FaultPlan, faultProfiles, type ProfileName } from './faults.ts';
import type { Environment } from './models/environment.ts';
import { EventBus } from './models/event-bus.ts';
import type { Contact } from './models/provider.ts';
import type { Queue } from './models/queue.ts';
import { WatchedControls } from './models/watched-controls.ts';
import { WatchedCustomers } from './models/watched-customers.ts';
import { WatchedJournal } from './models/watched-journal.ts';
import type { Mutation } from './mutation.ts';
import { SeededRandom } from './seeded-random.ts';
import type { Submitted } from './submitted.ts';
import { Trace } from './trace.ts';
import { VirtualClock } from './virtual-clock.ts';
import { starts } from './zones.ts';

/** All that decides what happens in a world. */
export type WorldSeed = {
  readonly seed: number;
  readonly profile: ProfileName;
  readonly messages: number;
};

/** Told of what happens, as it happens. */
export type Watcher = Partial<{
  fact(fact: Fact): void;
  /** A process called a provider; it began to at `startedAt`. */
  started(contact: Contact, startedAt: number, caller: Environment): void;
  accepted(contact: Contact, providerMessageId: string): void;
  /** A customer was read, to decide whether to send. */
  read(customerId: string): void;
  banned(customerId: string, channel: string): void;
  /** No ban of the channel is left. */
  lifted(customerId: string, channel: string): void;
  /** A process set a switch of the stage. */
  controlled(name: string, control: Control, writer: Environment): void;
  /** A subscriber of the bus hears of an EVENT. */
  heard(event: Event): void;
}>;

export type Violation = {
  /** The number of the invariant in targets. */
  readonly invariant: number;
  readonly what: string;
  readonly commandId: string | undefined;
  readonly at: number;
};

/** One simulated deployment: stores, queues and buses in memory, virtual time, and the truth that invariants look at. */
export class World {
  readonly seed: WorldSeed;
  readonly clock: VirtualClock;
  readonly trace = new Trace();
  readonly random: SeededRandom;
  readonly faults: FaultPlan;
  readonly stage: StageProfile;
  readonly mutation: Mutation;
  readonly dueClaims = new InMemoryDueClaims();
  readonly timers = new InMemoryTimers();
  readonly caps = new InMemoryCapLedger();
  readonly journal = new WatchedJournal(this.dueClaims, (fact) => this.#noteFact(fact));
  readonly customers = new WatchedCustomers({
    read: (customerId) => this.#noteRead(customerId),
    lifted: (customerId, channel) => this.#noteLift(customerId, channel),
    banned: (customerId, channel) => this.#noteBan(customerId, channel),
  });
  readonly conversations = new InMemoryConversationStore();
  readonly controls = new WatchedControls((...change) => this.#noteControl(...change));
  readonly agentStates = new InMemoryAgentStateStore();
  readonly records = new InMemoryRecordStore(this);
  readonly bus: EventBus;
  /** The account's default bus, on which AWS's own services speak. */
  readonly providerBus: EventBus;
  /** By ARN. */
  readonly queues = new Map<string, Queue>();
  /** What is behind dead-letter queues that have a triage, by their ARN. */
  readonly deadLetterSources = new Map<string, DeadLetterSource>();
  readonly lot = new InMemoryParkingLot({ seal: async (_, body) => body, open: async (_, body) => body });
  readonly watchers: Watcher[] = [];
  readonly violations: Violation[] = [];
  /** The attempts of each command that its provider took. */
  readonly acceptedAttempts = new Map<string, readonly number[]>();
  /** How many commands ended how, once the world stands still. */
  readonly places = new Map<string, number>();
  /** Somebody follows the link of an e-mail and confirms. */
  unsubscribe: (url: string) => void = () => undefined;
  /** The time zones that customers were given, by their ids. */
  readonly zones = new Map<string, string | undefined>();
  /** What producers gave away, by message id. */
  readonly submitted = new Map<string, Submitted>();

  constructor(seed: WorldSeed, mutation: Mutation = {}) {
    this.seed = seed;
    this.mutation = mutation;
    this.random = new SeededRandom(seed.seed);
    this.clock = new VirtualClock(this.random.pick(starts));
    this.faults = new FaultPlan(faultProfiles[seed.profile], this.random);
    this.stage = this.random.chance(0.25) ? profiles.starter : profiles.standard;
    this.bus = new EventBus(this);
    this.providerBus = new EventBus(this);
  }

  /** Says that an invariant is broken, and ends the run. */
  violate(invariant: number, what: string, commandId?: string): void {
    this.violations.push({ invariant, what, commandId, at: this.clock.now });
    this.clock.stop();
  }

  noteStart(contact: Contact, startedAt: number, caller: Environment): void {
    this.trace.note(this.clock.now, `start ${contact.commandId}#${contact.attempt}`);
    for (const watcher of this.watchers) watcher.started?.(contact, startedAt, caller);
  }

  noteAcceptance(contact: Contact, providerMessageId: string): void {
    this.trace.note(this.clock.now, `accept ${contact.commandId}#${contact.attempt}`);
    for (const watcher of this.watchers) watcher.accepted?.(contact, providerMessageId);
  }

  noteHearing(event: Event): void {
    for (const watcher of this.watchers) watcher.heard?.(event);
  }

  /** The facts of a command, by sequence. */
  factsOf(commandId: string): Promise<readonly Fact[]> {
    return this.journal.read(commandAggregate(commandId));
  }

  #noteFact(fact: Fact): void {
    this.trace.note(this.clock.now, `${fact.aggregate} ${fact.key} ${fact.at}`);
    for (const watcher of this.watchers) watcher.fact?.(fact);
  }

  #noteControl(name: string, control: Control, writer: Environment): void {
    this.trace.note(this.clock.now, `${name} ${control.version}`);
    for (const watcher of this.watchers) watcher.controlled?.(name, control, writer);
  }

  #noteRead(customerId: string): void {
    for (const watcher of this.watchers) watcher.read?.(customerId);
  }

  #noteLift(customerId: string, channel: string): void {
    this.trace.note(this.clock.now, `lift ${customerId} ${channel}`);
    for (const watcher of this.watchers) watcher.lifted?.(customerId, channel);
  }

  #noteBan(customerId: string, channel: string): void {
    this.trace.note(this.clock.now, `ban ${customerId} ${channel}`);
    for (const watcher of this.watchers) watcher.banned?.(customerId, channel);
  }
}
