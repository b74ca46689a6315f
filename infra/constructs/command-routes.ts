import { type EventBus, type EventPattern, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Priority, priorities } from '../../shared/messages/priority.ts';
import type { Deployment } from '../deployment.ts';
import { addDeadLetterQueue } from './message-queue.ts';

export type CommandRoutesProps = {
  readonly deployment: Deployment;
  readonly bus: EventBus;
  /** The coordinator's queue for a tier. */
  readonly laneOf: (tier: Priority) => IQueue;
};

/** Messages that name no tier are looked at with those of this one. */
const TIER_OF_THE_REST: Priority = 'MEDIUM';

/**
 * The rules that bring messages from the bus to the coordinator's lanes, whole, the bus's own envelope included:
 * a rule per tier, and two for what names none, so that all but EVENTs arrives and nothing disappears.
 */
export class CommandRoutes extends Construct {
  private readonly bus: EventBus;
  private readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: CommandRoutesProps) {
    super(scope, id);
    this.bus = props.bus;
    this.undelivered = addDeadLetterQueue(
      this,
      'Undelivered',
      props.deployment.stage,
      'undelivered-commands',
    );
    for (const tier of priorities) {
      this.route(tier, commandsWith([tier]), props.laneOf(tier));
    }
    const rest = props.laneOf(TIER_OF_THE_REST);
    this.route(
      'WithoutTier',
      commandsWith(Match.anyOf(Match.anythingBut(...priorities), Match.doesNotExist())),
      rest,
    );
    this.route('OtherMessages', { detailType: Match.anythingBut('COMMAND', 'EVENT') }, rest);
  }

  private route(id: string, eventPattern: EventPattern, lane: IQueue): void {
    new Rule(this, id, {
      eventBus: this.bus,
      eventPattern,
      targets: [new SqsQueue(lane, { deadLetterQueue: this.undelivered })],
    });
  }
}

const commandsWith = (priority: string[]): EventPattern => ({
  detailType: ['COMMAND'],
  detail: { command: { priority } },
});
