import { toldFacts, untoldFacts } from '../../local/docs/example-facts.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import type { Event } from '../../shared/messages/event.ts';
import { InMemoryToldMarks } from '../../shared/reconciliation/adapters/in-memory-told-marks.ts';
import { createEventFollower } from '../../shared/reconciliation/event-follower.ts';
import type { FactFollower } from '../../shared/reconciliation/fact-follower.ts';
import type { FactSource, FoundFact, SourcePosition } from '../../shared/reconciliation/fact-source.ts';
import { keptProgress, type ProgressStore } from '../../shared/reconciliation/progress.ts';
import { type ReconcileOptions, reconcile } from '../../shared/reconciliation/reconcile.ts';
import { eventOfFact } from '../../shared/relay/event-of-fact.ts';
import { InMemoryCommandIndex } from '../../shared/reports/adapters/in-memory-command-index.ts';
import { createRelayHandler } from '../../shared/runtime/create-relay-handler.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { CrashPlan, type CrashPoint } from './crash-plan.ts';
import { itemOf } from './item-of.ts';
import { recordingPorts } from './recording-ports.ts';

/** What becomes of a stream record at the relay: `unmarked` means that it died between telling and marking. */
export type Fate = 'relayed' | 'dropped' | 'unmarked';

/** A fact that the journal gets: which of the examples, in which shard. */
export type Written = { readonly example: number; readonly shard: number; readonly fate: Fate };

const examples = [...toldFacts, ...untoldFacts];

/** Kinds of facts that a world can have. */
export const EXAMPLES = examples.length;

/** A stream of shards in memory, a relay that drops records, a bus, and the reconciler over them. */
export class ReconciliationWorld {
  readonly facts: Fact[] = [];
  readonly told: Event[] = [];
  readonly marks = new InMemoryToldMarks();
  readonly controls = new InMemoryControlStore();
  readonly log = recordingPorts().log;
  now = 1_700_000_000_000;
  /** Whether the bus takes an event. */
  takes: (event: Event) => boolean = () => true;
  portCalls = 0;
  readonly #shards = new Map<string, FoundFact[]>();
  readonly #pageSize: number;

  constructor(pageSize = 3) {
    this.#pageSize = pageSize;
  }

  /** Writes a fact; the relay does with its record what its fate says. */
  async write({ example, shard, fate }: Written): Promise<Fact> {
    this.now += 1000;
    const fact = { ...examples[example], aggregate: `command#${this.facts.length}` } as Fact;
    this.facts.push(fact);
    const found = this.#shards.get(`shard-${shard}`) ?? [];
    this.#shards.set(`shard-${shard}`, found);
    found.push({ sequenceNumber: String(this.facts.length).padStart(6, '0'), at: this.now, fact });
    if (fate !== 'dropped') await this.#relay(fact, fate);
    return fact;
  }

  /** Puts a record into a shard that is no fact. */
  writeBroken(shard: number): void {
    this.#shards.get(`shard-${shard}`)?.push({ sequenceNumber: '999999', at: this.now, fact: undefined });
  }

  /** One run, which dies at a crash point or after some pages' time; `undefined` where it died. */
  async reconcile(
    options: Partial<ReconcileOptions> & {
      readonly crash?: CrashPoint;
      readonly pages?: number;
      readonly progress?: ProgressStore;
      readonly others?: readonly FactFollower[];
    } = {},
  ) {
    const plan = new CrashPlan(options.crash);
    let pages = options.pages ?? Number.POSITIVE_INFINITY;
    const follower = createEventFollower({
      log: this.log,
      publisher: plan.wrap({ publish: (events: readonly Event[]) => this.#publish(events) }),
      marks: plan.wrap(this.marks),
    });
    const run = reconcile(
      {
        sources: [plan.wrap(this.#source())],
        followers: [follower, ...(options.others ?? [])],
        progress: options.progress ?? keptProgress(plan.wrap(this.controls), 'journal'),
        timeLeftMs: () => {
          pages -= 1;
          return pages < 0 ? 0 : 600_000;
        },
      },
      { until: this.now, repair: true, ...options },
    );
    const report = await Promise.race([run, plan.crashed]);
    this.portCalls = plan.calls;
    return report === 'crashed' ? undefined : report;
  }

  /** How often the bus was told each fact's event, in the order of the facts that have one. */
  timesTold(): readonly number[] {
    return this.facts.flatMap((fact) => {
      const id = eventOfFact(fact)?.messageId;
      return id === undefined ? [] : [this.told.filter(({ messageId }) => messageId === id).length];
    });
  }

  async #relay(fact: Fact, fate: Fate): Promise<void> {
    const marks = fate === 'relayed' ? this.marks : { note: () => Promise.reject(new Error('gone')) };
    const publisher = { publish: async (events: readonly Event[]) => this.#publish(events) };
    const handler = createRelayHandler({
      ...recordingPorts(),
      dimensions: {},
      publisher,
      marks,
      index: new InMemoryCommandIndex(),
      journal: new InMemoryJournal(),
    });
    await handler({ Records: [{ dynamodb: { SequenceNumber: '1', NewImage: itemOf(fact) } }] });
  }

  async #publish(events: readonly Event[]): Promise<boolean[]> {
    const taken = events.map((event) => this.takes(event));
    this.told.push(...events.filter((_, index) => taken[index]));
    return taken;
  }

  #source(): FactSource {
    return {
      parts: async () => [...this.#shards.keys()],
      read: async ({ partId, after = '' }: SourcePosition) => {
        const open = (this.#shards.get(partId) ?? []).filter(({ sequenceNumber }) => sequenceNumber > after);
        const found = open.slice(0, this.#pageSize);
        // As in a stream, what lies behind the last fact is no fact, and is read with it.
        const upTo = found.length > 0 ? `${found.at(-1)?.sequenceNumber}-end` : undefined;
        return { found, upTo, next: open.length > found.length ? { partId, after: upTo } : undefined };
      },
    };
  }
}
