import { fakeCipher } from './fake-cipher.ts';

const contact = { type: 'SEND_EMAIL', target: 'email-agent', templateId: 'templ-789' } as const;

/** What the customer-response saga is begun with. */
export const aCustomerResponse = async (changes: Record<string, unknown> = {}) => ({
  customerId: 'cust-456',
  conversationId: 'conv-abc',
  workflowId: 'workflow-def',
  channel: 'sms',
  receivedAt: '2026-11-26T11:59:00Z',
  answer: await fakeCipher().encrypt('cust-456', { text: 'When does my order come? canary-answer' }),
  profile: await fakeCipher().encrypt('cust-456', { locale: 'de-DE', attributes: { mood: 'canary-mood' } }),
  followUp: contact,
  correction: contact,
  nextContact: { ...contact, afterHours: 0.1 },
  ...changes,
});

/** What the saga of a message and a call is begun with. */
export const aCorrectAndCall = (changes: Record<string, unknown> = {}) => ({
  customerId: 'cust-456',
  conversationId: 'conv-abc',
  message: { type: 'SEND_SMS', target: 'sms-agent', templateId: 'templ-789' },
  call: { type: 'PLACE_CALL', target: 'phone-agent', templateId: 'templ-789' },
  correction: { type: 'SEND_SMS', target: 'sms-agent', templateId: 'templ-spring' },
  ...changes,
});
