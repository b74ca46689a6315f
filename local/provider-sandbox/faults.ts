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
export type Subject = { readonly to: readonly string[]; readonly commandId: string | undefined };

/** The rules in force. Of several that concern a call, each of a different kind applies once to it. */
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

  /** Takes the actions for one call, and counts them. */
  take(subject: Subject): readonly FaultAction[] {
    const taken = new Map<string, FaultAction>();
    for (const rule of this.#rules) {
      if (taken.has(rule.action.kind) || !concerns(rule, subject)) continue;
      taken.set(rule.action.kind, rule.action);
      rule.times -= 1;
    }
    this.#rules = this.#rules.filter(({ times }) => times > 0);
    return [...taken.values()];
  }
}

const concerns = ({ match }: Fault, { to, commandId }: Subject): boolean =>
  (match.to === undefined || to.includes(match.to)) &&
  (match.commandId === undefined || match.commandId === commandId);
