import { describe, expect, it } from 'vitest';
import { agents } from '../../config/agents.ts';
import { priorities } from '../../shared/messages/priority.ts';
import { attainmentTargets, callMetricSets } from '../../shared/observability/call-metrics.ts';
import {
  at,
  everyDeployment,
  listAt,
  queueMappingsOf,
  referenced,
  resourcesOf,
} from '../support/synthesized.ts';

describe.each(everyDeployment)('deadlines of %s', (name) => {
  it('have one alarm for each tier, whatever the number of agent types, on a metric that agents put', () => {
    const watched = resourcesOf(name, 'AWS::CloudWatch::Alarm')
      .filter(({ properties }) => properties['MetricName'] === 'WithinDeadline')
      .map(({ properties }) => ({
        by: listAt(properties, 'Dimensions').map((dimension) => at(dimension, 'Name')),
        tier: listAt(properties, 'Dimensions').map((dimension) => at(dimension, 'Value'))[1],
        below: properties['Threshold'],
        comparison: properties['ComparisonOperator'],
      }));

    expect(watched).toEqual(
      priorities.map((tier) => ({
        by: ['stage', 'tier'],
        tier,
        below: attainmentTargets[tier],
        comparison: 'LessThanThreshold',
      })),
    );
    const put = callMetricSets.filter(({ metrics }) =>
      (metrics as readonly string[]).includes('WithinDeadline'),
    );
    expect(put.map(({ dimensions }) => dimensions)).toContainEqual(['stage', 'tier']);
  });
});

/** The mappings of an agent type's function for the tiers below CRITICAL, each with how many invokes it may have at once. */
const standardMappings = (name: string, agentType: string) => {
  const folder = `${agentType}-agent`;
  return queueMappingsOf(name)
    .filter(({ functionId }) => functionId.startsWith(`${folder}.Poolstandard`))
    .map(({ functionId, properties }) => ({
      functionId,
      lane: referenced(properties['EventSourceArn']),
      most:
        Number(at(properties, 'ScalingConfig', 'MaximumConcurrency') ?? 0) ||
        10 * Number(at(properties, 'ProvisionedPollerConfig', 'MaximumPollers')),
    }));
};

const reserveOf = (name: string, functionId: string): number | undefined => {
  const found = resourcesOf(name, 'AWS::Lambda::Function').find(({ id }) => id === functionId);
  const reserve = found?.properties['ReservedConcurrentExecutions'];
  return reserve === undefined ? undefined : Number(reserve);
};

const withoutSharedLanes = everyDeployment.filter(
  (name) => standardMappings(name, Object.keys(agents)[0] ?? '').length > 1,
);

describe.each(withoutSharedLanes)('LOW of %s', (name) => {
  it.each(Object.keys(agents))('never starves behind HIGH and MEDIUM: %s', (agentType) => {
    const mappings = standardMappings(name, agentType);
    const low = mappings.find(({ lane }) => /LOW/.test(lane));

    // A lane, a mapping and a cap of its own: what HIGH and MEDIUM may take at most leaves LOW its part of the reserve.
    expect(new Set(mappings.map(({ lane }) => lane)).size).toBe(3);
    expect(low?.most).toBeGreaterThanOrEqual(2);
    const reserve = reserveOf(name, low?.functionId ?? '');
    if (reserve === undefined) throw new Error(`${name}: no reserve, so nothing is left for LOW for sure`);
    const others = mappings.filter((mapping) => mapping !== low).reduce((sum, { most }) => sum + most, 0);
    expect(reserve - others).toBeGreaterThanOrEqual(low?.most ?? Number.POSITIVE_INFINITY);
  });
});

it('some deployments have a lane of its own for LOW', () => {
  expect(withoutSharedLanes.length).toBeGreaterThan(0);
});
