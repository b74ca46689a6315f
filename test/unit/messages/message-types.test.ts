import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import { eventSchema } from '../../../shared/messages/event.ts';
import {
  type CommandType,
  commandTypeTable,
  contactCommandTypes,
  contextUpdateRow,
  dataClasses,
  deliveryGuarantees,
  type EventType,
  eventTypeTable,
  typesWhere,
} from '../../../shared/messages/message-types.ts';
import { parseMessage } from '../../../shared/messages/parse-message.ts';
import { priorities } from '../../../shared/messages/priority.ts';

const rows = [...Object.values(commandTypeTable), ...Object.values(eventTypeTable), contextUpdateRow];

/** What the specification's sections on guarantees and priorities say of its examples. */
const specified = [
  { name: 'emergency escalations are CRITICAL', type: 'EMERGENCY_ESCALATION', row: { tier: 'CRITICAL' } },
  { name: 'system failures are CRITICAL', type: 'SYSTEM_FAILURE', row: { tier: 'CRITICAL' } },
  { name: 'customer responses are HIGH', type: 'CUSTOMER_RESPONDED', row: { tier: 'HIGH' } },
  { name: 'status updates are MEDIUM', type: 'AGENT_STATUS_CHANGED', row: { tier: 'MEDIUM' } },
  {
    name: 'status updates come at most once',
    type: 'AGENT_STATUS_CHANGED',
    row: { guarantee: 'at-most-once' },
  },
  { name: 'metrics come at most once', type: 'AGENT_METRICS_REPORTED', row: { guarantee: 'at-most-once' } },
  { name: 'reports are LOW', type: 'REPORT_GENERATED', row: { tier: 'LOW' } },
  { name: 'maintenance is LOW', type: 'MAINTENANCE_DUE', row: { tier: 'LOW' } },
  { name: 'payments count exactly once', type: 'PAYMENT_RECORDED', row: { guarantee: 'exactly-once' } },
  { name: 'consents count exactly once', type: 'CONSENT_RECORDED', row: { guarantee: 'exactly-once' } },
  { name: 'revocations count exactly once', type: 'CONSENT_REVOKED', row: { guarantee: 'exactly-once' } },
] as const satisfies readonly { readonly name: string; readonly type: EventType; readonly row: object }[];

describe('eventTypeTable', () => {
  for (const { name, type, row } of specified) {
    it(`says what the specification says: ${name}`, () => {
      expect(eventTypeTable[type]).toMatchObject(row);
    });
  }

  it('has names that an EVENT may have', () => {
    for (const type of Object.keys(eventTypeTable)) {
      expect(parseMessage(eventSchema.shape.event.shape.type, type).ok).toBe(true);
    }
  });

  it('lets the coordinator act on answers, calls that failed, failures, emergencies and what agents say of themselves only', () => {
    expect(typesWhere(eventTypeTable, ({ decides }) => decides)).toEqual([
      'CALL_FAILED',
      'CUSTOMER_RESPONDED',
      'SYSTEM_FAILURE',
      'EMERGENCY_ESCALATION',
      'AGENT_STATUS_CHANGED',
      'AGENT_METRICS_REPORTED',
    ]);
  });
});

describe('commandTypeTable', () => {
  it('names at least the commands of the specification and of its sections', () => {
    const named: readonly CommandType[] = [
      'SEND_EMAIL',
      'SEND_SMS',
      'PLACE_CALL',
      'UPDATE_CONVERSATION_HISTORY',
      'RECORD_PAYMENT',
      'RECORD_CONSENT',
      'REVOKE_CONSENT',
      'START_CAMPAIGN',
      'PAUSE_CAMPAIGN',
      'RESUME_CAMPAIGN',
      'CANCEL_CAMPAIGN',
      'GENERATE_REPORT',
      'PROBE_AGENT',
    ];

    expect(Object.keys(commandTypeTable)).toEqual(expect.arrayContaining([...named]));
  });

  it('gives payments and consents exactly-once and regular contacts MEDIUM, reports and probes LOW', () => {
    expect(typesWhere(commandTypeTable, ({ guarantee }) => guarantee === 'exactly-once')).toEqual([
      'RECORD_PAYMENT',
      'RECORD_CONSENT',
      'REVOKE_CONSENT',
    ]);
    expect(contactCommandTypes.map((type) => commandTypeTable[type].tier)).toEqual(
      contactCommandTypes.map(() => 'MEDIUM'),
    );
    expect(typesWhere(commandTypeTable, ({ tier }) => tier === 'LOW')).toEqual([
      'GENERATE_REPORT',
      'PROBE_AGENT',
    ]);
  });

  it('has as contacts just the commands that agents serve, and every agent serves some of them', () => {
    expect(typesWhere(commandTypeTable, ({ servedBy }) => servedBy === 'agent')).toEqual(contactCommandTypes);
    for (const { commands } of Object.values(agents)) {
      expect(contactCommandTypes).toEqual(expect.arrayContaining([...commands]));
    }
  });
});

describe('the message-type table', () => {
  it('says of every type one of the four tiers, three guarantees and four data classes', () => {
    for (const { tier, guarantee, dataClass } of rows) {
      expect(priorities).toContain(tier);
      expect(deliveryGuarantees).toContain(guarantee);
      expect(dataClasses).toContain(dataClass);
    }
  });
});
