import { authorisedOnly } from './authorised-only.ts';
import { breakerHolds } from './breaker-holds.ts';
import { claimedBeforeContact } from './claimed-before-contact.ts';
import { everyCommandEnds } from './every-command-ends.ts';
import type { Invariant } from './invariant.ts';
import { journalTellsTheTruth } from './journal-tells-the-truth.ts';
import { newestWins } from './newest-wins.ts';
import { oneAcceptance } from './one-acceptance.ts';
import { oneProbe } from './one-probe.ts';
import { optOutHolds } from './opt-out-holds.ts';
import { quietHoursAndCaps } from './quiet-hours-and-caps.ts';
import { recordedOnce } from './recorded-once.ts';

/** What every world is checked for. */
export const invariants: readonly Invariant[] = [
  everyCommandEnds,
  oneAcceptance,
  claimedBeforeContact,
  journalTellsTheTruth,
  recordedOnce,
  newestWins,
  optOutHolds,
  quietHoursAndCaps,
  breakerHolds,
  oneProbe,
  authorisedOnly,
];
