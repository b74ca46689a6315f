import type { Event } from '../../../shared/messages/event.ts';
import { InMemoryToldMarks } from '../../../shared/reconciliation/adapters/in-memory-told-marks.ts';
import type { EventPublisher } from '../../../shared/relay/event-publisher.ts';
import { InMemoryCommandIndex } from '../../../shared/reports/adapters/in-memory-command-index.ts';
import { createRelayHandler } from '../../../shared/runtime/create-relay-handler.ts';
import type { Environment } from '../models/environment.ts';
import { FunctionPool } from '../models/function-pool.ts';
import { Stream } from '../models/stream.ts';
import { portsOf } from '../ports.ts';
import type { World } from '../world.ts';

const TIMEOUT_MS = 30_000;

/** The event relay behind the journal's stream, and one who subscribes to all that it tells. */
export const addRelay = (world: World): void => {
  const marks = new InMemoryToldMarks();
  const index = new InMemoryCommandIndex();
  const pool = new FunctionPool(world, {
    timeoutMs: TIMEOUT_MS,
    open: (environment) =>
      createRelayHandler({
        ...portsOf(world, environment),
        dimensions: {},
        marks: environment.wrap(marks, () => new Error('unavailable')),
        index: environment.wrap(index, () => new Error('unavailable')),
        publisher: publisherOf(world, environment),
      }),
  });
  const stream = new Stream(world, pool);
  world.watchers.push({ fact: (fact) => stream.push(fact) });
  world.bus.addTarget({
    matches: ({ detailType }) => detailType === 'EVENT',
    take: ({ detail }) => world.noteHearing(detail as Event),
  });
};

const publisherOf = (world: World, environment: Environment): EventPublisher => ({
  publish: (events) =>
    environment.call(async () => {
      const published = events.map((event) => publishOne(world, event));
      return world.faults.strikes('lost answer') ? published.map(() => false) : published;
    }),
});

const publishOne = (world: World, event: Event): boolean => {
  if (world.faults.strikes('refused batch entry')) return false;
  world.bus.put({ source: event.source, detailType: 'EVENT', detail: event });
  return !world.faults.strikes('accepted batch entry reported as refused');
};
