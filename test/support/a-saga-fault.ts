import fc from 'fast-check';
import type { Fault } from './saga-world.ts';

/** What may happen to one invocation of a saga's function. */
export const aSagaFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('dies' as const),
    call: fc.nat(12),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
  fc.record({ kind: fc.constant('late' as const), call: fc.nat(12), forInvocations: fc.nat(3) }),
  fc.constant({ kind: 'answer lost' as const }),
  fc.constant({ kind: 'runs twice' as const }),
);

/** A death before and after each call of each invocation, of a run that made so many calls in each: the invocation, and its fault. */
export const everyDeath = (calls: readonly number[]): readonly (readonly [number, Fault])[] =>
  calls.flatMap((count, nth) =>
    Array.from({ length: count }, (_, call) =>
      (['before', 'after'] as const).map((when) => [nth, { kind: 'dies', call, when }] as const),
    ).flat(),
  );
