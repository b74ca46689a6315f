import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  MetricType,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { addAlarm } from './alarm.ts';
import { failedRecordsDestination } from './failed-records-bucket.ts';
import type { Journal } from './journal.ts';
import type { MessageBus } from './message-bus.ts';
import type { State } from './state.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type EventRelayProps = {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly bus: MessageBus;
  readonly state: State;
};

/** Tries of a batch, halved each time it fails as a whole, before its records go to the bucket. */
const RETRIES = 8;
const BATCH_SIZE = 100;
const BEHIND_MILLISECONDS = 60_000;

/** The function that puts the journal's new facts on the bus as EVENTs; what it cannot put lies whole in the bucket. */
export class EventRelay extends Construct {
  constructor(scope: Construct, id: string, props: EventRelayProps) {
    super(scope, id);
    const relay = new SwitchboardFunction(this, 'Relay', {
      deployment: props.deployment,
      folder: 'event-relay',
      description: `Switchboard ${props.deployment.stageName}: facts of the journal to the bus`,
      memoryMb: 512,
      timeoutSeconds: 30,
    });
    props.bus.grantPut(relay);
    props.state.grantMarks(relay);
    props.state.grantCommandIndex(relay);
    props.journal.grantInsertAndRead(relay); // of batches, whose members' ends it notes
    const mapping = this.createMapping(relay, props);
    this.addAlarms(relay, mapping);
  }

  private createMapping(
    relay: SwitchboardFunction,
    { deployment, journal }: EventRelayProps,
  ): EventSourceMapping {
    return new EventSourceMapping(this, 'Stream', {
      target: relay.target,
      eventSourceArn: journal.grantStreamRead(relay),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: BATCH_SIZE,
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') })],
      bisectBatchOnError: true,
      retryAttempts: RETRIES,
      reportBatchItemFailures: true,
      onFailure: failedRecordsDestination(this, deployment.stageName, relay),
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
  }

  private addAlarms(relay: SwitchboardFunction, mapping: EventSourceMapping): void {
    addAlarm(this, 'relay-behind', {
      metric: relay.target.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      above: BEHIND_MILLISECONDS,
      periods: 5,
    });
    addAlarm(this, 'failed-records-written', {
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'OnFailureDestinationDeliveredEventCount',
        dimensionsMap: { EventSourceMappingUUID: mapping.eventSourceMappingId },
        period: Duration.minutes(1),
        statistic: 'Sum',
      }),
      above: 0,
    });
  }
}
