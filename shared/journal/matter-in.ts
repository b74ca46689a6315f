import type { MatterSubject } from './subjects.ts';

/** Whom and what something is about that says so among its other fields. */
export const matterIn = ({
  customerId,
  campaignId,
  conversationId,
  workflowId,
  hops,
}: MatterSubject): MatterSubject => ({ customerId, campaignId, conversationId, workflowId, hops });
