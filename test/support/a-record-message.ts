import { randomUUID } from 'node:crypto';
import type { RecordCommandType, RecordMessage } from '../../shared/records/record-message.ts';
import type { PersonalCipher } from '../../shared/security/personal-cipher.ts';

const contents = {
  RECORD_PAYMENT: { paymentId: 'pay-1', amount: '12.50', currency: 'EUR' },
  RECORD_CONSENT: { channel: 'email', purpose: 'offers', wording: 'Yes, CANARY.', source: 'web-form' },
  REVOKE_CONSENT: { channel: 'email', purpose: 'offers', source: 'phone-call' },
} as const satisfies Record<RecordCommandType, object>;

/** What a record message says that differs from the usual one of its type. */
export type RecordChange = {
  readonly commandId?: string;
  readonly customerId?: string;
  readonly saidAt?: string;
  readonly conversationId?: string;
  readonly content?: object;
};

/** A message of the record lane, its content sealed by the cipher. */
export const aRecordMessage = async (
  cipher: Pick<PersonalCipher, 'encrypt'>,
  commandType: RecordCommandType,
  change: RecordChange = {},
): Promise<RecordMessage> => {
  const { customerId = 'cust-1', conversationId, content = {} } = change;
  return {
    v: 1,
    commandId: change.commandId ?? randomUUID(),
    recordedBy: 'crm',
    saidAt: change.saidAt ?? '2026-11-23T12:00:00.000Z',
    subject: {
      agentType: 'record-keeper',
      identity: 'agent-coordinator',
      commandType,
      customerId,
      ...(conversationId === undefined ? {} : { conversationId }),
    },
    sealed: await cipher.encrypt(customerId, { ...contents[commandType], ...content }),
  };
};
