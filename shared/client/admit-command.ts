import type { AgentRegistry } from '../agents/agent-registry.ts';
import { type RouteChoice, routeCommand } from '../agents/route-command.ts';
import { taskSubject } from '../journal/command-subject.ts';
import type { CommandSubject } from '../journal/subjects.ts';
import type { LaneEntry } from '../lanes/lane-sender.ts';
import type { LaneTable } from '../lanes/lane-table.ts';
import { type Schedule, scheduleCommand } from '../lanes/schedule-command.ts';
import { type Command, type ContactCommand, commandSchema, isContactCommand } from '../messages/command.ts';
import { hopsOf } from '../messages/hops.ts';
import { DEEPEST, isDeeperThan } from '../messages/is-deeper-than.ts';
import { commandTypeTable } from '../messages/message-types.ts';
import { broken, type Parsed, parseMessage } from '../messages/parse-message.ts';
import { deadlineSecondsOf, type Priority } from '../messages/priority.ts';
import type { RecordCommandType } from '../records/record-message.ts';
import { type ReportAsk, readReportAsk } from '../reports/report-ask.ts';
import { findPlainField } from './plain-fields.ts';
import type { Intake } from './submit-result.ts';

/** What was decided about every command that is taken, whoever serves it. */
type Taken = {
  readonly tier: Priority;
  readonly acceptedAt: number;
  readonly dueAt: number;
  readonly deadlineAt: number;
  readonly verdict: Schedule['verdict'];
  /** Whether it was taken before; told of contacts and work only. @default false */
  readonly isRepeat?: boolean;
};

/** A command with its place in an agent's lane. */
export type AdmittedContact = Taken & {
  readonly kind: 'contact';
  readonly entry: LaneEntry;
  readonly choice: RouteChoice;
};

/** A contact whose channel the coordinator has still to choose. */
export type AdmittedWork = Taken &
  Pick<Intake, 'putAt' | 'queuedAt'> & { readonly kind: 'work'; readonly message: WorkCommand };

/** A COMMAND that leaves its channel to the coordinator. */
export type WorkCommand = Command & {
  readonly command: Extract<Command['command'], { type: 'SEND_MESSAGE' }>;
};

/** A command that the coordinator itself serves. */
export type AdmittedTask = Taken & { readonly kind: 'task'; readonly message: Command };

/** A command that the record keeper commits. */
export type AdmittedRecord = Taken & { readonly kind: 'record'; readonly message: RecordCommand };

/** A COMMAND of a type that is recorded exactly once. */
export type RecordCommand = Command & {
  readonly command: Extract<Command['command'], { type: RecordCommandType }>;
};

/** A command that the back office does, without haste: a report. */
export type AdmittedChore = Taken & {
  readonly kind: 'chore';
  readonly message: Command;
  readonly asked: ReportAsk;
};

export type Admitted = AdmittedContact | AdmittedWork | AdmittedTask | AdmittedRecord | AdmittedChore;

/** An admitted command, or every rule that the document breaks. */
export type Admission = Parsed<Admitted>;

/** The target that means the coordinator itself. */
export const COORDINATOR_POOL = 'agent-coordinator';

export type AdmissionRules = {
  readonly agents: AgentRegistry;
  readonly laneTable: LaneTable;
  /** Whether personal fields may come in the clear; they are encrypted before they go on. */
  readonly allowPlainContext: boolean;
};

/** Decides, without any call, whether and where a document goes that came in at `at` (milliseconds since 1970). */
export const admitCommand = (document: unknown, at: number, rules: AdmissionRules): Admission => {
  if (isDeeperThan(document, DEEPEST)) return broken('', `must be nested at most ${DEEPEST} levels deep`);
  const parsed = parseMessage(commandSchema, document);
  if (!parsed.ok) return parsed;
  const message = parsed.value;
  const plain = rules.allowPlainContext ? undefined : findPlainField(message);
  if (plain !== undefined) {
    return broken(plain, 'must be a compact JWE: this stage takes no personal data in the clear');
  }
  if (isWork(message)) return admitWork(message, at, rules);
  if (isContactCommand(message)) return admitContact(message, at, rules);
  const isTask = commandTypeTable[message.command.type].servedBy === 'coordinator';
  const { command } = message;
  const isChore = command.type === 'GENERATE_REPORT';
  if (!isTask && !isChore && !isRecordCommand(message)) return broken('command.type', 'is not served yet');
  const taken = takeOwn(message, at);
  if (!taken.ok) return taken;
  if (isChore) {
    const asked = readReportAsk(command, at);
    if (!asked.ok) return asked;
    return { ok: true, value: { kind: 'chore', ...taken.value, message, asked: asked.value } };
  }
  return isRecordCommand(message)
    ? { ok: true, value: { kind: 'record', ...taken.value, message } }
    : { ok: true, value: { kind: 'task', ...taken.value, message } };
};

const isRecordCommand = (message: Command): message is RecordCommand =>
  commandTypeTable[message.command.type].servedBy === 'record-keeper';

const isWork = (message: Command): message is WorkCommand =>
  message.target === COORDINATOR_POOL && message.command.type === 'SEND_MESSAGE';

/** Its times are the same whichever agent type will serve it, but for the deadline, which is the tier's. */
const admitWork = (message: WorkCommand, at: number, rules: AdmissionRules): Admission => {
  const { preferChannels = [], avoidChannels = [] } = message.command;
  for (const [field, names] of Object.entries({ preferChannels, avoidChannels })) {
    const unknown = names.findIndex((name) => !Object.hasOwn(rules.agents, name));
    if (unknown >= 0) {
      return broken(`command.${field}[${unknown}]`, `must be one of ${Object.keys(rules.agents).join(', ')}`);
    }
  }
  const admissions = Object.keys(rules.agents).map((agentType) => admitTo(message, agentType, at, rules));
  const probe = admissions.find(({ ok }) => ok) ?? admissions[0];
  if (probe === undefined) return broken('target', 'can choose no channel: this deployment has no agents');
  if (!probe.ok) return probe;
  const { tier, acceptedAt, dueAt, verdict } = probe.value;
  const deadlineAt = dueAt + deadlineSecondsOf[tier] * 1000;
  return { ok: true, value: { kind: 'work', tier, acceptedAt, dueAt, deadlineAt, verdict, message } };
};

/** A command as the pool of an agent type takes it: the same id, so that it is sent once, whoever serves it. */
export const admitTo = (
  message: ContactCommand,
  agentType: string,
  at: number,
  rules: Pick<AdmissionRules, 'agents' | 'laneTable'>,
): Parsed<AdmittedContact> => {
  const agent = Object.hasOwn(rules.agents, agentType) ? rules.agents[agentType] : undefined;
  const { command, correlation } = message;
  const type = agent?.commands.includes(command.type) ? command.type : agent?.commands[0];
  if (agent === undefined || type === undefined) {
    return broken('target', 'names no agent of this deployment (config/agents.ts)');
  }
  const routed = {
    ...message,
    target: agent.pool,
    command: { ...command, type },
    correlation: { ...correlation, hops: hopsOf(message) + 1 },
  };
  return admitContact(routed, at, rules);
};

const admitContact = (
  message: ContactCommand,
  at: number,
  { agents, laneTable }: Pick<AdmissionRules, 'agents' | 'laneTable'>,
): Parsed<AdmittedContact> => {
  const route = routeCommand(message, agents);
  if (!route.ok) return route;
  const { scheduledFor, expiresAt } = message.command;
  const schedule = scheduleCommand(scheduledFor, at);
  if (!schedule.ok) return schedule;
  if (
    scheduledFor !== undefined &&
    expiresAt !== undefined &&
    Date.parse(expiresAt) <= Date.parse(scheduledFor)
  )
    return broken('command.expiresAt', 'must be after command.scheduledFor');
  if (schedule.value.verdict === 'TIMER' && bytesOf(message) > MOST_TIMER_BYTES) {
    return broken(
      'command.scheduledFor',
      `must be at most two minutes ahead for a command of more than ${MOST_TIMER_BYTES} bytes`,
    );
  }
  const { agentType, identity, choice } = route.value;
  const tier = tierOf(message);
  const { dueAt, delaySeconds, verdict } = schedule.value;
  const deadlineSeconds = laneTable[agentType]?.[tier].deadlineSeconds;
  if (deadlineSeconds === undefined) return broken('target', 'its agent type has no lanes (config/lanes.ts)');
  const deadlineAt = dueAt + deadlineSeconds * 1000;
  const entry = {
    agentType,
    tier,
    delaySeconds,
    groupId: message.command.campaignId ?? message.command.customerId,
    message: { v: 1 as const, acceptedAt: at, dueAt, deadlineAt, tier, agentType, identity, choice, message },
  };
  return {
    ok: true,
    value: { kind: 'contact', tier, acceptedAt: at, dueAt, deadlineAt, verdict, entry, choice },
  };
};

/** An item of DynamoDB holds 400 KB; encrypting what is personal adds a third, of which the limit leaves room for a part. */
const MOST_TIMER_BYTES = 250_000;

const bytesOf = (message: ContactCommand): number => Buffer.byteLength(JSON.stringify(message));

/** What is decided about a command that no agent serves. */
const takeOwn = (message: Command, at: number): Parsed<Taken> => {
  if (message.target !== COORDINATOR_POOL) {
    return broken('command.type', `is not served by the target: ${COORDINATOR_POOL} serves it`);
  }
  const { scheduledFor, expiresAt } = message.command;
  if (expiresAt !== undefined) return broken('command.expiresAt', 'must not be given: only contacts expire');
  if (scheduledFor !== undefined && Date.parse(scheduledFor) > at) {
    return broken(
      'command.scheduledFor',
      'must not be in the future: later schedules of this type are not served yet',
    );
  }
  const tier = tierOf(message);
  const verdict = scheduledFor === undefined ? 'NONE' : 'PAST_SENT_AT_ONCE';
  const deadlineAt = at + deadlineSecondsOf[tier] * 1000;
  return { ok: true, value: { tier, acceptedAt: at, dueAt: at, deadlineAt, verdict } };
};

const tierOf = ({ command }: Command): Priority => command.priority ?? commandTypeTable[command.type].tier;

/** The COMMAND of an admission. */
export const messageOf = (admitted: Admitted): Command =>
  admitted.kind === 'contact' ? (admitted.entry.message.message as Command) : admitted.message;

/** What the facts of a command say of it that the record keeper commits. */
export const recordSubject = (message: Command): CommandSubject => ({
  ...taskSubject(message),
  agentType: 'record-keeper',
});

/** What the facts of a command say of it that the back office does. */
export const choreSubject = (message: Command): CommandSubject => ({
  ...taskSubject(message),
  agentType: BACK_OFFICE,
});

/** Who does what has no haste, as facts name it. */
export const BACK_OFFICE = 'back-office';
