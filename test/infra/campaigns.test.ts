import { describe, expect, it } from 'vitest';
import { machineOf } from '../support/state-machine.ts';
import { at, everyDeployment, listAt, resourcesOf } from '../support/synthesized.ts';

/** Events of a Standard execution's history: Step Functions' limit, and what one turn of a loop writes at most. */
const MOST_EVENTS = 25_000;
/** A task's six and its retries' five each, a choice's two, a wait's two. */
const EVENTS_OF_A_TURN = 12;

describe.each(everyDeployment)('campaigns of %s', (name) => {
  const machine = machineOf(name, 'campaign');

  it('are begun by the events of starts and resumptions, and hear of nothing else', () => {
    const rules = resourcesOf(name, 'AWS::Events::Rule').filter(({ id }) => id.startsWith('Campaigns'));

    expect(rules.map(({ properties }) => properties['EventPattern'])).toEqual([
      {
        'detail-type': ['EVENT'],
        source: ['agent-coordinator'],
        detail: { event: { type: ['CAMPAIGN_STARTED', 'CAMPAIGN_RESUMED'] } },
      },
    ]);
    // Whole: LocalStack names the execution by the event's own id, which a part of it has not.
    expect(listAt(rules[0]?.properties, 'Targets').map((target) => at(target, 'InputPath'))).toEqual([
      undefined,
    ]);
  });

  it('are a Standard state machine whose name others know', () => {
    expect(machine.properties).toMatchObject({ StateMachineType: 'STANDARD' });
    expect(String(machine.properties['StateMachineName'])).toMatch(/^switchboard-(prod|local)-campaign$/);
  });

  it('call their master with its own last answer, within a time, and again with full jitter', () => {
    const { Advance } = machine.states;

    expect(Advance).toMatchObject({
      Type: 'Task',
      TimeoutSeconds: 130,
      Parameters: { 'input.$': '$', 'execution.$': '$$.Execution.Name' },
      Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', MaxAttempts: 10 }],
    });
  });

  it('hand on to an execution of a name that follows from the campaign, once, long before the history is full', async () => {
    const { MOST_TURNS } = await import('../../shared/campaigns/advance-campaign.ts');

    expect(MOST_TURNS * EVENTS_OF_A_TURN).toBeLessThan(MOST_EVENTS / 2);
    expect(machine.states['HandOn']).toMatchObject({
      Parameters: { 'Name.$': '$.name' },
      Catch: [{ ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'], Next: 'End' }],
    });
  });

  it('may start nothing but themselves', () => {
    const starts = resourcesOf(name, 'AWS::IAM::Policy')
      .filter(({ id }) => id.startsWith('CampaignsMachineRole'))
      .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
      .filter((statement) => at(statement, 'Action') === 'states:StartExecution');

    expect(starts.map((statement) => JSON.stringify(at(statement, 'Resource')))).toEqual([
      expect.stringMatching(/stateMachine:switchboard-(prod|local)-campaign/),
    ]);
  });

  it('write no state but their own and the switches', () => {
    const writing = resourcesOf(name, 'AWS::IAM::Policy')
      .filter(({ id }) => id.startsWith('CampaignsMaster'))
      .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
      .filter((statement) => listAt(statement, 'Action').includes('dynamodb:PutItem'));

    expect(
      writing.map((statement) =>
        at(statement, 'Condition', 'ForAllValues:StringLike', 'dynamodb:LeadingKeys'),
      ),
    ).toEqual([['control#*'], ['campaign*'], ['task#*']]);
  });
});
