import * as z from 'zod';
import { receiptKinds } from './receipts/receipt-kinds.ts';

const milliseconds = z.int().min(0).max(600_000);

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('delay'), ms: milliseconds }),
  z.strictObject({ kind: z.literal('delay-after-accepting'), ms: milliseconds }),
  z.strictObject({ kind: z.literal('throttle'), retryAfterSeconds: z.int().min(1).optional() }),
  z.strictObject({ kind: z.literal('error'), status: z.int().min(400).max(599) }),
  z.strictObject({ kind: z.literal('refuse-address') }),
  z.strictObject({ kind: z.literal('close-before-accepting') }),
  z.strictObject({ kind: z.literal('close-after-accepting') }),
  /** Takes the message and answers with what is no JSON. */
  z.strictObject({ kind: z.literal('malformed-body') }),
  z.strictObject({
    kind: z.literal('receipt'),
    receipt: z.enum([...receiptKinds, 'none']),
    delayMs: milliseconds.optional(),
    /** How often the same receipt comes. @default 1 */
    copies: z.int().min(1).max(10).optional(),
    /** The receipt is on the bus before the call is answered. @default false */
    beforeResponse: z.boolean().optional(),
  }),
  /** The recipient answers with this text. */
  z.strictObject({
    kind: z.literal('reply'),
    text: z.string().min(1).max(1600),
    delayMs: milliseconds.optional(),
  }),
]);

/** Of the calls that a rule concerns it takes each nth, or each with a probability that a seed makes repeatable. */
const rate = z.union([
  z.strictObject({ every: z.int().min(1) }),
  z.strictObject({ probability: z.number().gt(0).max(1), seed: z.int().default(1) }),
]);

/** A rule by which the sandbox misbehaves: whom it concerns, how often, and what it does. */
export const faultSchema = z.strictObject({
  match: z.strictObject({
    to: z.string().optional(),
    channel: z.string().optional(),
    commandId: z.string().optional(),
    /** As whom we send: an address, a number, a pool. */
    from: z.string().optional(),
    /** The AWS Region that is called, by the request's signature. */
    region: z.string().optional(),
  }),
  rate: rate.optional(),
  /** How often it acts before it is gone. @default until it is cleared */
  times: z.int().min(1).optional(),
  action,
});

export type Fault = z.infer<typeof faultSchema>;

export type FaultAction = Fault['action'];

/** Who is contacted and how, as rules look at it. */
export type Subject = {
  readonly channel: string;
  readonly to: readonly string[];
  readonly commandId?: string | undefined;
  readonly from?: string | undefined;
  readonly region?: string | undefined;
};

type Rule = { readonly fault: Fault; seen: number; acted: number };

/** The rules in force, first come first served. */
export class Faults {
  #rules: Rule[] = [];

  add(fault: Fault): void {
    this.#rules.push({ fault, seen: 0, acted: 0 });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The rules with the number of times that each still acts. */
  list(): readonly Fault[] {
    return this.#rules.map(({ fault, acted }) =>
      fault.times === undefined ? fault : { ...fault, times: fault.times - acted },
    );
  }

  /** Takes the first action of these kinds that concerns a call and whose turn it is, and counts it. */
  take<K extends FaultAction['kind']>(
    kinds: readonly K[],
    subject: Subject,
  ): Extract<FaultAction, { kind: K }> | undefined {
    for (const rule of this.#rules) {
      const { action: taken } = rule.fault;
      if (!isOneOf(taken, kinds) || !concerns(rule.fault, subject)) continue;
      rule.seen += 1;
      if (!isItsTurn(rule)) continue;
      rule.acted += 1;
      this.#rules = this.#rules.filter(
        ({ fault, acted }) => fault.times === undefined || acted < fault.times,
      );
      return taken;
    }
    return undefined;
  }
}

const isOneOf = <K extends FaultAction['kind']>(
  taken: FaultAction,
  kinds: readonly K[],
): taken is Extract<FaultAction, { kind: K }> => kinds.some((kind) => kind === taken.kind);

const concerns = ({ match: { to, ...match } }: Fault, subject: Subject): boolean =>
  (to === undefined || subject.to.includes(to)) &&
  (['channel', 'commandId', 'from', 'region'] as const).every(
    (field) => match[field] === undefined || match[field] === subject[field],
  );

const isItsTurn = ({ fault: { rate: asked }, seen }: Rule): boolean => {
  if (asked === undefined) return true;
  return 'every' in asked ? seen % asked.every === 0 : chance(asked.seed, seen) < asked.probability;
};

/** A number from 0 to 1 that follows from seed and turn (a round of splitmix32). */
const chance = (seed: number, turn: number): number => {
  let mixed = (seed + Math.imul(turn, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
};
