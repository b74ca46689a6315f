import type { Channel } from '../channels/channel.ts';
import type { Renderer } from '../channels/renderer.ts';
import type { CustomerStore } from '../customers/customer-store.ts';
import type { Journal } from '../journal/journal.ts';
import type { ContactPolicy } from '../policy/contact-policy.ts';
import type { Authoriser } from '../security/authoriser.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import type { Batch } from './batch.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { authorise } from './steps/authorise.ts';
import { claimAttempts } from './steps/claim-attempts.ts';
import { deliver } from './steps/deliver.ts';
import { loadRecipients } from './steps/load-recipients.ts';
import { parseRecord } from './steps/parse-record.ts';
import { passGate } from './steps/pass-gate.ts';
import { recordFacts } from './steps/record-facts.ts';
import { renderContent } from './steps/render-content.ts';
import { reviewDenials } from './steps/review-denials.ts';
import { stopStale } from './steps/stop-stale.ts';

export type AgentDeps<Content> = QueueHandlerDeps & {
  readonly journal: Journal;
  readonly customers: Pick<CustomerStore, 'get'>;
  readonly cipher: Pick<PersonalCipher, 'decrypt'>;
  readonly authoriser: Authoriser;
  readonly contactPolicy: ContactPolicy;
  readonly render: Renderer<Content>;
  readonly channel: Channel<Content>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
};

/** Makes an agent's handler. The order of work is this list and nowhere else; a crash before the claim claims nothing. */
export const createAgentHandler = <Content>(deps: AgentDeps<Content>) =>
  createQueueHandler(deps, async (batch: Batch) => {
    const received = batch.records.map((record) => ({ record }));
    const parsed = await batch.pass(received, parseRecord(deps.now));
    const current = await batch.pass(parsed, stopStale(deps.now));
    const authorised = await batch.pass(current, authorise(deps.authoriser, deps.now));
    const addressed = await loadRecipients(batch, authorised, deps); // one call for all, read now: consent is never cached
    const permitted = await batch.pass(addressed, passGate(deps.contactPolicy, deps.now));
    const rendered = await batch.pass(permitted, renderContent(deps.render, deps.now));
    await reviewDenials(batch, parsed, rendered, deps); // no call where nothing was denied
    const claimed = await claimAttempts(batch, rendered, deps); // one call for all
    await batch.pass(claimed, deliver(deps.channel, deps.now)); // started together, none on an old verdict
    await recordFacts(batch, deps.journal); // one call for all, denials and duplicates included
  });
