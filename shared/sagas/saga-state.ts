import type { Fact, FactOf } from '../journal/fact.ts';

/** How a saga stands. */
export type SagaStatus = 'NONE' | 'RUNNING' | 'COMPENSATING' | 'COMPLETED' | 'COMPENSATED' | 'UNRESOLVED';

/** Where a saga stands, from its facts in whatever order they come. */
export type SagaState = {
  readonly status: SagaStatus;
  readonly started?: FactOf<'saga-started'> | undefined;
  readonly decided?: FactOf<'saga-decided'> | undefined;
  /** Steps that began, in the order of the saga: each may have changed something. */
  readonly begun: readonly string[];
  /** What steps gave, as JSON, by step. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly undone: ReadonlySet<string>;
  /** Why the newest run of a step failed, and which step's. */
  readonly lastEnd?: FactOf<'step-ended'> | undefined;
  /** Runs of which nobody knows that they are over. */
  readonly openRuns: readonly FactOf<'step-begun'>[];
  readonly notesOf: (step: string) => readonly string[];
};

/** A saga's state. */
export const sagaStateOf = (facts: readonly Fact[]): SagaState => {
  const begun = ofType(facts, 'step-begun');
  const done = ofType(facts, 'step-done');
  const ended = ofType(facts, 'step-ended');
  const over = new Set([...done, ...ended].map(({ body }) => runName(body)));
  const places = new Map(begun.map(({ body }) => [body.step, body.place]));
  const [decided] = ofType(facts, 'saga-decided');
  const [started] = ofType(facts, 'saga-started');
  return {
    status: statusOf(facts, started, decided),
    started,
    decided,
    begun: [...places].sort(([, a], [, b]) => a - b).map(([step]) => step),
    outputs: new Map(done.map(({ body }) => [body.step, body.output])),
    undone: new Set(ofType(facts, 'step-undone').map(({ body }) => body.step)),
    lastEnd: ended.toSorted((a, b) => b.at - a.at).find(({ body }) => body.cause !== AWAITED),
    openRuns: begun.filter(({ body }) => !over.has(runName(body))),
    notesOf: (step) =>
      ofType(facts, 'step-noted')
        .filter(({ body }) => body.step === step)
        .sort((a, b) => noteNumber(a.body.nth) - noteNumber(b.body.nth))
        .map(({ body }) => body.note),
  };
};

/** The cause of a run's end whose step awaits an event. */
export const AWAITED = 'AWAITED';

const noteNumber = (nth: string): number => Number(nth.split('#').at(-1));

const runName = ({ step, owner }: { readonly step: string; readonly owner: string }): string =>
  `${step} ${owner}`;

const ofType = <T extends Fact['type']>(facts: readonly Fact[], type: T): readonly FactOf<T>[] =>
  facts.filter((fact): fact is FactOf<T> => fact.type === type);

const statusOf = (
  facts: readonly Fact[],
  started: FactOf<'saga-started'> | undefined,
  decided: FactOf<'saga-decided'> | undefined,
): SagaStatus => {
  if (decided?.body.decision === 'COMPLETE') return 'COMPLETED';
  const types = new Set(facts.map(({ type }) => type));
  if (types.has('saga-compensated')) return 'COMPENSATED';
  if (types.has('saga-unresolved')) return 'UNRESOLVED';
  if (decided !== undefined) return 'COMPENSATING';
  return started === undefined ? 'NONE' : 'RUNNING';
};
