import { describe, expect, it } from 'vitest';
import { synthesize } from '../../cli/capacity/synthesize.ts';
import { sagas } from '../../config/sagas.ts';
import { sagaDefinition } from '../../infra/saga-definition.ts';
import type { SagaPlan } from '../../shared/sagas/saga-plan.ts';
import { aDeployment, at, elsewhere, everyDeployment, listAt, resourcesOf } from '../support/synthesized.ts';

const plan: SagaPlan = sagas['customer-response'];
const withPlan = (changes: Partial<SagaPlan>) => () =>
  synthesize(aDeployment({ ...elsewhere, sagas: { odd: { ...plan, ...changes } } }));

describe.each(everyDeployment)('sagas of %s', (name) => {
  const machines = resourcesOf(name, 'AWS::StepFunctions::StateMachine').filter(({ id }) =>
    id.startsWith('Saga'),
  );

  it('are state machines by name, logged without data, traced', () => {
    const stage = name === 'local' ? 'local' : 'prod';

    expect(machines.map(({ properties }) => properties['StateMachineName']).sort()).toEqual(
      Object.keys(sagas)
        .map((saga) => `switchboard-${stage}-${saga}`)
        .sort(),
    );
    for (const { properties } of machines) {
      expect(properties).toMatchObject({
        StateMachineType: 'STANDARD',
        LoggingConfiguration: { IncludeExecutionData: false, Level: 'ALL' },
        TracingConfiguration: { Enabled: true },
      });
    }
  });

  it('deploy the definition that is tested in process, but for their function', () => {
    for (const { properties } of machines) {
      const [saga = ''] = Object.keys(sagas).filter((each) =>
        String(properties['StateMachineName']).endsWith(each),
      );
      const deployed = listAt(properties, 'DefinitionString', 'Fn::Join', 1)
        .map((part) => (typeof part === 'string' ? part : 'FUNCTION'))
        .join('');

      expect(JSON.parse(deployed)).toEqual(
        JSON.parse(JSON.stringify(sagaDefinition(sagas[saga as keyof typeof sagas], 'FUNCTION'))),
      );
    }
  });

  it('are ended by their function where their execution was not, and hear only what they await', () => {
    const rules = resourcesOf(name, 'AWS::Events::Rule').filter(({ id }) => id.startsWith('Saga'));
    const patterns = rules.map(({ properties }) => properties['EventPattern']);

    expect(patterns.filter((pattern) => listAt(pattern, 'source')[0] === 'aws.states')).toHaveLength(2);
    expect(
      patterns.map((pattern) => at(pattern, 'detail', 'correlation', 'awaitedBy')).filter(Boolean),
    ).toEqual([['saga:correct-and-call']]);
  });
});

describe('the definition of a saga', () => {
  const { States: states, TimeoutSeconds } = sagaDefinition(sagas['correct-and-call'], 'arn');

  it('has time-outs everywhere, heartbeats where it waits, retries with full jitter, and catches what States.ALL does not', () => {
    for (const [, state] of Object.entries(states).filter(([, { Type }]) => Type === 'Task')) {
      expect(Number(state['TimeoutSeconds'])).toBeGreaterThan(0);
      expect(Number(state['HeartbeatSeconds'] ?? 0) > 0).toBe(
        String(state['Resource']).includes('TaskToken'),
      );
      const retries = listAt(state, 'Retry').filter((each) => at(each, 'MaxAttempts') !== 0);
      expect(retries.filter((each) => at(each, 'JitterStrategy') === 'FULL').length).toBeGreaterThan(0);
      const caught = listAt(state, 'Catch').map((each) => listAt(each, 'ErrorEquals')[0]);
      if (caught.length > 0) expect(caught.slice(-2)).toEqual(['States.DataLimitExceeded', 'States.ALL']);
    }
    expect(TimeoutSeconds).toBeLessThan(31_536_000);
  });

  it.each([
    [{ steps: [] }, 'odd.steps: must have one at least'],
    [{ steps: [{ name: 'Ä', timeoutSeconds: 25 }] }, 'odd.steps.0.name: must be 1 to 30 small letters'],
    [{ steps: [...plan.steps, ...plan.steps] }, 'odd.steps.4.name: is used twice'],
    [
      { steps: [{ name: 'a', timeoutSeconds: 5 }] },
      'timeoutSeconds: must be at least functionTimeoutSeconds',
    ],
    [
      { steps: [{ name: 'a', timeoutSeconds: 60, heartbeatSeconds: 61 }] },
      'heartbeatSeconds: must be above 0',
    ],
    [
      { kind: 'express', steps: [{ name: 'a', timeoutSeconds: 60, heartbeatSeconds: 6 }] },
      'an express saga awaits nothing',
    ],
    [{ kind: 'express' }, 'an express one at most 300'],
  ] as const)('is not made of %j', (changes, rule) => {
    expect(withPlan(changes)).toThrow(rule);
  });
});
