import type { SubmitResult } from '../client/submit-result.ts';
import type { SwitchboardClient } from '../client/switchboard-client.ts';
import { batchAggregate } from '../journal/command-facts.ts';
import type { Journal } from '../journal/journal.ts';
import { MOST_MEMBERS } from '../messages/batch-message.ts';
import { pagesOf } from '../messages/pages-of.ts';
import type { TaskOpener } from '../tasks/task.ts';
import { chunkBatchId, memberTaskId } from './campaign-ids.ts';
import type { CampaignPlan, PlannedStep } from './campaign-plan.ts';
import type { CampaignPage } from './campaign-store.ts';
import { durationMs } from './duration.ts';

/** Some of a page could not be sent, or not asked: sending all of it again is safe. */
export class PageNotSentError extends Error {
  override readonly name = 'PageNotSentError';
  readonly retryable = true;
}

/** The source that a campaign's batches name. */
const MASTER = 'campaign-manager';

/** The batches of a page, always the same for the same page. */
export const batchesOf = (campaignId: string, plan: CampaignPlan, page: CampaignPage, step: PlannedStep) =>
  pagesOf(page.customers, MOST_MEMBERS).map((customers, chunk) => ({
    source: MASTER,
    correlation: { workflowId: campaignId, hops: 0 },
    batchMessage: {
      batchId: chunkBatchId(campaignId, { pass: page.pass, page: page.page, chunk }),
      messageCount: customers.length,
      target: step.pool,
      templateId: step.templateId,
      campaignId,
      priority: plan.definition.priority ?? 'MEDIUM',
      messages: customers.map((customerId) => ({ customerId, action: step.action })),
    },
  }));

/** Gives a page's batches to the front door, in one call. Throws `PageNotSentError` where any of them is not whole in its lanes. */
export const sendBatches = async (
  batches: ReturnType<typeof batchesOf>,
  client: Pick<SwitchboardClient, 'submit'>,
): Promise<void> => {
  if (batches.length === 0) return;
  const results = await client.submit(
    batches.map((message) => ({ intakeId: message.batchMessage.batchId, message })),
  );
  const lost = results
    .flatMap((result): readonly SubmitResult[] => (result.status === 'EXPANDED' ? result.members : [result]))
    .find((result) => result.status === 'FAILED');
  if (lost?.status === 'FAILED')
    throw new PageNotSentError(`campaign: a member is not in its lane (${lost.cause})`);
};

/** Whether every batch of a page has come to its end, or was refused as a whole. Throws `JournalUnavailableError`. */
export const isComplete = async (
  campaignId: string,
  { pass, page, customers }: CampaignPage,
  journal: Pick<Journal, 'get'>,
): Promise<boolean> => {
  const chunks = pagesOf(customers, MOST_MEMBERS).map((_, chunk) =>
    chunkBatchId(campaignId, { pass, page, chunk }),
  );
  if (chunks.length === 0) return true;
  const completed = await journal.get(
    chunks.map((batchId) => ({ aggregate: batchAggregate(batchId), key: 'batch-completed' })),
  );
  const open = chunks.filter((_, index) => completed[index] === undefined);
  if (open.length === 0) return true;
  const refused = await journal.get(
    open.map((batchId) => ({ aggregate: batchAggregate(batchId), key: `rejected#${batchId}` })),
  );
  return refused.every((fact) => fact !== undefined);
};

const DEFAULT_EXPIRY = 'P7D';
/** Tasks that are opened at once. */
const OPEN_AT_ONCE = 10;

/** Asks a person about each member of the last page. Throws a retryable error where one could not be asked. */
export const openTasks = async (
  campaignId: string,
  { definition, steps }: CampaignPlan,
  { customers }: CampaignPage,
  openTask: TaskOpener,
  now: number,
): Promise<void> => {
  const { escalation } = definition;
  if (escalation === undefined) return;
  const { when, reason = `CAMPAIGN_${when}`, priority = 'LOW', expiresAfter = DEFAULT_EXPIRY } = escalation;
  for (const group of pagesOf(customers, OPEN_AT_ONCE)) {
    await Promise.all(
      group.map((customerId) =>
        openTask({
          taskId: memberTaskId(campaignId, customerId),
          kind: 'CAMPAIGN_DECISION',
          reason,
          priority,
          customerId,
          campaignId,
          workflowId: campaignId,
          escalationLevel: Math.min(9, steps.length),
          openedAt: now,
          expiresAt: now + (durationMs(expiresAfter) ?? 0),
        }),
      ),
    );
  }
};
