import * as z from 'zod';
import { identifier } from '../messages/fields.ts';
import type { Control } from '../state/control-store.ts';

/** The switch that says of campaigns what holds for their messages on the way: agents read it with their others, once a second. */
export const CAMPAIGNS_CONTROL = 'campaigns';

/** `PAUSED`: its contacts wait. `CANCELLED`: they are not sent any more. `SPENT`: neither, since its budget is used up. */
export const campaignHolds = ['PAUSED', 'CANCELLED', 'SPENT'] as const;

export type CampaignHold = (typeof campaignHolds)[number];

/**
 * Campaigns that run as planned are not listed, nor are those that ended long ago. `since`, and `pauseEndedAt`, when the last one
 * of them was paused no more, are in milliseconds since 1970.
 */
export const campaignsSchema = z.object({
  holds: z.record(identifier, z.enum(campaignHolds)).default({}),
  since: z.record(identifier, z.number()).default({}),
  pauseEndedAt: z.number().default(0),
});

/** What holds a campaign's messages back as the switch says; one that was never set, or that nobody can read, holds none. */
export const campaignHoldOf = (
  control: Pick<Control, 'value'>,
  campaignId: string | undefined,
): CampaignHold | undefined => {
  if (campaignId === undefined || control.value === undefined) return undefined;
  const holds = parsed.get(control) ?? campaignsSchema.safeParse(control.value).data?.holds ?? {};
  parsed.set(control, holds);
  return Object.hasOwn(holds, campaignId) ? holds[campaignId] : undefined;
};

/** When a pause ended last, in milliseconds since 1970; 0 where none ever did, or nobody can read the switch. */
export const pauseEndedAtOf = ({ value }: Pick<Control, 'value'>): number =>
  campaignsSchema.safeParse(value).data?.pauseEndedAt ?? 0;

/** A board gives the same switch for a second, and every contact asks. */
const parsed = new WeakMap<Pick<Control, 'value'>, Readonly<Record<string, CampaignHold>>>();
