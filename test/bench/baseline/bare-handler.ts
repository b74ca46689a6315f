import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Channel } from '../../../shared/channels/channel.ts';
import type { Contact, RenderedContent, Renderer } from '../../../shared/channels/renderer.ts';
import type { CustomerStore } from '../../../shared/customers/customer-store.ts';
import { type Recipient, recipientOf } from '../../../shared/customers/recipient.ts';
import type { Fact } from '../../../shared/journal/fact.ts';
import type { Journal } from '../../../shared/journal/journal.ts';
import type { LaneMessage } from '../../../shared/lanes/lane-message.ts';
import type { ContactPolicy } from '../../../shared/policy/contact-policy.ts';
import type { Authoriser } from '../../../shared/security/authoriser.ts';

/** The ports that both contenders are given. */
export type BarePorts = {
  readonly journal: Pick<Journal, 'insert'>;
  readonly customers: Pick<CustomerStore, 'get'>;
  readonly authoriser: Authoriser;
  readonly contactPolicy: ContactPolicy;
  readonly render: Renderer<string>;
  readonly channel: Channel<string>;
  readonly write: (line: string) => void;
  readonly now: () => number;
  readonly newId: () => string;
};

/**
 * What one would write by hand for one agent, with all the duties of ours and nothing to reuse: parse, validate, age, loops,
 * authorise, load customers, policy, render, claim, call the provider, record, metric, log of failures, partial batch response.
 */
export const bareHandler =
  (ports: BarePorts) =>
  async (event: SQSEvent, context: { getRemainingTimeInMillis(): number }): Promise<SQSBatchResponse> => {
    const failures: { itemIdentifier: string }[] = [];
    const received: { record: SQSRecord; lane: LaneMessage }[] = [];
    const work: (Contact & RenderedContent<string> & { record: SQSRecord; claim: Fact })[] = [];
    const owner = ports.newId();
    const claimedAt = ports.now();
    const deadlineAt = claimedAt + context.getRemainingTimeInMillis() + 2000;
    const seen = new Set<string>();
    const records = event.Records;
    const counts: Record<string, number> = {};
    const fail = (record: SQSRecord, cause: string) => {
      failures.push({ itemIdentifier: record.messageId });
      counts['RETRY'] = (counts['RETRY'] ?? 0) + 1;
      const time = new Date(ports.now()).toISOString();
      const intakeId = record.messageId;
      ports.write(JSON.stringify({ level: 'INFO', message: 'message goes back', time, intakeId, cause }));
    };
    for (const record of records) {
      try {
        const lane: unknown = JSON.parse(record.body);
        if (!isLaneMessage(lane)) {
          counts['REJECTED'] = (counts['REJECTED'] ?? 0) + 1;
          continue;
        }
        const commandId = lane.message.messageId;
        if (seen.has(commandId)) {
          counts['DUPLICATE'] = (counts['DUPLICATE'] ?? 0) + 1;
          continue;
        }
        seen.add(commandId);
        if (claimedAt - lane.acceptedAt > OLDEST_MS || (lane.message.correlation?.hops ?? 0) > 16) {
          counts['PARKED'] = (counts['PARKED'] ?? 0) + 1;
          continue;
        }
        if (!ports.authoriser(lane).allowed) {
          counts['SUPPRESSED'] = (counts['SUPPRESSED'] ?? 0) + 1;
          continue;
        }
        received.push({ record, lane });
      } catch {
        fail(record, 'STEP_FAILED');
      }
    }
    const ids = [...new Set(received.map(({ lane }) => lane.message.command.customerId))];
    const customers = ids.length > 0 ? await ports.customers.get(ids) : new Map();
    for (const { record, lane } of received) {
      try {
        const commandId = lane.message.messageId;
        const { customerId, context: carriedContext } = lane.message.command;
        const carried = carriedContext?.customerData;
        const stored = customers.get(customerId);
        if (typeof carried === 'string' || (carried === undefined && stored === undefined)) {
          counts['FAILED'] = (counts['FAILED'] ?? 0) + 1;
          continue;
        }
        const recipient: Recipient = recipientOf(customerId, stored, carried);
        const { verdict } = await ports.contactPolicy({ lane, recipient });
        if (verdict.kind !== 'ALLOW') {
          counts['SUPPRESSED'] = (counts['SUPPRESSED'] ?? 0) + 1;
          continue;
        }
        const content = await ports.render({ lane, recipient });
        if (!content.ok) {
          counts['FAILED'] = (counts['FAILED'] ?? 0) + 1;
          continue;
        }
        const claim = factOf(commandId, 'claimed', 10, claimedAt, {
          ...subjectOf(lane),
          attempt: 1,
          owner,
          deadlineAt,
          basis: verdict.basis,
        });
        work.push({ record, lane, recipient, ...content.value, claim });
      } catch {
        fail(record, 'STEP_FAILED');
      }
    }
    const outcomes = await ports.journal.insert(work.map(({ claim }) => claim));
    const facts: Fact[] = [];
    await Promise.all(
      work.map(async ({ record, lane, content, account }, index) => {
        if (outcomes[index] !== 'inserted') {
          counts['DUPLICATE'] = (counts['DUPLICATE'] ?? 0) + 1;
          return;
        }
        const commandId = lane.message.messageId;
        const startedAt = ports.now();
        try {
          const outcome = await ports.channel.send(content, { commandId, attempt: 1 });
          if (outcome.kind === 'accepted') {
            const { providerMessageId } = outcome;
            const body = { ...subjectOf(lane), attempt: 1, providerMessageId, startedAt, content: account };
            facts.push(factOf(commandId, 'sent', 13, ports.now(), body));
            counts['SENT'] = (counts['SENT'] ?? 0) + 1;
          } else fail(record, outcome.kind);
        } catch {
          fail(record, 'CHANNEL_THREW');
        }
      }),
    );
    if (facts.length > 0) await ports.journal.insert(facts);
    const metrics = Object.keys(counts).map((Name) => ({ Name, Unit: 'Count' }));
    const CloudWatchMetrics = [{ Namespace: 'Switchboard', Dimensions: [['agentType']], Metrics: metrics }];
    const emf = { _aws: { Timestamp: ports.now(), CloudWatchMetrics }, agentType: 'email', ...counts };
    ports.write(JSON.stringify(emf));
    return { batchItemFailures: failures };
  };

const factOf = (commandId: string, type: string, sequence: number, at: number, body: object): Fact =>
  ({ aggregate: `command#${commandId}`, key: `${type}#1`, type, at, sequence, body }) as unknown as Fact;

const subjectOf = ({ agentType, identity, message }: LaneMessage) => ({
  agentType,
  identity,
  commandType: message.command.type,
  customerId: message.command.customerId,
  campaignId: message.command.campaignId,
  conversationId: message.correlation?.conversationId,
  workflowId: message.correlation?.workflowId,
  hops: message.correlation?.hops,
});

const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._:@/+=-]{0,127}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const INSTANT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const TYPES = new Set<unknown>(['SEND_EMAIL', 'SEND_SMS', 'PLACE_CALL', 'SEND_MESSAGE']);
const NAME = /^[A-Z][A-Z0-9_]{1,63}$/;
const JWE = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]*\.[\w-]+$/;
const OLDEST_MS = 30 * 86_400_000;
const TIERS = new Set<unknown>(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']);

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (value: unknown): boolean => typeof value === 'string' && IDENTIFIER.test(value);
const isJwe = (value: unknown): boolean => typeof value === 'string' && JWE.test(value);
const isIdIfAny = (value: unknown): boolean => value === undefined || isId(value);
const isInstant = (value: unknown): boolean => typeof value === 'string' && INSTANT.test(value);

const isLaneMessage = (lane: unknown): lane is LaneMessage =>
  isObject(lane) &&
  lane['v'] === 1 &&
  Number.isSafeInteger(lane['acceptedAt']) &&
  Number.isSafeInteger(lane['dueAt']) &&
  TIERS.has(lane['tier']) &&
  isId(lane['agentType']) &&
  isId(lane['identity']) &&
  isCommand(lane['message']);

const isCommand = (message: unknown): boolean =>
  isObject(message) &&
  typeof message['messageId'] === 'string' &&
  UUID.test(message['messageId']) &&
  message['messageType'] === 'COMMAND' &&
  isInstant(message['timestamp']) &&
  isId(message['source']) &&
  isId(message['target']) &&
  isPayload(message['command']) &&
  (message['correlation'] === undefined || isCorrelation(message['correlation'])) &&
  (message['schemaVersion'] === undefined || /^\d{1,3}\.\d{1,3}$/.test(String(message['schemaVersion']))) &&
  (message['securityContext'] === undefined || isSecurityContext(message['securityContext']));

const isPayload = (command: unknown): boolean =>
  isObject(command) &&
  TYPES.has(command['type']) &&
  isIdIfAny(command['campaignId']) &&
  isId(command['customerId']) &&
  isId(command['templateId']) &&
  (command['priority'] === undefined || TIERS.has(command['priority'])) &&
  (command['scheduledFor'] === undefined || isInstant(command['scheduledFor'])) &&
  (command['context'] === undefined || isContext(command['context']));

const isContext = (context: unknown): boolean => {
  if (!isObject(context)) return false;
  const { customerData, conversationHistory: history, escalationLevel: level } = context;
  return (
    (customerData === undefined || isObject(customerData) || isJwe(customerData)) &&
    (history === undefined || (Array.isArray(history) && history.length <= 200) || isJwe(history)) &&
    (level === undefined || (Number.isInteger(level) && Number(level) >= 0 && Number(level) <= 9))
  );
};

const isCorrelation = (correlation: unknown): boolean =>
  isObject(correlation) &&
  isIdIfAny(correlation['conversationId']) &&
  isIdIfAny(correlation['workflowId']) &&
  isIdIfAny(correlation['originalCommandId']) &&
  (correlation['hops'] === undefined ||
    (Number.isInteger(correlation['hops']) && Number(correlation['hops']) >= 0));

const isSecurityContext = (context: unknown): boolean =>
  isObject(context) &&
  isId(context['agentId']) &&
  isId(context['certificate']) &&
  isInstant(context['tokenExpiry']) &&
  Array.isArray(context['permissions']) &&
  context['permissions'].every((permission) => typeof permission === 'string' && NAME.test(permission));
