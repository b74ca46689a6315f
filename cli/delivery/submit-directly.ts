import type { Intake, SubmitResult } from '../../shared/client/submit-result.ts';
import type { SwitchboardClient } from '../../shared/client/switchboard-client.ts';
import { isBatch, MOST_MEMBERS } from '../../shared/messages/batch-message.ts';
import { pagesWithin } from '../../shared/messages/pages-of.ts';
import type { Delivery } from './delivery.ts';
import { type Indexed, sendInPages } from './in-pages.ts';

/** Documents given to the client library at once, and contacts that they ask for. */
const PAGE = { most: 100, mostInAll: 500 } as const;

/** Gives documents to the front door's own code in this process. Throws when the journal answers nothing at all. */
export const submitDirectly = (
  documents: readonly unknown[],
  client: SwitchboardClient,
  newId: () => string,
): Promise<readonly Delivery[]> => {
  const intakes = documents.map((document, index) => {
    const ready: Intake = { intakeId: newId(), message: document };
    return { index, document, ready };
  });
  const pages = pagesWithin<Indexed<Intake>>(intakes, PAGE, ({ document }) =>
    isBatch(document) ? MOST_MEMBERS : 1,
  );
  return sendInPages(pages, async (page) => {
    const results = await client.submit(page.map(({ ready }) => ready));
    return page.map(({ index }, at) => toDelivery(index, results[at]));
  });
};

const toDelivery = (index: number, result: SubmitResult | undefined): Delivery => {
  switch (result?.status) {
    case 'ACCEPTED': {
      const { status, commandId, agentType, tier, identity } = result;
      return { index, commandId, status, lane: `${agentType} ${tier}`, identity };
    }
    case 'PERFORMED': {
      const { status, commandId } = result;
      return { index, commandId, status };
    }
    case 'EXPANDED':
      return toBatchDelivery(index, result);
    case 'REJECTED':
    case 'PARKED':
    case 'FAILED':
      return { index, ...result };
    default:
      return { index, status: 'FAILED', cause: 'NO_ANSWER' };
  }
};

const toBatchDelivery = (
  index: number,
  { batchId, members }: Extract<SubmitResult, { status: 'EXPANDED' }>,
): Delivery => {
  const lost = members.find((member) => member.status === 'FAILED');
  if (lost !== undefined) return { index, batchId, status: 'FAILED', cause: lost.cause };
  const accepted = members.filter(({ status }) => status === 'ACCEPTED').length;
  return { index, batchId, status: 'EXPANDED', accepted, members: members.length };
};
