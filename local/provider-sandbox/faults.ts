import * as z from 'zod';

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('delay'), ms: z.int().min(0).max(600_000) }),
  z.strictObject({ kind: z.literal('delay-after-accepting'), ms: z.int().min(0).max(600_000) }),
  z.strictObject({ kind: z.literal('throttle'), retryAfterSeconds: z.int().min(1).optional() }),
  z.strictObject({ kind: z.literal('error'), status: z.int().min(400).max(599) }),
  z.strictObject({ kind: z.literal('refuse-address') }),
  z.strictObject({ kind: z.literal('close-before-accepting') }),
  z.strictObject({ kind: z.literal('close-after-accepting') }),
  z.strictObject({
    kind: z.literal('receipt'),
    receipt: z.enum(['bounce', 'complaint', 'none']),
    delayMs: z.int().min(0).max(600_000).optional(),
  }),
]);

/** A rule by which the sandbox misbehaves: whom it concerns, how often, and what it does. */
export const faultSchema = z.strictObject({
  match: z.strictObject({ to: z.string().optional(), commandId: z.string().optional() }),
  times: z.int().min(1),
  action,
});

export type Fault = z.infer<typeof faultSchema>;

export type FaultAction = Fault['action'];

/** Who is written to, as rules look at it. */
export type Subject = { readonly to: readonly string[]; readonly commandId?: string | undefined };

/** The rules in force, first come first served. */
export class Faults {
  #rules: Fault[] = [];

  add(fault: Fault): void {
    this.#rules.push({ ...fault });
  }

  clear(): void {
    this.#rules = [];
  }

  list(): readonly Fault[] {
    return this.#rules;
  }

  /** Takes the first action of these kinds that concerns a call, and counts it. */
  take<K extends FaultAction['kind']>(
    kinds: readonly K[],
    subject: Subject,
  ): Extract<FaultAction, { kind: K }> | undefined {
    for (const rule of this.#rules) {
      const { action: taken } = rule;
      if (!isOneOf(taken, kinds) || !concerns(rule, subject)) continue;
      rule.times -= 1;
      this.#rules = this.#rules.filter(({ times }) => times > 0);
      return taken;
    }
    return undefined;
  }
}

const isOneOf = <K extends FaultAction['kind']>(
  taken: FaultAction,
  kinds: readonly K[],
): taken is Extract<FaultAction, { kind: K }> => kinds.some((kind) => kind === taken.kind);

const concerns = ({ match }: Fault, { to, commandId }: Subject): boolean =>
  (match.to === undefined || to.includes(match.to)) &&
  (match.commandId === undefined || match.commandId === commandId);
