import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InMemoryAgentStateStore } from '../../../shared/agents/adapters/in-memory-agent-state-store.ts';
import type { AgentReport, AgentStateStore } from '../../../shared/agents/agent-state-store.ts';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { eventAggregate } from '../../../shared/journal/command-facts.ts';
import { specifiedDocuments } from '../../../shared/messages/catalog/specified-documents.ts';
import { createCoordinatorHandler } from '../../../shared/runtime/create-coordinator-handler.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { CrashPlan, type CrashPoint } from '../../support/crash-plan.ts';
import { frontDoorPorts } from '../../support/front-door.ts';
import { recordingPorts } from '../../support/recording-ports.ts';

const NOW = Date.parse('2026-11-23T12:30:00Z');

type Report = ReturnType<typeof aReport>;

const aReport = (
  change: { type?: string; agent?: string; minute?: number; status?: string; metadata?: object } = {},
) => {
  const { type = 'AGENT_STATUS_CHANGED', agent = 'email-agent-001', minute = 0, status = 'ACTIVE' } = change;
  const { state } = specifiedDocuments.state;
  const agentState = { agentId: agent, state: { ...state, status } };
  const metadata = { deliveryTime: null, messageId: null, recipientResponse: null, agentState };
  return {
    messageId: randomUUID() as string,
    messageType: 'EVENT',
    timestamp: new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString(),
    source: agent,
    event: { type, status, metadata: { ...metadata, ...change.metadata } },
    correlation: {},
  };
};

const asRecord = (detail: Report, receives = 1, queueId?: string): SQSRecord =>
  anSqsRecord(
    { id: `bus-${detail.messageId}`, 'detail-type': 'EVENT', source: detail.source, detail },
    receives,
    queueId,
  );

/** A coordinator on ports in memory, and how often it worked on each report. */
const aCoordinator = (
  put: (report: AgentReport, next: AgentStateStore['put']) => Promise<'stored' | 'older'> = (report, next) =>
    next(report),
) => {
  const journal = new InMemoryJournal();
  const states = new InMemoryAgentStateStore();
  const worked: AgentReport[] = [];
  const ports = recordingPorts();
  const receive = async (records: readonly SQSRecord[], crash?: CrashPoint) => {
    const plan = new CrashPlan(crash);
    const own = frontDoorPorts(plan.wrap(journal), () => NOW);
    const agentStates = plan.wrap({
      put: async (report: AgentReport) => {
        worked.push(report);
        return put(report, (given) => states.put(given));
      },
    });
    const handler = createCoordinatorHandler({
      ...ports,
      ...own,
      agentStates,
      client: createSwitchboardClient({ ...own, lanes: { send: async () => [] } }),
      queue: { delete: async () => undefined, returnLater: async () => undefined },
      dimensions: {},
      random: () => 0,
      groupMs: 0,
    });
    const done = handler({ Records: [...records] }, { getRemainingTimeInMillis: () => 6000 });
    return { answer: await Promise.race([done, plan.crashed]), calls: plan.calls };
  };
  return { journal, states, worked, ports, receive };
};

const DONE = { batchItemFailures: [] };

describe('what an agent says of itself', () => {
  it('is claimed before it is noted, and a second one of the same id is dropped and counted', async () => {
    const { receive, states, journal, worked, ports } = aCoordinator();
    const report = aReport({ status: 'BUSY' });

    expect((await receive([asRecord(report), asRecord(report)])).answer).toEqual(DONE);
    expect((await receive([asRecord(report, 2)])).answer).toEqual(DONE);

    expect(worked).toHaveLength(1);
    expect(await states.get(['email-agent-001'])).toMatchObject([{ part: 'status', status: 'BUSY' }]);
    expect(await journal.read(eventAggregate(report.messageId))).toMatchObject([
      { type: 'event-received', body: { eventType: 'AGENT_STATUS_CHANGED', tier: 'MEDIUM' } },
    ]);
    expect(ports.lines.join()).toContain('"NOTED":1,"DROPPED":1');
  });

  it('is lost, counted and never tried again where it cannot be noted, or not even claimed', async () => {
    const { receive, states, worked, journal, ports } = aCoordinator(async () => {
      throw new Error('no table');
    });
    const [unnoted, unclaimed] = [aReport(), aReport({ minute: 1 })];

    expect((await receive([asRecord(unnoted)])).answer).toEqual(DONE);
    expect((await receive([asRecord(unnoted)])).answer).toEqual(DONE);
    journal.insert = async () => {
      throw new Error('no journal');
    };
    expect((await receive([asRecord(unclaimed)])).answer).toEqual(DONE);

    expect(worked).toHaveLength(1);
    expect(await states.get(['email-agent-001'])).toEqual([]);
    expect(ports.lines.filter((line) => line.includes('"LOST":1'))).toHaveLength(2);
  });

  it.each([
    [
      'for another agent',
      { metadata: { agentState: { ...specifiedDocuments.state, agentId: 'sms-agent-001' } } },
      'agentState.agentId',
    ],
    [
      'metrics without figures',
      { type: 'AGENT_METRICS_REPORTED', metadata: { agentState: undefined } },
      'agentState',
    ],
    ['in no known form', { metadata: { agentState: { agentId: 'email-agent-001' } } }, 'agentState.state'],
  ])('is rejected, and its field named: %s', async (_, change, path) => {
    const { receive, worked, journal } = aCoordinator();

    expect((await receive([asRecord(aReport(change))])).answer).toEqual(DONE);

    expect(worked).toEqual([]);
    expect(journal.all()).toMatchObject([
      { type: 'rejected', body: { issues: [{ path: `event.metadata.${path}` }] } },
    ]);
  });

  it('counts as said now at the latest', async () => {
    const { receive, states } = aCoordinator();
    const ahead = { ...aReport({ status: 'BUSY' }), timestamp: '2031-01-01T00:00:00Z' };

    await receive([asRecord(ahead)]);

    expect(await states.get(['email-agent-001'])).toMatchObject([{ saidAt: NOW }]);
  });
});

const aSaying = fc.record({
  type: fc.constantFrom('AGENT_STATUS_CHANGED', 'AGENT_METRICS_REPORTED'),
  agent: fc.constantFrom('email-agent-001', 'sms-agent-001'),
  minute: fc.integer({ min: 0, max: 9 }),
  status: fc.constantFrom('ACTIVE', 'BUSY', 'IDLE'),
});

const aCrash = fc.record({
  call: fc.integer({ min: 0, max: 5 }),
  when: fc.constantFrom('before' as const, 'after' as const),
});

describe('at most once', () => {
  it('works on no report twice and never puts an older over a newer one, whatever comes twice, late, or dies', async () => {
    const plan = fc.record({
      sayings: fc.array(aSaying, { minLength: 1, maxLength: 8 }),
      crashes: fc.array(fc.option(aCrash), { maxLength: 8 }),
      fails: fc.infiniteStream(fc.boolean()),
      order: fc.infiniteStream(fc.nat(1000)),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ sayings, crashes, fails, order }) => {
        const stored: AgentReport[] = [];
        const { receive, worked, states } = aCoordinator(async (report, next) => {
          if (fails.next().value) throw new Error('no table');
          stored.push(report);
          return next(report);
        });
        const reports = sayings.map((saying) => aReport(saying));
        const left = [...crashes];
        let waiting = [...reports, ...reports].map((report) => asRecord(report));

        for (let turns = 0; waiting.length > 0 && turns < 100; turns += 1) {
          const shuffled = waiting.toSorted(() => (order.next().value ?? 0) - 500);
          const batch = shuffled.slice(0, 4);
          const { answer } = await receive(batch, left.shift() ?? undefined);
          if (typeof answer !== 'string') waiting = shuffled.slice(4);
        }

        expect(waiting).toEqual([]);
        const names = worked.map(
          ({ identity, part, saidAt, status }) => `${identity} ${part} ${saidAt} ${status}`,
        );
        const said = reports.map(({ source, event, timestamp }) => {
          const part = event.type === 'AGENT_STATUS_CHANGED' ? 'status' : 'metrics';
          return `${source} ${part} ${Date.parse(timestamp)} ${event.status}`;
        });
        for (const name of new Set(names)) {
          expect(countOf(names, name)).toBeLessThanOrEqual(countOf(said, name));
        }
        for (const report of await states.get(['email-agent-001', 'sms-agent-001'])) {
          const rivals = stored.filter((r) => r.identity === report.identity && r.part === report.part);
          expect(report.saidAt).toBe(Math.max(...rivals.map(({ saidAt }) => saidAt)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does the work of a batch or drops it, wherever it dies, and claims all of it in one call', async () => {
    const batch = [aReport({ minute: 1 }), aReport({ minute: 2 }), aReport({ agent: 'sms-agent-001' })];
    const { calls } = await aCoordinator().receive(batch.map((report) => asRecord(report)));
    expect(calls).toBe(3); // one claim call, and the newest of each agent

    for (let call = 0; call < calls; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const { receive, worked } = aCoordinator();
        const records = batch.map((report) => asRecord(report));

        expect((await receive(records, { call, when })).answer).toBe('crashed');
        expect((await receive(batch.map((report) => asRecord(report, 2)))).answer).toEqual(DONE);

        expect(new Set(worked.map(({ identity }) => identity)).size).toBe(worked.length);
      }
    }
  });
});

const countOf = (names: readonly string[], name: string): number => names.filter((n) => n === name).length;
