import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate } from '../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../shared/journal/command-state.ts';
import { InMemoryParkingLot } from '../../shared/parking/adapters/in-memory-parking-lot.ts';
import { JoseBodyCipher } from '../../shared/parking/adapters/jose-body-cipher.ts';
import type { ParkedMessage } from '../../shared/parking/parked-message.ts';
import type { DeadLetterSource } from '../../shared/parking/read-dead-letter.ts';
import type { ReleaseDeps } from '../../shared/parking/release-parked.ts';
import type { ReturnQueue } from '../../shared/parking/return-queue.ts';
import { createTriageHandler } from '../../shared/runtime/create-triage-handler.ts';
import { InMemoryKeyRing } from '../../shared/security/adapters/in-memory-key-ring.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { aService } from './a-breaker.ts';
import { anSqsRecord } from './an-sqs-record.ts';
import { CrashPlan, type CrashPoint } from './crash-plan.ts';
import { recordingPorts } from './recording-ports.ts';

/** The queues behind the dead-letter queues of these tests, by what their ARN ends in. */
const sources: Readonly<Record<string, DeadLetterSource>> = {
  lane: { pool: 'email', tier: 'HIGH', carries: 'lane-messages' },
  coordinator: { pool: 'coordinator', tier: 'MEDIUM', carries: 'bus-events' },
  receipts: { pool: 'receipts', carries: 'news' },
};

type Attributes = Readonly<Record<string, string>>;

/** A dead letter as triage receives it. */
export const aDeadLetter = (body: unknown, queue = 'lane', attributes: Attributes = {}): SQSRecord => ({
  ...anSqsRecord(body),
  eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
  messageAttributes: Object.fromEntries(
    Object.entries(attributes).map(([name, stringValue]) => [name, { stringValue, dataType: 'String' }]),
  ),
});

/** A dead-letter queue with its triage, the parking lot, and the queues that messages go back to. */
export class ParkingWorld {
  readonly journal: InMemoryJournal;
  readonly keys = new InMemoryKeyRing();
  readonly lot = new InMemoryParkingLot(new JoseBodyCipher(this.keys), 2);
  readonly ports = recordingPorts();
  readonly controls: InMemoryControlStore;
  readonly waiting: SQSRecord[] = [];
  /** What was put back into its queue: the message's id and the body. */
  readonly returned: { readonly parked: ParkedMessage; readonly body: string }[] = [];
  now = 1_700_000_600_000;
  calls = 0;

  constructor(journal = new InMemoryJournal(), controls = new InMemoryControlStore()) {
    this.journal = journal;
    this.controls = controls;
  }

  readonly returns: ReturnQueue = {
    send: async (parked, body) => {
      this.returned.push({ parked, body });
      return 'sent';
    },
  };

  /** Runs triage until the queue is empty; the nth invocation dies at its crash point. Gives up after 20. */
  async triage(crashes: Readonly<Record<number, CrashPoint>> = {}): Promise<void> {
    for (let invocation = 0; this.waiting.length > 0; invocation += 1) {
      if (invocation > 20) throw new Error('the queue never becomes empty');
      await this.#invoke(new CrashPlan(crashes[invocation]));
      this.now += 1000;
    }
  }

  /** What a release needs, its ports under a plan. */
  releaseDeps(plan = new CrashPlan()): ReleaseDeps {
    return {
      journal: plan.wrap(this.journal),
      lot: plan.wrap(this.lot),
      returns: plan.wrap(this.returns),
      now: () => this.now,
    };
  }

  /** Every parked message of a pool. */
  async parked(pool = 'email'): Promise<readonly ParkedMessage[]> {
    const found: ParkedMessage[] = [];
    let after: string | undefined;
    do {
      const page = await this.lot.list(pool, {}, after);
      found.push(...page.messages);
      after = page.next;
    } while (after !== undefined);
    return found;
  }

  async status(commandId: string) {
    return commandStateOf(await this.journal.read(commandAggregate(commandId))).status;
  }

  async keysOf(commandId: string): Promise<readonly string[]> {
    return (await this.journal.read(commandAggregate(commandId))).map(({ key }) => key);
  }

  async #invoke(plan: CrashPlan): Promise<void> {
    const records = this.waiting.slice(0, 10);
    const event: SQSEvent = { Records: records };
    const handler = createTriageHandler({
      ...this.ports,
      dimensions: { triage: 'test' },
      groupMs: 1000,
      random: () => 0.5,
      queue: { delete: async () => undefined, returnLater: async () => undefined },
      journal: plan.wrap(this.journal),
      lot: plan.wrap(this.lot),
      controls: plan.wrap(this.controls),
      services: [aService],
      sourceOf: (arn) => sources[arn.slice(arn.lastIndexOf(':') + 1)],
      now: () => this.now,
    });
    const answer = await Promise.race([
      handler(event, { getRemainingTimeInMillis: () => 10_000 }),
      plan.crashed,
    ]);
    this.calls = plan.calls;
    if (answer === 'crashed') return;
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    this.waiting.splice(0, records.length, ...records.filter(({ messageId }) => failed.has(messageId)));
  }
}
