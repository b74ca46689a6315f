import { Stack } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeadLetterSource } from '../../shared/parking/read-dead-letter.ts';
import type { Deployment } from '../deployment.ts';
import { addAlarm, ownMetric } from './alarm.ts';
import type { Customers } from './customers.ts';
import type { Journal } from './journal.ts';
import { TRIAGE_TIMEOUT_SECONDS } from './message-queue.ts';
import { Parking } from './parking.ts';
import type { State } from './state.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

/** A dead-letter queue, and what is behind it. */
export type DeadLetters = DeadLetterSource & { readonly queue: Queue };

export type DeadLetterTriageProps = {
  readonly deployment: Deployment;
  /** Whose dead letters they are: an agent type, or `messaging`. */
  readonly of: string;
  /** Every dead-letter queue of the stack. */
  readonly deadLetters: readonly DeadLetters[];
  readonly journal: Journal;
  readonly customers: Customers;
  readonly state: State;
};

/** AWS's least for a mapping: dead letters are few, and nobody waits for them. */
const MAX_CONCURRENCY = 2;

/**
 * The function that empties the dead-letter queues of its stack, since SQS shows nobody what is in them, and parks what it
 * finds. What it fails on stays in its queue: there is no further one behind it.
 */
export class DeadLetterTriage extends Construct {
  constructor(scope: Construct, id: string, props: DeadLetterTriageProps) {
    super(scope, id);
    const { deployment, of, journal, customers, state } = props;
    const triage = new SwitchboardFunction(this, 'Triage', {
      deployment,
      folder: 'dead-letter-triage',
      description: `Switchboard ${deployment.stageName}: dead letters of ${of} are parked`,
      memoryMb: 512,
      timeoutSeconds: TRIAGE_TIMEOUT_SECONDS,
    });
    journal.grantInsertAndRead(triage);
    customers.grantEncrypt(triage);
    state.grantControls(triage);
    new Parking(this, 'Parking', { deployment, state }).grantPut(triage);
    this.connect(triage, props);
    this.addAlarms({ stage: deployment.stageName, triage: of });
  }

  private connect(triage: SwitchboardFunction, { of, deadLetters }: DeadLetterTriageProps): void {
    for (const { queue } of deadLetters) {
      const id = queue.node.path.split('/').slice(1).join('');
      triage.workOn(id, queue, { batchSize: 10, batchWindowSeconds: 0, maxConcurrency: MAX_CONCURRENCY });
    }
    const sources = deadLetters.map(({ queue, ...source }) => ({ ...source, url: queue.queueUrl }));
    triage.setVariable('DEAD_LETTER_SOURCES', Stack.of(this).toJsonString(sources));
    triage.setVariable('TRIAGE_OF', of);
  }

  private addAlarms(dimensionsMap: Record<string, string>): void {
    addAlarm(this, 'messages-parked', { metric: ownMetric('PARKED', dimensionsMap), above: 0 });
    // A message that fails three times is no longer counted in the age of its queue, so its failures are counted.
    addAlarm(this, 'triage-behind', { metric: ownMetric('RETRY', dimensionsMap), above: 0, periods: 3 });
  }
}
