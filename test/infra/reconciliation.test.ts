import { describe, expect, it } from 'vitest';
import { at, everyDeployment, folderOf, listAt, referenced, resourcesOf } from '../support/synthesized.ts';

describe.each(everyDeployment)('reconciliation of %s', (name) => {
  const functions = resourcesOf(name, 'AWS::Lambda::Function');

  it('runs every hour, and nobody but its schedule may start it', () => {
    const schedules = resourcesOf(name, 'AWS::Events::Rule').filter(
      ({ id, properties }) =>
        id.startsWith('Reconciliation') && properties['ScheduleExpression'] !== undefined,
    );
    const permissions = resourcesOf(name, 'AWS::Lambda::Permission').filter(
      ({ properties }) => folderOf(referenced(properties['FunctionName'])) === 'reconciler',
    );

    expect(schedules.map(({ properties }) => properties['ScheduleExpression'])).toEqual(['rate(1 hour)']);
    const [target] = listAt(schedules[0]?.properties, 'Targets');
    expect(folderOf(referenced(at(target, 'Arn')))).toBe('reconciler');
    expect(
      permissions.map(({ properties }) => [properties['Principal'], referenced(properties['SourceArn'])]),
    ).toEqual([['events.amazonaws.com', schedules[0]?.id]]);
  });

  it('writes no state but marks, switches and the index of commands, and the relay no switches', () => {
    const prefixesOf = (folder: string) => {
      const role = functions.find(({ id }) => folderOf(id) === folder)?.properties['Role'];
      return resourcesOf(name, 'AWS::IAM::Policy')
        .filter(({ properties }) => listAt(properties, 'Roles').map(referenced).includes(referenced(role)))
        .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
        .filter((statement) => listAt(statement, 'Action').includes('dynamodb:PutItem'))
        .map((statement) => at(statement, 'Condition', 'ForAllValues:StringLike', 'dynamodb:LeadingKeys'));
    };

    expect(prefixesOf('event-relay').flat()).toEqual(['told#*', 'command-index#*']);
    expect(prefixesOf('reconciler').flat().sort()).toEqual(['command-index#*', 'control#*', 'told#*']);
  });

  it('raises alarms on the metrics that the function puts', () => {
    const alarms = resourcesOf(name, 'AWS::CloudWatch::Alarm').filter(({ id }) =>
      /eventsmissing|reconciliationbehind/.test(id),
    );

    const dimensions = expect.arrayContaining([
      { Name: 'function', Value: 'reconciler' },
      { Name: 'stage', Value: expect.any(String) },
    ]);
    expect(alarms.map(({ properties }) => properties)).toMatchObject([
      { MetricName: 'ReconciliationMissing', Threshold: 0, EvaluationPeriods: 1, Dimensions: dimensions },
      { MetricName: 'ReconciliationIncomplete', Threshold: 0, EvaluationPeriods: 6, Dimensions: dimensions },
    ]);
  });
});
