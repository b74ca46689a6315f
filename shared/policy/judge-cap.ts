import type { CapLedger } from './cap-ledger.ts';
import type { CapDuty, Judgement } from './contact-gate.ts';
import type { Deferral } from './defer-contact.ts';
import { type CapUse, freeFrom, withUse } from './frequency-cap.ts';

/** Whether a limited contact may be made: then these are the uses to be written down before it is. */
export type CapAnswer =
  | { readonly kind: 'FREE'; readonly uses: readonly CapUse[] }
  | { readonly kind: 'FULL'; readonly denial: Deferral };

/** Decides about a limited contact by the uses that are known; a command that has one already takes no second. */
export const judgeCap = (
  uses: readonly CapUse[],
  { caps, zone, beyond }: CapDuty,
  { owner, at }: CapUse,
): CapAnswer => {
  const question = { caps, zone, owner, at };
  const free = freeFrom(uses, question);
  return free > at ? { kind: 'FULL', denial: beyond(free) } : { kind: 'FREE', uses: withUse(uses, question) };
};

/** What a look at the caps adds to a judgement. */
export type CapLook = Judgement & {
  /** When contacts that may count were decided, in milliseconds since 1970; absent where nothing limits the contact. */
  readonly counted?: readonly number[];
};

/** Asks about a contact that the gate lets pass whether a cap is full, and takes nothing: for those who only want to know. */
export const lookAtCap = async (
  judgement: Judgement,
  contact: CapUse & { readonly customerId: string },
  ledger: Pick<CapLedger, 'read'>,
): Promise<CapLook> => {
  const { verdict, answers } = judgement;
  if (verdict.kind !== 'ALLOW' || verdict.cap === undefined) return judgement;
  const { cap } = verdict;
  const [record] = await ledger.read([{ customerId: contact.customerId, purpose: cap.purpose }]);
  const uses = record?.uses ?? [];
  const counted = uses.filter(({ owner }) => owner !== contact.owner).map(({ at }) => at);
  const answer = judgeCap(uses, cap, contact);
  const rule = 'frequency cap';
  if (answer.kind === 'FREE')
    return { verdict, answers: [...answers, { rule, effect: 'PASS', reasons: [] }], counted };
  const { kind: effect, reasons } = answer.denial;
  return { verdict: answer.denial, answers: [...answers, { rule, effect, reasons }], counted };
};
