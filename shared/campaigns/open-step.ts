import { batchAggregate } from '../journal/command-facts.ts';
import type { Journal } from '../journal/journal.ts';
import type { MemberEnd } from '../journal/subjects.ts';
import { MOST_MEMBERS } from '../messages/batch-message.ts';
import { pagesOf } from '../messages/pages-of.ts';
import { chunkBatchId } from './campaign-ids.ts';
import type { CampaignProgress, CampaignStore, MemberIssue } from './campaign-store.ts';

/** How the step stands that is not closed yet: members whom its batches contact, and the first ends of those that are complete. */
export type OpenStep = {
  readonly contacts: number;
  readonly ends: Readonly<Partial<Record<MemberEnd, number>>>;
};

/** Looks at the batches of the pass that is sent, or was sent last. */
export const openStepOf = async (
  campaignId: string,
  progress: CampaignProgress,
  store: Pick<CampaignStore, 'getPage'>,
  journal: Pick<Journal, 'get'>,
): Promise<OpenStep> => {
  const isSent = progress.page === 0 && progress.pass > 0;
  const pass = isSent ? progress.pass - 1 : progress.pass;
  const ends: Partial<Record<MemberEnd, number>> = {};
  let contacts = 0;
  for (let page = 0; page < (isSent ? progress.pages : progress.page); page += 1) {
    const { customers = [] } = (await store.getPage(campaignId, pass, page)) ?? {};
    contacts += customers.length;
    const keys = pagesOf(customers, MOST_MEMBERS).map((_, chunk) => ({
      aggregate: batchAggregate(chunkBatchId(campaignId, { pass, page, chunk })),
      key: 'batch-completed',
    }));
    for (const fact of keys.length > 0 ? await journal.get(keys) : []) {
      const outcomes = fact?.type === 'batch-completed' ? fact.body.outcomes : {};
      for (const [end, count] of Object.entries(outcomes) as [MemberEnd, number][]) {
        ends[end] = (ends[end] ?? 0) + count;
      }
    }
  }
  return { contacts, ends };
};

/** The first lines of a campaign's audience that are no members. */
export const audienceIssues = async (
  campaignId: string,
  most: number,
  store: Pick<CampaignStore, 'getPage'>,
): Promise<readonly MemberIssue[]> => {
  const issues: MemberIssue[] = [];
  for (let page = 0; issues.length < most; page += 1) {
    const found = await store.getPage(campaignId, 0, page);
    if (found === undefined) break;
    issues.push(...found.issues);
  }
  return issues.slice(0, most);
};
