import type { Fact } from '../../shared/journal/fact.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import { sagaAggregate } from '../../shared/sagas/saga-id.ts';
import { type SagaStatus, sagaStateOf } from '../../shared/sagas/saga-state.ts';
import { CliError } from '../cli-error.ts';
import { formatTimeline, timelineOf } from '../format/format-timeline.ts';
import type { Outcome } from '../outcome.ts';

const POLL_MS = 500;

export type SagaStatusAsked = {
  readonly sagaId: string;
  /** Seconds to wait for the saga's end; `undefined` looks once. */
  readonly waitSeconds: number | undefined;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

const ends: ReadonlySet<SagaStatus> = new Set(['COMPLETED', 'COMPENSATED', 'UNRESOLVED']);

/** `saga status`: how a saga stands, and its facts. Fails on an unknown id and, when it waited, unless it is complete. */
export const showSaga = async (journal: Pick<Journal, 'read'>, asked: SagaStatusAsked): Promise<Outcome> => {
  const { sagaId, waitSeconds } = asked;
  const facts = await readUntilEnd(journal, asked);
  if (facts.length === 0) {
    throw new CliError(
      'FAILED',
      `The journal knows no saga ${sagaId}.`,
      'Check the id; a saga that just began takes a moment: add --wait 30.',
    );
  }
  const { status, started } = sagaStateOf(facts);
  const timeline = timelineOf(facts);
  return {
    exit: waitSeconds === undefined || status === 'COMPLETED' ? 'OK' : 'FAILED',
    json: { sagaId, saga: started?.body.saga ?? null, status, ended: ends.has(status), timeline },
    lines: [`${status}${started ? `, ${started.body.saga}` : ''}`, ...formatTimeline(timeline)],
  };
};

const readUntilEnd = async (
  journal: Pick<Journal, 'read'>,
  { sagaId, waitSeconds, now, sleep }: SagaStatusAsked,
): Promise<readonly Fact[]> => {
  const end = now() + (waitSeconds ?? 0) * 1000;
  for (;;) {
    const facts = await journal.read(sagaAggregate(sagaId));
    const left = end - now();
    if (ends.has(sagaStateOf(facts).status) || left <= 0) return facts;
    await sleep(Math.min(POLL_MS, left));
  }
};
