import type { Fact } from '../../../shared/journal/fact.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { openSagaWorld, type SagaName, type SagaWorldOptions } from '../../support/saga-world.ts';

/** What a saga's state machine and its function asked of AWS. */
export type Counted = {
  /** States entered and retries; AWS's own pricing example counts start and end, too. */
  transitions: number;
  invocations: number;
  outcome: string;
  /** Calls of the function by port and method, such as `journal.insert`. */
  calls: Map<string, number>;
  /** Facts that the function tried to insert, a write unit each. */
  facts: number;
  /** Of those that were new, the ones that the relay publishes. */
  events: number;
  /** Units (4 KB, consistent) of what the journal answered. */
  factReads: number;
};

/** A saga, what it is begun with, and how its commands end. */
export type CountedPath = SagaWorldOptions & { readonly saga: SagaName; readonly input: unknown };

/** Runs a saga's definition, as it is deployed, with its function on ports in memory. Throws where it is unresolved. */
export const countSaga = async ({ saga, input, ...options }: CountedPath): Promise<Counted> => {
  const counted: Counted = {
    transitions: 0,
    invocations: 0,
    outcome: '',
    calls: new Map(),
    facts: 0,
    events: 0,
    factReads: 0,
  };
  const world = await openSagaWorld(saga, { ...options, watch: watcherOf(counted) });
  const { output, error, states } = await world.run(input);
  if (error !== undefined) throw new Error(`${saga}: ${error}`);
  return {
    ...counted,
    transitions: states.length,
    invocations: world.calls.length,
    outcome: JSON.stringify(output),
  };
};

const watcherOf =
  (counted: Counted) =>
  <P extends object>(name: string, port: P): P =>
    new Proxy(port, {
      get: (target, method) => {
        const member: unknown = Reflect.get(target, method);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          const answer: unknown = await Reflect.apply(member, target, args);
          countCall(`${name}.${String(method)}`, args[0], answer, counted);
          return answer;
        };
      },
    });

const countCall = (called: string, asked: unknown, answer: unknown, counted: Counted): void => {
  if (Array.isArray(asked) && asked.length === 0) return; // the adapters ask nothing then
  counted.calls.set(called, (counted.calls.get(called) ?? 0) + 1);
  if (called === 'journal.read' || called === 'journal.get') {
    counted.factReads += Math.max(1, Math.ceil(JSON.stringify(answer).length / 4096));
  }
  if (called !== 'journal.insert') return;
  const [facts, outcomes] = [asked as readonly Fact[], answer as readonly string[]];
  counted.facts += facts.length;
  counted.events += facts.filter((each, at) => outcomes[at] === 'inserted' && eventOfFact(each)).length;
};
