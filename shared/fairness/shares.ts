import * as z from 'zod';
import type { AgentIdentity } from '../agents/agent-registry.ts';
import { identifier } from '../messages/fields.ts';
import type { Control } from '../state/control-store.ts';

/** The switch of what operators say of shares while messages wait. */
export const SHARES_CONTROL = 'shares';

/** What an operator may say of an identity: it stands instead of `config/agents.ts`. */
export const identityShareSchema = z.object({
  weight: z.number().min(0).max(1_000_000).optional(),
  /** Messages a second. */
  perSecond: z.number().positive().max(1_000_000).optional(),
});

const sharesSchema = z.object({
  /** Weights of campaigns; one that is not named has 1. */
  campaigns: z.record(identifier, z.number().positive().max(1_000_000)).default({}),
  identities: z.record(identifier, identityShareSchema).default({}),
});

export type Shares = z.infer<typeof sharesSchema>;

/** The shares as their switch says; one that was never set, or that nobody can read, changes nothing. */
export const sharesOf = (control: Pick<Control, 'value'>): Shares => {
  if (control.value === undefined) return UNCHANGED;
  const known = parsed.get(control);
  if (known !== undefined) return known;
  const shares = sharesSchema.safeParse(control.value).data ?? UNCHANGED;
  parsed.set(control, shares);
  return shares;
};

const UNCHANGED: Shares = { campaigns: {}, identities: {} };

/** A board gives the same switch for a second, and every batch asks. */
const parsed = new WeakMap<Pick<Control, 'value'>, Shares>();

/** Messages that an identity may send a second: the operator's word, or its own; `undefined` where nobody says. */
export const rateOf = (
  identity: string,
  { capacity }: AgentIdentity,
  { identities }: Pick<Shares, 'identities'>,
): number | undefined => identities[identity]?.perSecond ?? capacity?.perSecond;
