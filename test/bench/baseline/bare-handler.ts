import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { agents } from '../../../config/agents.ts';
import type { Contact, RenderedContent } from '../../../shared/channels/renderer.ts';
import { recipientOf } from '../../../shared/customers/recipient.ts';
import type { Fact } from '../../../shared/journal/fact.ts';
import type { ContactBasis } from '../../../shared/journal/subjects.ts';
import type { LaneMessage } from '../../../shared/lanes/lane-message.ts';
import { checkOut } from '../../../shared/lanes/large-message.ts';
import { isLaneMessage } from './bare-checks.ts';
import { factOf, isExpired, subjectOf } from './bare-facts.ts';
import { metricLines } from './bare-metrics.ts';
import type { BarePorts } from './bare-ports.ts';

type Received = {
  record: SQSRecord;
  lane: LaneMessage;
  subject: Record<string, unknown>;
  insteadOf?: string;
};
type Ready = Received & RenderedContent<string> & { basis: ContactBasis };

const [OLDEST_MS, OLDEST_VERDICT_MS] = [30 * 86_400_000, 3000];
const DEADLINES: Readonly<Record<string, number>> = {
  CRITICAL: 1000,
  HIGH: 5000,
  MEDIUM: 30_000,
  LOW: 300_000,
};
const identities = Object.entries(agents.email.identities);

/**
 * What one would write by hand for one agent, with all the duties of ours and nothing to reuse: suspects alone, parse, validate,
 * age, expiry, loops, large bodies, authorise, identities in rotation, rates, customers, policy, render, breaker, claim with its
 * due row, freshness, call, dwell and deadline, record, metrics, log of failures, partial batch response. What only a repeated or a
 * throttled message needs (reading earlier attempts, taking tokens, moving a breaker) throws: the benchmark has none.
 */
export const bareHandler =
  (ports: BarePorts) =>
  async (event: SQSEvent, context: { getRemainingTimeInMillis(): number }): Promise<SQSBatchResponse> => {
    const failures: SQSBatchResponse['batchItemFailures'] = [];
    const fresh = event.Records.filter((record) => Number(record.attributes.ApproximateReceiveCount) < 3);
    const suspects = event.Records.filter((record) => !fresh.includes(record)).map((record) => [record]);
    for (const records of fresh.length > 0 ? [fresh, ...suspects] : suspects) {
      const failed = await workOn(records, context.getRemainingTimeInMillis(), ports);
      for (const { messageId } of failed) failures.push({ itemIdentifier: messageId });
      if (suspects.length > 0)
        await ports.queue.delete(records.filter((each) => !failed.includes(each)).map(receiptOf));
    }
    return { batchItemFailures: failures };
  };

const workOn = async (
  records: readonly SQSRecord[],
  leftMs: number,
  ports: BarePorts,
): Promise<SQSRecord[]> => {
  if (leftMs < 4500) return [...records];
  const takenUpAt = ports.now();
  const failed: SQSRecord[] = [];
  const facts: Fact[] = [];
  const counts: Record<string, number> = {};
  const received: Received[] = [];
  const seen = new Set<string>();
  const fail = (record: SQSRecord, cause: string) => {
    failed.push(record);
    counts['RETRY'] = (counts['RETRY'] ?? 0) + 1;
    const time = new Date(ports.now()).toISOString();
    const intakeId = record.messageId;
    ports.write(JSON.stringify({ level: 'INFO', message: 'message goes back', time, intakeId, cause }));
  };
  const end = (
    outcome: string,
    { lane, subject }: Received,
    type: string,
    sequence: number,
    more: object,
  ) => {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    facts.push(factOf(lane.message.messageId, type, sequence, ports.now(), { ...subject, ...more }));
  };
  const told = await ports.shares();
  const sick = await ports.health.unhealthy(identities.map(([identity]) => identity));
  const rotation = identities.filter(
    ([name, { weight }]) => !sick.has(name) && (told.identities[name]?.weight ?? weight) > 0,
  );
  const isLimited = identities.some(([name]) => told.identities[name]?.perSecond);
  for (const record of records) {
    try {
      let lane: unknown = JSON.parse(record.body);
      if (!isLaneMessage(lane)) {
        counts['REJECTED'] = (counts['REJECTED'] ?? 0) + 1;
        const issues = [{ path: '', rule: 'must be a lane message' }];
        facts.push(
          factOf(record.messageId, 'rejected', 1, ports.now(), { issues, intakeId: record.messageId }),
        );
        continue;
      }
      if (seen.has(lane.message.messageId)) {
        counts['DUPLICATE'] = (counts['DUPLICATE'] ?? 0) + 1;
        continue;
      }
      seen.add(lane.message.messageId);
      if (lane.large !== undefined) {
        const text = await ports.largeBodies.get(lane.large.key);
        const message = text === undefined ? undefined : checkOut(lane, text);
        if (message === undefined) throw new Error('no large body');
        lane = { ...lane, message };
      }
      const item: Received = { record, lane: lane as LaneMessage, subject: subjectOf(lane as LaneMessage) };
      const { message, acceptedAt, identity } = item.lane;
      if (takenUpAt - acceptedAt > OLDEST_MS || isExpired(item.lane, takenUpAt)) {
        end('EXPIRED', item, 'expired', 4, { cause: 'EXPIRES_AT' });
        continue;
      }
      if ((message.correlation?.hops ?? 0) > 16) {
        end('PARKED', item, 'parked', 2, { attempt: 0, cause: 'TOO_MANY_HOPS' });
        continue;
      }
      const granted = ports.authoriser(item.lane);
      if (!granted.allowed) {
        end('SUPPRESSED', item, 'suppressed', 5, granted);
        continue;
      }
      const pinned = rotation.find(([name]) => name === identity);
      if (pinned === undefined && rotation[0] !== undefined) {
        item.insteadOf = identity;
        item.subject['identity'] = rotation[0][0];
      }
      if (rotation.length === 0 || isLimited) throw new Error('nobody may send now');
      received.push(item);
    } catch {
      fail(record, 'STEP_FAILED');
    }
  }
  const readAt = ports.now();
  const ids = [...new Set(received.map(({ lane }) => lane.message.command.customerId))];
  const customers = await ports.customers.get(ids);
  const ready: Ready[] = [];
  for (const item of received) {
    try {
      const { customerId, context } = item.lane.message.command;
      const carried = context?.customerData;
      const data = typeof carried === 'string' ? await ports.cipher.decrypt(customerId, carried) : carried;
      const stored = customers.get(customerId);
      if (data === undefined && stored === undefined) {
        end('FAILED', item, 'failed', 3, { attempt: 0, cause: 'INVALID_CONTENT' });
        continue;
      }
      const contact: Contact = {
        lane: item.lane,
        recipient: recipientOf(customerId, stored, data as Record<string, unknown> | undefined),
      };
      const { verdict } = await ports.contactPolicy(contact);
      if (verdict.kind !== 'ALLOW') {
        end('SUPPRESSED', item, 'suppressed', 5, { reasons: verdict.reasons });
        continue;
      }
      const content = await ports.render(contact);
      if (!content.ok) {
        end('FAILED', item, 'failed', 3, { attempt: 0, cause: 'INVALID_CONTENT', issues: content.issues });
        continue;
      }
      ready.push({ ...item, ...content.value, basis: verdict.basis });
    } catch {
      fail(item.record, 'STEP_FAILED');
    }
  }
  const breaker = (await ports.controls.get('breaker/email/ses')).value as { state?: string } | undefined;
  if (breaker?.state === 'OPEN') {
    await ports.queue.setAside(
      ready.map(({ record: { eventSourceARN, body } }) => ({
        queueArn: eventSourceARN,
        body,
        cause: 'BREAKER_OPEN',
      })),
    );
    return failed;
  }
  const [owner, claimedAt] = [ports.newId(), ports.now()];
  const deadlineAt = claimedAt + leftMs + 2000;
  const claims = ready.map(({ lane, subject, basis, insteadOf }) =>
    factOf(lane.message.messageId, 'claimed', 10, claimedAt, {
      ...subject,
      attempt: 1,
      owner,
      deadlineAt,
      basis,
      insteadOf,
    }),
  );
  const due = [{ id: owner, deadlineAt, claims: claims.map(({ aggregate }) => ({ aggregate, attempt: 1 })) }];
  const outcomes = claims.length > 0 ? await ports.journal.insert(claims, { kind: 'open', due }) : [];
  const dwells: {
    tier: string;
    startedAt: number;
    lane: LaneMessage;
    sentAt: number;
    inTime: boolean;
    sent: boolean;
  }[] = [];
  await Promise.all(
    ready.map(async (item, index) => {
      const { record, lane, subject, content, account } = item;
      const commandId = lane.message.messageId;
      if (outcomes[index] !== 'inserted')
        return end('DUPLICATE', item, 'duplicate', 1, { intakeId: record.messageId });
      const at = ports.now();
      if (at < readAt || at - readAt > OLDEST_VERDICT_MS) return fail(record, 'VERDICT_TOO_OLD');
      if (isExpired(lane, at)) return end('EXPIRED', item, 'expired', 17, { cause: 'EXPIRES_AT', after: 1 });
      const inTime = at <= (lane.deadlineAt ?? lane.dueAt + (DEADLINES[lane.tier] ?? 0));
      const dwell = {
        tier: lane.tier,
        startedAt: at,
        lane,
        sentAt: Number(record.attributes.SentTimestamp),
        inTime,
        sent: false,
      };
      dwells.push(dwell);
      if (!inTime) {
        const { tier, dueAt } = lane;
        facts.push(factOf(commandId, 'deadline-missed', 3, at, { ...subject, tier, dueAt, startedAt: at }));
      }
      try {
        const outcome = await ports.channel.send(content, { commandId, attempt: 1 });
        if (outcome.kind !== 'accepted') return fail(record, outcome.kind);
        const { providerMessageId } = outcome;
        const body = { ...subject, attempt: 1, providerMessageId, startedAt: at, content: account };
        facts.push(factOf(commandId, 'sent', 13, ports.now(), body));
        counts['SENT'] = (counts['SENT'] ?? 0) + 1;
        dwell.sent = true;
      } catch {
        fail(record, 'CHANNEL_THREW');
      }
    }),
  );
  if (failed.length > 0) {
    await ports.queue.returnLater(failed.map((record) => ({ ...receiptOf(record), delaySeconds: 1 })));
  }
  const change =
    facts.length >= claims.length && claims.length > 0 ? ({ kind: 'settle', due } as const) : undefined;
  if (facts.length > 0 || change !== undefined) await ports.journal.insert(facts, change);
  for (const line of metricLines(counts, dwells, takenUpAt, ports.now())) ports.write(line);
  return failed;
};

const receiptOf = ({ eventSourceARN, receiptHandle }: SQSRecord) => ({
  queueArn: eventSourceARN,
  receiptHandle,
});
