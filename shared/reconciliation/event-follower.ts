import type { Fact } from '../journal/fact.ts';
import { errorFields, type Logger } from '../observability/logger.ts';
import { eventOfFact } from '../relay/event-of-fact.ts';
import type { EventPublisher } from '../relay/event-publisher.ts';
import type { FactFollower } from './fact-follower.ts';
import type { ToldMarks } from './told-marks.ts';

export type EventFollowerDeps = {
  readonly publisher: EventPublisher;
  readonly marks: ToldMarks;
  readonly log: Logger;
};

/** The bus: it must have been told the EVENT of every fact that has one. Telling again is harmless, since ids stay the same. */
export const createEventFollower = ({ publisher, marks, log }: EventFollowerDeps): FactFollower => ({
  name: 'events',
  concerns: (fact) => eventOfFact(fact) !== undefined,
  knows: (facts) => marks.has(eventsOf(facts)),
  teach: async (facts) => {
    const events = eventsOf(facts);
    const published = await publisher.publish(events);
    await noteTold(
      marks,
      events.filter((_, index) => published[index]),
      log,
    );
    return published;
  },
});

/** Notes what the bus has taken. Never throws: what is not noted is told once more, which is harmless. */
export const noteTold = async (
  marks: Pick<ToldMarks, 'note'>,
  events: Parameters<ToldMarks['note']>[0],
  log: Logger,
): Promise<void> => {
  if (events.length === 0) return;
  try {
    await marks.note(events);
  } catch (error) {
    log.error('told events are not marked; the reconciler will tell them again', errorFields(error));
  }
};

const eventsOf = (facts: readonly Fact[]) =>
  facts.flatMap((fact) => {
    const event = eventOfFact(fact);
    return event === undefined ? [] : [event];
  });
