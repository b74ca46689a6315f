import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { ReportChore } from '../../shared/back-office/chore.ts';
import { makeReport } from '../../shared/back-office/make-report.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate, fact, rejectionAggregate } from '../../shared/journal/command-facts.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import { InMemoryCommandIndex } from '../../shared/reports/adapters/in-memory-command-index.ts';
import { InMemoryReportStore } from '../../shared/reports/adapters/in-memory-report-store.ts';
import { noteCommands } from '../../shared/reports/index-follower.ts';
import type { ReportAsk } from '../../shared/reports/report-ask.ts';
import { type ReportDocument, reportDocumentSchema } from '../../shared/reports/report-document.ts';
import { CrashPlan, type CrashPoint } from './crash-plan.ts';

/** The first day of a world's commands, and how many there are. */
export const FIRST_DAY = '2026-11-20';
export const DAYS = 3;
const DAY_MS = 86_400_000;

/** How a history of a command ends, and the status that anybody would say it has. */
const statusOfEnd = {
  accepted: 'ACCEPTED',
  rejected: 'REJECTED',
  sent: 'SENT',
  delivered: 'DELIVERED',
  bounced: 'FAILED',
  suppressed: 'SUPPRESSED',
  unknown: 'UNKNOWN',
  'fell back and sent': 'SENT',
} as const;

/** A command as a test thinks of it: what a report must say of it can be read off. */
export type History = {
  readonly at: number;
  readonly channel: 'email' | 'sms';
  readonly agent: string;
  readonly campaignId?: string | undefined;
  readonly end: keyof typeof statusOfEnd;
  readonly replies: number;
  /** Days after which the receipt and the replies came. */
  readonly lateDays: number;
};

/** Any history of a world's days. */
export const aHistory: fc.Arbitrary<History> = fc.record({
  at: fc.integer({ min: 0, max: DAYS * DAY_MS - 1 }).map((offset) => Date.parse(FIRST_DAY) + offset),
  channel: fc.constantFrom('email', 'sms'),
  agent: fc.constantFrom('001', '002'),
  campaignId: fc.constantFrom(undefined, 'camp-1', 'camp-2'),
  end: fc.constantFrom(...(Object.keys(statusOfEnd) as (keyof typeof statusOfEnd)[])),
  replies: fc.nat(2),
  lateDays: fc.nat(3),
});

/** The facts of a history, as the journal has them. */
export const factsOf = (history: History, id: string = randomUUID()): readonly Fact[] => {
  const { at, channel, agent, campaignId, end, replies } = history;
  const aggregate = commandAggregate(id);
  if (end === 'rejected') return [fact('rejected', rejectionAggregate(id), at, { issues: [], intakeId: id })];
  const subjectOf = (of: string) => ({
    agentType: of,
    identity: `${of}-agent-${agent}`,
    commandType: of === 'email' ? 'SEND_EMAIL' : 'SEND_SMS',
    customerId: 'cust-1',
    campaignId,
  });
  const subject = { ...subjectOf(channel), commandType: channel === 'email' ? 'SEND_EMAIL' : 'SEND_SMS' };
  const accepted = fact('accepted', aggregate, at, {
    ...subject,
    tier: 'LOW',
    source: 'crm',
    acceptedAt: at,
    dueAt: at,
    deadlineAt: at,
    schedule: 'NONE',
  });
  const claimed = (attempt: number, of = subject) =>
    fact('claimed', aggregate, at + 1, { ...of, attempt, owner: 'o', deadlineAt: at });
  const sent = (attempt: number, of = subject) =>
    fact('sent', aggregate, at + 2, { ...of, attempt, providerMessageId: 'p', startedAt: at });
  const late = at + history.lateDays * DAY_MS + 3;
  const receipt = { ...subject, providerMessageId: 'p', occurredAt: new Date(late).toISOString() };
  const other = { ...subjectOf(otherOf(channel)), commandType: subject.commandType };
  const ends: Record<Exclude<History['end'], 'rejected'>, readonly Fact[]> = {
    accepted: [],
    sent: [claimed(1), sent(1)],
    delivered: [claimed(1), sent(1), fact('delivered', aggregate, late, receipt)],
    bounced: [claimed(1), sent(1), fact('bounced', aggregate, late, { ...receipt, cause: 'Permanent' })],
    suppressed: [fact('suppressed', aggregate, at + 1, { ...subject, reasons: ['OPTED_OUT'] })],
    unknown: [
      claimed(1),
      fact('unknown', aggregate, at + 2, { ...subject, attempt: 1, cause: 'TimeoutError' }),
    ],
    'fell back and sent': [
      claimed(1),
      fact('not-accepted', aggregate, at + 2, { attempt: 1, cause: 'NO_ADDRESS' }),
      fact('fell-back', aggregate, at + 3, {
        ...subject,
        attempt: 1,
        from: channel,
        to: other.agentType,
        cause: 'X',
      }),
      claimed(2, other),
      sent(2, other),
    ],
  };
  const answers = Array.from({ length: replies }, (_, nth) =>
    fact('responded', aggregate, late, {
      ...subject,
      intakeId: `reply-${nth}`,
      channel,
      response: 'jwe',
      receivedAt: new Date(late).toISOString(),
    }),
  );
  return [accepted, ...ends[end], ...answers];
};

const otherOf = (channel: History['channel']) => (channel === 'email' ? 'sms' : 'email');

/** What a report must count, read off the histories one by one. */
export const naiveCount = (histories: readonly History[], ask: ReportAsk) => {
  const asked = histories.filter((history) => isIn(history, ask));
  const outcomes: Record<string, number> = {};
  for (const { end } of asked) outcomes[statusOfEnd[end]] = (outcomes[statusOfEnd[end]] ?? 0) + 1;
  const answered = asked.filter(({ end }) => end !== 'rejected');
  return {
    commands: asked.length,
    outcomes,
    replies: answered.reduce((sum, { replies }) => sum + replies, 0),
    fallbacks: asked.filter(({ end }) => end === 'fell back and sent').length,
  };
};

const isIn = ({ at, channel, agent, campaignId, end }: History, ask: ReportAsk): boolean => {
  const day = new Date(at).toISOString().slice(0, 10);
  if (day < ask.fromDay || day > ask.untilDay) return false;
  if (ask.reportType === 'day') return true;
  if (end === 'rejected') return false;
  const last = end === 'fell back and sent' ? otherOf(channel) : channel;
  const own = { campaign: campaignId, channel: last, agent: `${last}-agent-${agent}` };
  return own[ask.reportType] === ask.of;
};

/** The back office's reports on ports in memory, with a lane whose messages wait to be worked on. */
export class ReportWorld {
  readonly journal = new InMemoryJournal();
  readonly index = new InMemoryCommandIndex();
  readonly reports = new InMemoryReportStore();
  readonly waiting: ReportChore[] = [];
  readonly chore: ReportChore;
  /** Port calls of each message that was worked on. */
  readonly calls: number[] = [];

  constructor(asked: ReportAsk) {
    this.chore = {
      v: 1,
      kind: 'report',
      reportId: randomUUID(),
      subject: { agentType: 'back-office', identity: 'agent-coordinator', commandType: 'GENERATE_REPORT' },
      asked,
      page: 0,
    };
    this.waiting.push(this.chore);
  }

  /** Writes facts; those in the index may be noted more than once, as a relay does that comes again. */
  async write(facts: readonly Fact[], times = 1): Promise<void> {
    await this.journal.insert(facts);
    for (let nth = 0; nth < times; nth += 1) await noteCommands(facts, this.index);
  }

  /** Works on what waits; each message has time for so many portions, and the nth dies at its crash point. */
  async drain(
    portions: number,
    crash?: { readonly message: number; readonly point: CrashPoint },
  ): Promise<void> {
    for (let chore = this.waiting[0]; chore !== undefined; chore = this.waiting[0]) {
      const plan = new CrashPlan(crash?.message === this.calls.length ? crash.point : undefined);
      let left = portions;
      const work = makeReport(chore, {
        journal: plan.wrap(this.journal),
        index: plan.wrap(this.index),
        reports: plan.wrap(this.reports),
        lane: plan.wrap({
          send: async (chores: readonly ReportChore[]) => {
            this.waiting.push(...chores);
            return chores.map(() => ({ sent: true as const }));
          },
        }),
        now: () => Date.parse('2026-11-26T03:17:00Z'),
        newId: randomUUID,
        hasTime: () => {
          left -= 1;
          return left > 0;
        },
      });
      const end = await Promise.race([work, plan.crashed]);
      this.calls.push(plan.calls);
      // A message of which the function died comes again, behind what it has sent already.
      this.waiting.shift();
      if (end === 'crashed') this.waiting.push(chore);
    }
  }

  /** The report that was told of. */
  async told(): Promise<ReportDocument> {
    const [generated] = await this.journal.get([
      { aggregate: commandAggregate(this.chore.reportId), key: 'report-generated' },
    ]);
    if (generated?.type !== 'report-generated') throw new Error('no report was told of');
    return reportDocumentSchema.parse(JSON.parse(this.reports.files.get(generated.body.jsonKey) ?? ''));
  }
}
