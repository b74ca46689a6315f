import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { planLanes } from '../../shared/lanes/lane-plan.ts';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import { type Priority, priorities } from '../../shared/messages/priority.ts';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

/** The lanes of every agent type as the coordinator sees them: found by parameters, so that each agent type deploys alone. */
export class AgentLanes extends Construct {
  private readonly deployment: Deployment;

  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    this.deployment = props.deployment;
  }

  /** Lets a function that works on some tiers write into the same tiers of other agent types' lanes, for what falls back. */
  grantFallback(
    target: SwitchboardFunction,
    agentTypes: readonly string[],
    tiers: readonly Priority[],
  ): void {
    const arns = agentTypes.flatMap((agentType) => this.laneArns(agentType, tiers));
    if (arns.length > 0) target.allow(['sqs:SendMessage'], arns);
    const urls = agentTypes.map((agentType) => [agentType, this.laneUrls(agentType, tiers)] as const);
    target.setVariable('FALLBACK_LANE_URLS', Stack.of(this).toJsonString(Object.fromEntries(urls)));
  }

  /** Lets a function write into every agent lane. */
  grantSend(target: SwitchboardFunction): void {
    const agentTypes = Object.keys(this.deployment.agents);
    target.allow(
      ['sqs:SendMessage'],
      agentTypes.flatMap((agentType) => this.laneArns(agentType)),
    );
    const urls = agentTypes.map((agentType) => [agentType, this.laneUrls(agentType)] as const);
    target.setVariable('LANE_URLS', Stack.of(this).toJsonString(Object.fromEntries(urls)));
  }

  private laneArns(agentType: string, tiers: readonly Priority[] = priorities): readonly string[] {
    const rows = this.deployment.lanes[agentType];
    if (rows === undefined) return [];
    return planLanes(rows, this.deployment.profile)
      .filter((lane) => lane.tiers.some((tier) => tiers.includes(tier)))
      .map(({ tier }) => this.parameter(agentType, tier, 'arn'));
  }

  private laneUrls(agentType: string, tiers: readonly Priority[] = priorities): Record<string, string> {
    return Object.fromEntries(tiers.map((tier) => [tier, this.parameter(agentType, tier, 'url')]));
  }

  private parameter(agentType: string, tier: Priority, what: 'url' | 'arn'): string {
    const names = parameterNames(this.deployment.stageName);
    return StringParameter.valueForStringParameter(this, names.lane(agentType, tier, what));
  }
}
