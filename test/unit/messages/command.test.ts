import { describe, expect, it } from 'vitest';
import { commandExample, jweExample } from '../../../shared/messages/catalog/command-examples.ts';
import { specifiedDocuments } from '../../../shared/messages/catalog/specified-documents.ts';
import {
  commandPayloads,
  commandSchema,
  contactCommandSchema,
  isContactCommand,
} from '../../../shared/messages/command.ts';
import { isDeeperThan } from '../../../shared/messages/is-deeper-than.ts';
import {
  type CommandType,
  commandTypeTable,
  contactCommandTypes,
} from '../../../shared/messages/message-types.ts';
import { parseJson, parseMessage } from '../../../shared/messages/parse-message.ts';
import { deadlineSecondsOf } from '../../../shared/messages/priority.ts';
import { fieldCases, pathOf, withValueAt } from '../../support/specification-documents.ts';

const types = Object.keys(commandTypeTable) as CommandType[];

type Breach = readonly [path: string, value: unknown];

const contact: readonly Breach[] = [
  ['command.customerId', undefined],
  ['command.templateId', undefined],
  ['command.templateId', 'templ 789'],
];
const campaign: readonly Breach[] = [
  ['command.campaignId', undefined],
  ['command.campaignId', ''],
];
const anyCommand: readonly Breach[] = [
  ['command.priority', 'URGENT'],
  ['command.context.escalationLevel', '1'],
];

/** What each type's payload may not be. */
const breaches: Readonly<Record<CommandType, readonly Breach[]>> = {
  SEND_EMAIL: contact,
  SEND_SMS: contact,
  PLACE_CALL: contact,
  SEND_MESSAGE: contact,
  UPDATE_CONVERSATION_HISTORY: [
    ['command.customerId', undefined],
    ['command.context', undefined],
    ['command.context.conversationHistory', undefined],
    ['command.context.conversationHistory', 'we spoke'],
  ],
  RECORD_PAYMENT: [
    ['command.customerId', undefined],
    ['command.payment', undefined],
    ['command.payment.paymentId', undefined],
    ['command.payment.amount', 12.5],
    ['command.payment.amount', '-12.50'],
    ['command.payment.amount', '12,50'],
    ['command.payment.currency', 'eur'],
  ],
  RECORD_CONSENT: [
    ['command.customerId', undefined],
    ['command.consent.channel', undefined],
    ['command.consent.purpose', undefined],
    ['command.consent.wording', undefined],
    ['command.consent.wording', ''],
    ['command.consent.source', undefined],
  ],
  REVOKE_CONSENT: [
    ['command.customerId', undefined],
    ['command.consent.channel', undefined],
    ['command.consent.wording', ''],
    ['command.consent.source', undefined],
  ],
  START_CAMPAIGN: [...campaign, ['command.campaign', undefined], ['command.campaign', 'spring']],
  PAUSE_CAMPAIGN: campaign,
  RESUME_CAMPAIGN: campaign,
  CANCEL_CAMPAIGN: campaign,
  GENERATE_REPORT: [
    ['command.reportType', undefined],
    ['command.reportType', {}],
  ],
  PROBE_AGENT: [],
};

describe('commandSchema', () => {
  it('has a payload for every type of the table, and for no other', () => {
    expect(Object.keys(commandPayloads)).toEqual(types);
  });

  for (const type of types) {
    it(`accepts a command as the catalog shows it: ${type}`, () => {
      const example = commandExample(type);

      expect(parseMessage(commandSchema, example)).toEqual({ ok: true, value: example });
    });

    it(`rejects a payload that lacks or breaks a field: ${type}`, () => {
      for (const [path, value] of [...breaches[type], ...anyCommand]) {
        const parsed = parseMessage(commandSchema, withValueAt(withContext(type), path, value));

        expect(parsed.ok ? [] : parsed.issues.map((issue) => issue.path)).toEqual([path]);
      }
    });
  }

  it('names every broken rule by its path', () => {
    const broken = withValueAt(
      withValueAt(specifiedDocuments.COMMAND, 'messageId', 'x'),
      'command.priority',
      'high',
    );

    const parsed = parseMessage(commandSchema, broken);

    expect(parsed.ok ? [] : parsed.issues.map(({ path }) => path)).toEqual(['messageId', 'command.priority']);
  });

  it('says which command types there are to whoever sends another', () => {
    const parsed = parseMessage(
      commandSchema,
      withValueAt(specifiedDocuments.COMMAND, 'command.type', 'SEND_FAX'),
    );

    expect(parsed).toEqual({
      ok: false,
      issues: [{ path: 'command.type', rule: `must be one of ${types.join(', ')}` }],
    });
  });
});

/** An example with a context, so that a rule about the context's fields is the only one that breaks. */
const withContext = (type: CommandType): unknown => {
  const example = commandExample(type);
  const { context } = example.command as { context?: object };
  return withValueAt(example, 'command.context', context ?? { customerData: jweExample });
};

describe('contactCommandSchema', () => {
  it('says of contacts what the schema of all commands says', () => {
    for (const type of contactCommandTypes) {
      for (const field of fieldCases.COMMAND.filter(({ name }) => !name.endsWith('.type'))) {
        for (const value of [field.broken, undefined]) {
          const document = withValueAt(
            { ...specifiedDocuments.COMMAND, command: { ...specifiedDocuments.COMMAND.command, type } },
            pathOf(field),
            value,
          );

          expect(parseMessage(contactCommandSchema, document)).toEqual(parseMessage(commandSchema, document));
        }
      }
    }
  });

  it('takes no command that an agent does not serve', () => {
    for (const type of types) {
      const parsed = parseMessage(commandSchema, commandExample(type));
      if (!parsed.ok) throw new Error(type);

      expect(contactCommandSchema.safeParse(parsed.value).success).toBe(isContactCommand(parsed.value));
    }
  });
});

describe('parseJson', () => {
  it('names the place of a text that is no JSON, and not the text', () => {
    expect(parseJson('{"ada"', 'body')).toEqual({
      ok: false,
      issues: [{ path: 'body', rule: 'must be JSON' }],
    });
  });
});

describe('isDeeperThan', () => {
  it('tells depth without using the stack for it', () => {
    const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));

    expect(isDeeperThan(deep, 32)).toBe(true);
    expect(isDeeperThan([[1]], 2)).toBe(false);
    expect(isDeeperThan([[[1]]], 2)).toBe(true);
  });
});

describe('deadlineSecondsOf', () => {
  it("has the specification's upper ends: 1 s, 5 s, 30 s, 5 min", () => {
    expect(deadlineSecondsOf).toEqual({ CRITICAL: 1, HIGH: 5, MEDIUM: 30, LOW: 300 });
  });
});
