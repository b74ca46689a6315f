import type { Fact } from '../../journal/fact.ts';
import type { News } from './news.ts';

/** News of what was learned of a customer, and recorded. */
export const newsOfCustomer = (fact: Fact): News | undefined => {
  switch (fact.type) {
    case 'performed':
      return fact.body.commandType === 'UPDATE_CONVERSATION_HISTORY'
        ? { type: 'CONVERSATION_HISTORY_UPDATED', status: 'RECORDED', subject: fact.body }
        : undefined; // what was recorded has a fact of its own
    case 'responded':
      return {
        type: 'CUSTOMER_RESPONDED',
        status: 'RESPONDED',
        subject: fact.body,
        recipientResponse: fact.body.response,
        more: { channel: fact.body.channel, receivedAt: fact.body.receivedAt },
      };
    case 'suppressing': {
      const { customerId, channel, reason, source, commandId } = fact.body;
      if (commandId !== undefined) return undefined;
      return {
        type: 'CONSENT_REVOKED',
        status: 'RECORDED',
        subject: { customerId },
        more: { channel, reason, source },
      };
    }
    case 'context-updated': {
      const { customerId, hops, conversationId, workflowId, version, fields } = fact.body;
      return {
        type: 'CONTEXT_UPDATED',
        status: 'RECORDED',
        subject: { customerId, hops, conversationId, workflowId },
        more: { version, fields },
      };
    }
    default:
      return newsOfRecord(fact);
  }
};

/** News of what was committed exactly once. */
const newsOfRecord = (fact: Fact): News | undefined => {
  switch (fact.type) {
    case 'consent-recorded':
    case 'consent-revoked': {
      const { channel, purpose, source, saidAt, stands } = fact.body;
      return {
        type: fact.type === 'consent-recorded' ? 'CONSENT_RECORDED' : 'CONSENT_REVOKED',
        status: 'RECORDED',
        subject: fact.body,
        more: { channel, ...(purpose === undefined ? {} : { purpose }), source, saidAt, stands },
      };
    }
    case 'payment-recorded': {
      const { paymentId } = fact.body;
      return { type: 'PAYMENT_RECORDED', status: 'RECORDED', subject: fact.body, more: { paymentId } };
    }
    default:
      return undefined;
  }
};
