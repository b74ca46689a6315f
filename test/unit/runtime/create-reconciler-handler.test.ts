import { describe, expect, it } from 'vitest';
import { fact } from '../../../shared/journal/command-facts.ts';
import { createReconcilerHandler } from '../../../shared/runtime/create-reconciler-handler.ts';
import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';
import { recordingPorts } from '../../support/recording-ports.ts';

const NOW = 1_700_000_000_000;
const MINUTE_MS = 60_000;
const context = { getRemainingTimeInMillis: () => 900_000 };

/** A reconciler of two facts, an hour and five minutes old, of which its one follower knows nothing. */
const aReconciler = () => {
  const ports = recordingPorts();
  const found = [60, 5].map((minutes, at) => ({
    sequenceNumber: String(at),
    at: NOW - minutes * MINUTE_MS,
    fact: fact('not-accepted', `command#${minutes}`, NOW, { attempt: 1 } as never),
  }));
  const source = { parts: async () => ['shard'], read: async () => ({ found, next: undefined }) };
  const follower = {
    name: 'events',
    concerns: () => true,
    knows: async (facts: readonly unknown[]) => facts.map(() => false),
    teach: async (facts: readonly unknown[]) => facts.map(() => true),
  };
  const handler = createReconcilerHandler({
    ...ports,
    open: () => ({ sources: [source], followers: [follower] }),
    controls: new InMemoryControlStore(),
    journalId: 'stream',
    now: () => NOW,
    dimensions: { function: 'reconciler' },
  });
  return { ports, handler };
};

describe('createReconcilerHandler', () => {
  it('leaves facts alone that are younger than 15 minutes when its schedule starts it, and puts what its alarms watch', async () => {
    const { ports, handler } = aReconciler();

    const report = await handler({ source: 'aws.events', 'detail-type': 'Scheduled Event' }, context);

    expect(report).toMatchObject({ compared: 1, isComplete: true });
    expect(JSON.parse(ports.lines.at(-1) ?? '')).toEqual({
      function: 'reconciler',
      ReconciliationCompared: 1,
      ReconciliationMissing: 1,
      ReconciliationRepaired: 1,
      ReconciliationIncomplete: 0,
    });
  });

  it('says that it is behind when its time is over', async () => {
    const { ports, handler } = aReconciler();

    await handler({}, { getRemainingTimeInMillis: () => 10_000 });

    expect(JSON.parse(ports.lines.at(-1) ?? '')).toMatchObject({ ReconciliationIncomplete: 1 });
  });

  it('compares younger ones where it is asked to, and refuses nonsense', async () => {
    const { handler } = aReconciler();

    expect(await handler({ graceSeconds: 0 }, context)).toMatchObject({ compared: 2 });
    await expect(handler({ graceSeconds: -1 }, context)).rejects.toThrow();
  });
});
