import { type EventBus, type EventPattern, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BATCH } from '../../shared/messages/batch-message.ts';
import {
  commandTypeTable,
  contextUpdateRow,
  eventTypeTable,
  typesWhere,
} from '../../shared/messages/message-types.ts';
import { type Priority, priorities } from '../../shared/messages/priority.ts';
import type { Deployment } from '../deployment.ts';
import { addUndeliveredAlarm } from './alarm.ts';
import type { DeadLetters } from './dead-letter-triage.ts';
import { addDeadLetterQueue } from './message-queue.ts';

export type CommandRoutesProps = {
  readonly deployment: Deployment;
  readonly bus: EventBus;
  /** The coordinator's queue for a tier. */
  readonly laneOf: (tier: Priority) => IQueue;
};

/** Messages that name no tier, and no type that has one, are looked at with those of this one. */
const TIER_OF_THE_REST: Priority = 'MEDIUM';

/**
 * The rules that bring messages from the bus to the coordinator's lanes, whole, the bus's own envelope included: COMMANDs by
 * their priority or else their type's tier, batches by their priority, CONTEXT_UPDATEs, the EVENTs that the coordinator acts on, and everything that is
 * none of these, so that nothing but EVENTs for subscribers passes it by.
 */
export class CommandRoutes extends Construct {
  private readonly props: CommandRoutesProps;
  /** For the triage of the stack: what the bus could not deliver goes on like the rest. */
  readonly deadLetters: DeadLetters;
  private readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: CommandRoutesProps) {
    super(scope, id);
    this.props = props;
    const { stage } = props.deployment;
    this.undelivered = addDeadLetterQueue(this, 'Undelivered', stage);
    addUndeliveredAlarm(this, this.undelivered);
    this.deadLetters = {
      pool: 'coordinator',
      tier: TIER_OF_THE_REST,
      carries: 'bus-events',
      queue: this.undelivered,
    };
    for (const tier of priorities) this.routeTier(tier);
    this.routeRest();
  }

  private routeTier(tier: Priority): void {
    this.route(tier, tier, commandsWith({ priority: [tier] }));
    this.route(`${tier}Batches`, tier, batchesWith([tier]));
    const commandTypes = typesWhere(commandTypeTable, (row) => row.tier === tier);
    if (commandTypes.length > 0) {
      this.route(
        `${tier}ByType`,
        tier,
        commandsWith({ priority: Match.doesNotExist(), type: [...commandTypes] }),
      );
    }
    const eventTypes = typesWhere(eventTypeTable, (row) => row.decides && row.tier === tier);
    if (eventTypes.length > 0) {
      const detail = { event: { type: [...eventTypes] } };
      this.route(`${tier}Events`, tier, { detailType: ['EVENT'], detail });
    }
  }

  private routeRest(): void {
    this.route('ContextUpdates', contextUpdateRow.tier, { detailType: ['CONTEXT_UPDATE'] });
    this.route(
      'WrongPriority',
      TIER_OF_THE_REST,
      commandsWith({ priority: Match.anythingBut(...priorities) }),
    );
    const unknownType = Match.anyOf(
      Match.anythingBut(...Object.keys(commandTypeTable)),
      Match.doesNotExist(),
    );
    this.route(
      'WithoutTier',
      TIER_OF_THE_REST,
      commandsWith({ priority: Match.doesNotExist(), type: unknownType }),
    );
    this.route('BatchesOfTheRest', TIER_OF_THE_REST, batchesWith(Match.anythingBut(...priorities)));
    this.route('BatchesWithoutPriority', TIER_OF_THE_REST, batchesWith(Match.doesNotExist()));
    const others = Match.anythingBut('COMMAND', 'EVENT', 'CONTEXT_UPDATE', BATCH);
    this.route('OtherMessages', TIER_OF_THE_REST, { detailType: others });
  }

  private route(id: string, tier: Priority, eventPattern: EventPattern): void {
    new Rule(this, id, {
      eventBus: this.props.bus,
      eventPattern,
      targets: [new SqsQueue(this.props.laneOf(tier), { deadLetterQueue: this.undelivered })],
    });
  }
}

const commandsWith = (command: Readonly<Record<string, string[]>>): EventPattern => ({
  detailType: ['COMMAND'],
  detail: { command },
});

const batchesWith = (priority: string[]): EventPattern => ({
  detailType: [BATCH],
  detail: { batchMessage: { priority } },
});
