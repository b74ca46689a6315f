import { describe, expect, it } from 'vitest';
import { eventTypeTable, typesWhere } from '../../shared/messages/message-types.ts';
import { matchesPattern } from '../support/event-pattern.ts';
import { at, everyDeployment, listAt, referenced, resourcesOf } from '../support/synthesized.ts';

const command = (command: object | string | null) => ({ messageType: 'COMMAND', command });

/** Messages as they lie on the bus, and the one rule that takes each. */
const SAMPLES = [
  ['a CRITICAL command', 'COMMAND', command({ priority: 'CRITICAL' }), 'CRITICAL'],
  ['a HIGH command', 'COMMAND', command({ priority: 'HIGH' }), 'HIGH'],
  ['a MEDIUM command', 'COMMAND', command({ priority: 'MEDIUM' }), 'MEDIUM'],
  ['a LOW command', 'COMMAND', command({ priority: 'LOW' }), 'LOW'],
  ['a command of an unknown priority', 'COMMAND', command({ priority: 'URGENT' }), 'WrongPriority'],
  ['a command of a priority in small letters', 'COMMAND', command({ priority: 'high' }), 'WrongPriority'],
  ['a command of a number as priority', 'COMMAND', command({ priority: 1 }), 'WrongPriority'],
  ['a command of null as priority', 'COMMAND', command({ priority: null }), 'WrongPriority'],
  ['a mail without priority', 'COMMAND', command({ type: 'SEND_EMAIL' }), 'MEDIUMByType'],
  ['a payment without priority', 'COMMAND', command({ type: 'RECORD_PAYMENT' }), 'HIGHByType'],
  ['a report without priority', 'COMMAND', command({ type: 'GENERATE_REPORT' }), 'LOWByType'],
  ['a report that is urgent', 'COMMAND', command({ type: 'GENERATE_REPORT', priority: 'HIGH' }), 'HIGH'],
  ['an unknown type without priority', 'COMMAND', command({ type: 'SEND_FAX' }), 'WithoutTier'],
  ['a number as type', 'COMMAND', command({ type: 7 }), 'WithoutTier'],
  ['a command of an object as priority', 'COMMAND', command({ priority: { level: 'HIGH' } }), 'WithoutTier'],
  ['a command of an empty list as priority', 'COMMAND', command({ priority: [] }), 'WithoutTier'],
  ['a command without priority', 'COMMAND', command({}), 'WithoutTier'],
  ['a command that is text', 'COMMAND', command('HIGH'), 'WithoutTier'],
  ['a command that is null', 'COMMAND', command(null), 'WithoutTier'],
  ['a COMMAND without command', 'COMMAND', {}, 'WithoutTier'],
  ['a context update', 'CONTEXT_UPDATE', { contextUpdate: {} }, 'ContextUpdates'],
  [
    'a context update that holds a command',
    'CONTEXT_UPDATE',
    command({ priority: 'HIGH' }),
    'ContextUpdates',
  ],
  ['a customer response', 'EVENT', { event: { type: 'CUSTOMER_RESPONDED' } }, 'HIGHEvents'],
  ['a call that failed', 'EVENT', { event: { type: 'CALL_FAILED' } }, 'MEDIUMEvents'],
  ['a system failure', 'EVENT', { event: { type: 'SYSTEM_FAILURE' } }, 'CRITICALEvents'],
  ['an emergency', 'EVENT', { event: { type: 'EMERGENCY_ESCALATION' } }, 'CRITICALEvents'],
  ['an agent status', 'EVENT', { event: { type: 'AGENT_STATUS_CHANGED' } }, 'MEDIUMEvents'],
  ['agent metrics', 'EVENT', { event: { type: 'AGENT_METRICS_REPORTED' } }, 'LOWEvents'],
  ['a CRITICAL batch', 'BATCH', { batchMessage: { priority: 'CRITICAL' } }, 'CRITICALBatches'],
  ['a LOW batch', 'BATCH', { batchMessage: { priority: 'LOW' } }, 'LOWBatches'],
  ['a batch of an unknown priority', 'BATCH', { batchMessage: { priority: 'URGENT' } }, 'BatchesOfTheRest'],
  ["the specification's batch", 'BATCH', { batchMessage: { batchId: 'b' } }, 'BatchesWithoutPriority'],
  ['a batch that is none', 'BATCH', {}, 'BatchesWithoutPriority'],
  ['a message of no known type', 'command', command({ priority: 'HIGH' }), 'OtherMessages'],
] as const;

describe.each(everyDeployment)('rules of %s', (name) => {
  const rules = resourcesOf(name, 'AWS::Events::Rule').filter(({ id }) => id.startsWith('Routes'));
  const takenBy = (detailType: string, detail: object): readonly string[] =>
    rules
      .filter(({ properties }) =>
        matchesPattern(
          properties['EventPattern'],
          JSON.parse(JSON.stringify({ 'detail-type': detailType, detail })),
        ),
      )
      .map(({ id }) => id.replace(/^Routes|[0-9A-F]{8}$/g, ''));

  it.each(SAMPLES)('bring %s to the coordinator by one rule', (_, detailType, detail, rule) => {
    expect(takenBy(detailType, detail)).toEqual([rule]);
  });

  it('leave EVENTs to those who subscribe, but for those that the coordinator acts on', () => {
    for (const type of typesWhere(eventTypeTable, ({ decides }) => !decides)) {
      expect(takenBy('EVENT', { messageType: 'EVENT', event: { type } })).toEqual([]);
    }
    expect(takenBy('EVENT', { messageType: 'EVENT', event: {} })).toEqual([]);
    expect(takenBy('EVENT', command({ priority: 'HIGH' }))).toEqual([]);
  });

  it("bring each tier to its lane, and the rest to MEDIUM's, with the bus's whole envelope", () => {
    const targets = Object.fromEntries(
      rules.map(({ id, properties }) => [
        id.replace(/^Routes|[0-9A-F]{8}$/g, ''),
        listAt(properties, 'Targets'),
      ]),
    );
    const laneOf = (rule: string) =>
      /^Coordinator([A-Z]+)Queue/.exec(referenced(at(targets[rule], 0, 'Arn')))?.[1];
    const shared = name === 'starter';

    const standard = shared ? 'HIGH' : undefined;
    const lanes = {
      CRITICAL: ['CRITICAL', 'CRITICALBatches', 'CRITICALEvents'],
      HIGH: ['HIGH', 'HIGHBatches', 'HIGHByType', 'HIGHEvents'],
      MEDIUM: [
        ...['MEDIUM', 'MEDIUMBatches', 'MEDIUMByType', 'MEDIUMEvents'],
        ...['BatchesOfTheRest', 'BatchesWithoutPriority'],
        ...['ContextUpdates', 'WrongPriority', 'WithoutTier', 'OtherMessages'],
      ],
      LOW: ['LOW', 'LOWBatches', 'LOWByType', 'LOWEvents'],
    };
    for (const [tier, ofTier] of Object.entries(lanes)) {
      const lane = tier === 'CRITICAL' ? tier : (standard ?? tier);
      expect(ofTier.map(laneOf)).toEqual(ofTier.map(() => lane));
    }
    expect(Object.keys(targets).sort()).toEqual(Object.values(lanes).flat().sort());
    for (const target of Object.values(targets).flat()) {
      expect(Object.keys(target ?? {}).sort()).toEqual(['Arn', 'DeadLetterConfig', 'Id']);
    }
  });

  it("bring SES's receipts from the default bus to the receipts queue", () => {
    const receipts = resourcesOf(name, 'AWS::Events::Rule').find(({ id }) => id.startsWith('ReceiptsIntake'));

    expect(receipts?.properties['EventBusName']).toBeUndefined();
    const pattern = JSON.parse(JSON.stringify(receipts?.properties['EventPattern']), (_, value) =>
      typeof value === 'object' && value !== null && 'Ref' in value ? 'our-set' : value,
    );
    const receipt = (source: string, set: string) => ({
      source,
      'detail-type': 'Email Delivered',
      detail: { mail: { tags: { 'ses:configuration-set': [set] } } },
    });
    expect(matchesPattern(pattern, receipt('aws.ses', 'our-set'))).toBe(true);
    expect(matchesPattern(pattern, receipt('aws.ses', 'another-stage'))).toBe(false);
    expect(matchesPattern(pattern, receipt('aws.s3', 'our-set'))).toBe(false);
  });

  it('hang on a bus that this account may put on, by TLS only', () => {
    const statements = resourcesOf(name, 'AWS::Events::EventBusPolicy').map(
      ({ properties }) => properties['Statement'],
    );

    expect(statements.map((statement) => [at(statement, 'Effect'), at(statement, 'Action')]).sort()).toEqual([
      ['Allow', 'events:PutEvents'],
      ['Deny', 'events:PutEvents'],
    ]);
    for (const statement of statements) {
      expect(JSON.stringify(at(statement, 'Principal'))).toContain('111111111111:root');
    }
  });
});
