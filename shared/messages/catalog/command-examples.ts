import type { CommandType } from '../message-types.ts';
import { specifiedDocuments } from './specified-documents.ts';

type Json = Readonly<Record<string, unknown>>;

/** An accepted COMMAND of one type: where it goes, and its payload without the type. */
type CommandExample = { readonly target: string; readonly payload: Json };

const coordinator = 'agent-coordinator';
const campaign = { target: coordinator, payload: { campaignId: 'camp-123' } };

const { type: _, ...sendEmail } = specifiedDocuments.COMMAND.command;

/** An encrypted field: the shape of a compact JWE, shortened. */
export const jweExample = 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..oH6y8Qb0.c2VhbGVk.0a1B2c3D4e5F';

const examples = {
  SEND_EMAIL: { target: 'email-agent-001', payload: sendEmail },
  SEND_SMS: {
    target: 'sms-agent',
    payload: { customerId: 'cust-456', templateId: 'templ-789', campaignId: 'camp-123', priority: 'HIGH' },
  },
  PLACE_CALL: {
    target: 'phone-agent',
    payload: {
      customerId: 'cust-456',
      templateId: 'templ-789',
      priority: 'CRITICAL',
      context: { escalationLevel: 3 },
    },
  },
  SEND_MESSAGE: {
    target: 'whatsapp-agent',
    payload: { customerId: 'cust-456', templateId: 'templ-789', context: { customerData: jweExample } },
  },
  UPDATE_CONVERSATION_HISTORY: {
    target: coordinator,
    payload: {
      customerId: 'cust-456',
      context: {
        conversationHistory: [
          {
            at: '2024-01-15T09:58:00Z',
            channel: 'phone',
            direction: 'inbound',
            summary: 'Asked for the invoice',
          },
        ],
      },
    },
  },
  RECORD_PAYMENT: {
    target: coordinator,
    payload: { customerId: 'cust-456', payment: { paymentId: 'pay-1', amount: '12.50', currency: 'EUR' } },
  },
  RECORD_CONSENT: {
    target: coordinator,
    payload: {
      customerId: 'cust-456',
      consent: {
        channel: 'email',
        purpose: 'offers',
        wording: 'I want to receive offers by e-mail.',
        source: 'web-form',
      },
    },
  },
  REVOKE_CONSENT: {
    target: coordinator,
    payload: { customerId: 'cust-456', consent: { channel: 'sms', source: 'phone-call' } },
  },
  START_CAMPAIGN: {
    target: coordinator,
    payload: {
      campaignId: 'camp-123',
      campaign: {
        audience: { file: 'campaigns/spring.csv' },
        steps: [
          {
            step: 'mail',
            channel: 'email',
            templateId: 'templ-789',
            next: { step: 'text', when: 'NO_REPLY', after: 'P2D' },
          },
          { step: 'text', channel: 'sms', templateId: 'templ-789' },
        ],
        windows: [{ from: '09:00', until: '18:00', zone: 'Europe/Berlin' }],
        budget: { usd: 25 },
      },
    },
  },
  PAUSE_CAMPAIGN: campaign,
  RESUME_CAMPAIGN: campaign,
  CANCEL_CAMPAIGN: campaign,
  GENERATE_REPORT: {
    target: coordinator,
    payload: { reportType: 'day', day: '2024-01-15' },
  },
  PROBE_AGENT: { target: 'email-agent-001', payload: {} },
} as const satisfies Record<CommandType, CommandExample>;

/** A COMMAND of a type that is accepted as it stands. */
export const commandExample = (type: CommandType) => {
  const { target, payload }: CommandExample = examples[type];
  return { ...specifiedDocuments.COMMAND, target, command: { type, ...payload } };
};
