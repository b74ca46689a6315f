import { aPlaceCallCommand, aSendSmsCommand } from './a-phone-command.ts';
import { aSendEmailCommand } from './a-send-email-command.ts';

type Json = Record<string, unknown>;

/** A broken COMMAND, and the path that its rejection must name. */
export type BadCommand = { readonly name: string; readonly path: string; readonly document: Json };

const withTop = (change: Json): Json => ({ ...aSendEmailCommand(), ...change });

const withCommand = (change: Json): Json => {
  const document = aSendEmailCommand();
  return { ...document, command: { ...document.command, ...change } };
};

const withContext = (change: Json): Json =>
  withCommand({ context: { ...aSendEmailCommand().command.context, ...change } });

const nested = (levels: number): Json => (levels === 0 ? {} : { inner: nested(levels - 1) });

/** Commands that break one rule each. All are valid JSON objects, so that the bus itself takes them. */
export const badCommands = (): readonly BadCommand[] => [
  { name: 'no message id', path: 'messageId', document: withTop({ messageId: undefined }) },
  { name: 'a message id that is no UUID', path: 'messageId', document: withTop({ messageId: 'cmd-1' }) },
  { name: 'a message id that is a number', path: 'messageId', document: withTop({ messageId: 7 }) },
  { name: 'another message type', path: 'messageType', document: withTop({ messageType: 'EVENT' }) },
  { name: 'no message type', path: 'messageType', document: withTop({ messageType: undefined }) },
  { name: 'no timestamp', path: 'timestamp', document: withTop({ timestamp: undefined }) },
  { name: 'a timestamp in words', path: 'timestamp', document: withTop({ timestamp: 'yesterday' }) },
  {
    name: 'a timestamp without a zone',
    path: 'timestamp',
    document: withTop({ timestamp: '2024-01-15T10:30:00' }),
  },
  { name: 'a target that is no agent', path: 'target', document: withTop({ target: 'fax-agent' }) },
  {
    name: 'an identity that does not exist',
    path: 'target',
    document: withTop({ target: 'email-agent-first' }),
  },
  { name: 'an empty target', path: 'target', document: withTop({ target: '' }) },
  {
    name: 'a target named like a property of every object',
    path: 'target',
    document: withTop({ target: 'constructor' }),
  },
  { name: 'no target', path: 'target', document: withTop({ target: undefined }) },
  { name: 'no command', path: 'command', document: withTop({ command: undefined }) },
  { name: 'a command that is a list', path: 'command', document: withTop({ command: [] }) },
  {
    name: 'a command type that nobody serves',
    path: 'command.type',
    document: withCommand({ type: 'SEND_FAX' }),
  },
  { name: 'no command type', path: 'command.type', document: withCommand({ type: undefined }) },
  { name: 'a lower-case priority', path: 'command.priority', document: withCommand({ priority: 'high' }) },
  {
    name: 'a priority that does not exist',
    path: 'command.priority',
    document: withCommand({ priority: 'URGENT' }),
  },
  { name: 'no customer', path: 'command.customerId', document: withCommand({ customerId: undefined }) },
  {
    name: 'a customer id with spaces',
    path: 'command.customerId',
    document: withCommand({ customerId: 'cust 456' }),
  },
  {
    name: 'a customer id of 200 characters',
    path: 'command.customerId',
    document: withCommand({ customerId: 'c'.repeat(200) }),
  },
  { name: 'no template', path: 'command.templateId', document: withCommand({ templateId: undefined }) },
  {
    name: 'a template that is a number',
    path: 'command.templateId',
    document: withCommand({ templateId: 789 }),
  },
  {
    name: 'a template that does not exist',
    path: 'command.templateId',
    document: withCommand({ templateId: 'templ-000' }),
  },
  {
    name: 'a template that is a path',
    path: 'command.templateId',
    document: withCommand({ templateId: 'x/../../secrets' }),
  },
  {
    name: 'a campaign id that is an object',
    path: 'command.campaignId',
    document: withCommand({ campaignId: {} }),
  },
  {
    name: 'a schedule in words',
    path: 'command.scheduledFor',
    document: withCommand({ scheduledFor: 'soon' }),
  },
  {
    name: 'a schedule next century',
    path: 'command.scheduledFor',
    document: withCommand({ scheduledFor: '2124-01-15T11:00:00Z' }),
  },
  { name: 'a context that is text', path: 'command.context', document: withCommand({ context: 'vip' }) },
  {
    name: 'customer data that is a list',
    path: 'command.context.customerData',
    document: withContext({ customerData: ['ada'] }),
  },
  {
    name: 'customer data without an address',
    path: 'command.context.customerData.email',
    document: withContext({ customerData: { name: 'Ada' } }),
  },
  {
    name: 'an address that is none',
    path: 'command.context.customerData.email',
    document: withContext({ customerData: { name: 'Ada', email: 'ada' } }),
  },
  {
    name: 'customer data that lacks what the template uses',
    path: 'command.context.customerData',
    document: withContext({ customerData: { email: 'ada@example.com' } }),
  },
  {
    name: 'a negative escalation level',
    path: 'command.context.escalationLevel',
    document: withContext({ escalationLevel: -1 }),
  },
  {
    name: 'a history of 1,000 entries',
    path: 'command.context.conversationHistory',
    document: withContext({ conversationHistory: Array(1000).fill({}) }),
  },
  {
    name: 'a document nested 100 levels deep',
    path: '',
    document: withContext({ customerData: nested(100) }),
  },
  { name: 'a correlation that is text', path: 'correlation', document: withTop({ correlation: 'conv-abc' }) },
  {
    name: 'a text message for an agent that sends e-mails',
    path: 'command.type',
    document: withCommand({ type: 'SEND_SMS' }),
  },
  {
    name: 'a call for agents that send text messages',
    path: 'command.type',
    document: { ...aPlaceCallCommand({ target: 'sms-agent' }) },
  },
];

/** The same for text messages and calls: what only their agents can know to be broken. */
export const badPhoneCommands = (): readonly BadCommand[] =>
  [aSendSmsCommand, aPlaceCallCommand].flatMap((aCommand) => {
    const withNumber = (name: string, phone: string) => ({
      name: `${aCommand().command.type} to ${name}`,
      path: 'command.context.customerData.phone',
      document: { ...aCommand({ phone }) },
    });
    return [
      withNumber('a number without its plus', '14255550182'),
      withNumber('a number with blanks', '+1 425 555 0182'),
      withNumber('a number that is too long', '+142555501821234567'),
      withNumber('no number', ''),
      {
        name: `${aCommand().command.type} by a template that does not exist`,
        path: 'command.templateId',
        document: { ...aCommand({ templateId: 'templ-000' }) },
      },
    ];
  });
