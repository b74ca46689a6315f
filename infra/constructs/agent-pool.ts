import { Stack } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { PoolFunctions } from '../../shared/agents/agent-registry.ts';
import { planLanes } from '../../shared/lanes/lane-plan.ts';
import { type FunctionRole, functionRoleOf } from '../../shared/lanes/lane-table.ts';
import { type Priority, priorities } from '../../shared/messages/priority.ts';
import type { Deployment } from '../deployment.ts';
import type { AgentLanes } from './agent-lanes.ts';
import type { DeadLetters } from './dead-letter-triage.ts';
import type { Journal } from './journal.ts';
import { Lane } from './lane.ts';
import { pollersOf } from './queue-mapping.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type AgentPoolProps = {
  readonly deployment: Deployment;
  /** The lane table's key, such as `email`. */
  readonly pool: string;
  /** Folder under `functions/`: one bundle for both functions. */
  readonly folder: string;
  readonly functions: PoolFunctions;
  readonly journal: Journal;
  /** The users' templates lie beside the code. @default false */
  readonly withTemplates?: boolean;
};

/** A pool's lanes and the two functions that work on them: CRITICAL has one of its own, so that nothing waits before it. */
export class AgentPool extends Construct {
  readonly functions: readonly SwitchboardFunction[];
  private readonly lanes: readonly Lane[];
  private readonly byRole: Readonly<Record<FunctionRole, SwitchboardFunction>>;

  constructor(scope: Construct, id: string, props: AgentPoolProps) {
    super(scope, id);
    this.lanes = this.createLanes(props);
    const critical = this.createFunction('critical', props);
    const standard = this.createFunction('standard', props);
    this.byRole = { critical, standard };
    this.functions = [critical, standard];
    this.connect(this.byRole, props.deployment);
  }

  /** The queue that carries a tier. */
  laneOf(tier: Priority): Queue {
    const lane = this.lanes.find(({ plan }) => plan.tiers.includes(tier));
    if (lane === undefined) throw new Error(`${this.node.path}: no lane carries ${tier}`);
    return lane.queue;
  }

  /** The dead-letter queues of its lanes, for the triage of the stack. */
  deadLetters(pool: string, carries: DeadLetters['carries']): readonly DeadLetters[] {
    return this.lanes.map(({ plan, deadLetterQueue: queue }) => ({ pool, tier: plan.tier, carries, queue }));
  }

  /** Lets the pool's functions put messages aside: each into the dead-letter queues of its own lanes. */
  grantSetAside(): void {
    for (const role of ['critical', 'standard'] as const) {
      const queues = this.lanes
        .filter(({ plan }) => plan.role === role)
        .map(({ deadLetterQueue }) => deadLetterQueue);
      const urls = queues.map(({ queueUrl }) => queueUrl);
      this.byRole[role].allow(
        ['sqs:SendMessage'],
        queues.map(({ queueArn }) => queueArn),
      );
      this.byRole[role].setVariable('DEAD_LETTER_URLS', Stack.of(this).toJsonString(urls));
    }
  }

  /** Lets the pool's functions put what falls back into the lanes of other agent types, each into those of its own tiers. */
  grantFallback(lanes: AgentLanes, agentTypes: readonly string[]): void {
    for (const role of ['critical', 'standard'] as const) {
      const tiers = priorities.filter((tier) => functionRoleOf(tier) === role);
      lanes.grantFallback(this.byRole[role], agentTypes, tiers);
    }
  }

  private createLanes({ deployment, pool }: AgentPoolProps): readonly Lane[] {
    const rows = deployment.lanes[pool];
    if (rows === undefined) throw new Error(`config/lanes.ts: ${pool} has no lanes`);
    return planLanes(rows, deployment.profile).map(
      (plan) => new Lane(this, plan.tier, { deployment, pool, plan }),
    );
  }

  private createFunction(role: FunctionRole, props: AgentPoolProps): SwitchboardFunction {
    const { reservedConcurrency: reserve, provisionedConcurrency } = props.deployment.profile;
    const provisioned = role === 'critical' ? provisionedConcurrency?.critical : undefined;
    const created = new SwitchboardFunction(this, role, {
      deployment: props.deployment,
      folder: props.folder,
      description: `Switchboard ${props.deployment.stageName}: ${props.folder}, ${role} lanes`,
      memoryMb: props.functions.memoryMb,
      timeoutSeconds: props.functions.timeoutSeconds[role],
      withTemplates: props.withTemplates ?? false,
      ...(reserve === undefined ? {} : { reservedConcurrency: reserve[role] }),
      ...(provisioned === undefined ? {} : { provisionedConcurrency: provisioned }),
    });
    props.journal.grantInsertAndRead(created);
    return created;
  }

  private connect(functions: Record<FunctionRole, SwitchboardFunction>, { profile }: Deployment): void {
    for (const { plan, queue } of this.lanes) {
      const pollers = pollersOf(plan, profile);
      functions[plan.role].workOn(plan.tier, queue, {
        batchSize: plan.batchSize,
        batchWindowSeconds: plan.batchWindowSeconds,
        maxConcurrency: plan.maxConcurrency,
        ...(pollers === undefined ? {} : { pollers }),
      });
    }
  }
}
