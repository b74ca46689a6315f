import { memberCommandId } from '../batches/member-id.ts';
import { commandAggregate, customerAggregate } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import { MOST_MEMBERS } from '../messages/batch-message.ts';
import { pagesOf } from '../messages/pages-of.ts';
import { chunkBatchId } from './campaign-ids.ts';
import type { CampaignPage } from './campaign-store.ts';
import { type MemberOutcome, memberOutcomeOf } from './member-outcome.ts';

/** Journal reads under way at once. */
const READ_AT_ONCE = 25;

/** A page of a step, and the same page of the steps before it, whose answers count too. */
export type PageOfStep = { readonly page: CampaignPage; readonly earlier: readonly CampaignPage[] };

/**
 * What a page's members came to, in their order, from the facts as they stand now: a read for each of its commands and one for
 * the customer. `since` is when the campaign began, in milliseconds since 1970. Throws retryable errors.
 */
export const readOutcomes = async (
  campaignId: string,
  since: number,
  { page, earlier }: PageOfStep,
  { journal }: { readonly journal: Pick<Journal, 'read'> },
): Promise<readonly MemberOutcome[]> => {
  const read = async (of: CampaignPage, customerId: string): Promise<readonly Fact[]> => {
    const commandId = memberCommandOf(campaignId, of, customerId);
    return commandId === undefined ? [] : journal.read(commandAggregate(commandId));
  };
  const outcomes = [];
  for (const group of pagesOf(page.customers, READ_AT_ONCE)) {
    const found = await Promise.all(
      group.map(async (customerId) => {
        const [command, customer, ...others] = await Promise.all([
          read(page, customerId),
          journal.read(customerAggregate(customerId)),
          ...earlier.map((before) => read(before, customerId)),
        ]);
        return memberOutcomeOf({ command, customer, earlier: others.flat(), since });
      }),
    );
    outcomes.push(...found);
  }
  return outcomes;
};

/** The id of the command by which a page's step contacts a customer; `undefined` for one whom it does not. */
const memberCommandOf = (
  campaignId: string,
  { pass, page, customers }: CampaignPage,
  customerId: string,
): string | undefined => {
  const index = customers.indexOf(customerId);
  if (index < 0) return undefined;
  const chunk = Math.floor(index / MOST_MEMBERS);
  return memberCommandId(chunkBatchId(campaignId, { pass, page, chunk }), index % MOST_MEMBERS);
};
