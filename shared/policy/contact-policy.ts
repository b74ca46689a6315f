import type { LaneMessage } from '../lanes/lane-message.ts';
import type { Verdict } from '../security/authoriser.ts';

/** Answers whether this customer may be contacted so now; read at send time. */
export type ContactPolicy = (lane: LaneMessage) => Promise<Verdict>;

/** Lets every contact pass: consent and suppression are not built yet. */
export const contactAll: ContactPolicy = async () => ({ allowed: true });
