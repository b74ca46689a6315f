import * as z from 'zod';
import type { AgentRegistry } from '../agents/agent-registry.ts';
import { intents } from '../intent/intent.ts';
import { priorities } from '../messages/priority.ts';
import { taskKinds } from '../tasks/task.ts';
import type { FollowUp, ReplyRow, ReplyTable } from './reply-table.ts';

/** What a table of replies may name. */
export type Nameable = {
  readonly agents: AgentRegistry;
  /** By id, the agent types for which a template has all parts. */
  readonly templates: ReadonlyMap<string, ReadonlySet<string>>;
  readonly sagas: readonly string[];
};

/** What is wrong with a table of replies: a sentence for each problem, which names row and rule. */
export const problemsOfReplies = (table: ReplyTable, names: Nameable): readonly string[] =>
  intents.flatMap((intent) => {
    const rows = table[intent] ?? [];
    const at = (index: number) => `config/replies.ts: ${intent}[${index}]`;
    return [
      ...(rows.at(-1) !== undefined && isOpen(rows.at(-1))
        ? []
        : [`config/replies.ts: ${intent}: its last row must have no condition`]),
      ...rows.flatMap((row, index) => [
        ...problemsOfRow(row, names).map((problem) => `${at(index)}.${problem}`),
        ...rows
          .slice(0, index)
          .filter((earlier) => covers(earlier, row))
          .map(
            (earlier) => `${at(index)} is never reached: ${intent}[${rows.indexOf(earlier)}] holds before it`,
          ),
        ...(intent === 'NOT_REACHED' && isCyclic(row)
          ? [
              `${at(index)}.leadsTo leads back to itself: a call that follows a call must raise, and name mostLevel`,
            ]
          : []),
      ]),
    ];
  });

const isOpen = (row: ReplyRow | undefined): boolean =>
  row?.channels === undefined && row?.leastConfidence === undefined && row?.mostLevel === undefined;

/** Whether an earlier row holds wherever a later one does. */
const covers = (earlier: ReplyRow, later: ReplyRow): boolean =>
  (earlier.channels === undefined ||
    (later.channels?.every((channel) => earlier.channels?.includes(channel)) ?? false)) &&
  (earlier.leastConfidence ?? 0) <= (later.leastConfidence ?? 0) &&
  (earlier.mostLevel ?? 9) >= (later.mostLevel ?? 9);

const isCyclic = ({ leadsTo, raises, mostLevel = 9 }: ReplyRow): boolean =>
  leadsTo.action === 'COMMAND' && leadsTo.type === 'PLACE_CALL' && !(raises === true && mostLevel < 9);

const problemsOfRow = (row: ReplyRow, names: Nameable): readonly string[] => {
  const channels = Object.values(names.agents).map(({ channel }) => channel);
  const { leastConfidence = 0, mostLevel = 0 } = row;
  return [
    ...(row.channels ?? [])
      .filter((channel) => !channels.includes(channel))
      .map((channel) => `channels names '${channel}'; must be one of ${channels.join(', ')}`),
    ...(row.channels?.length === 0 ? ['channels must not be empty'] : []),
    ...(leastConfidence >= 0 && leastConfidence <= 1 ? [] : ['leastConfidence must be from 0 to 1']),
    ...(Number.isInteger(mostLevel) && mostLevel >= 0 && mostLevel <= 9
      ? []
      : ['mostLevel must be a whole number from 0 to 9']),
    ...problemsOfFollowUp(row.leadsTo, names).map((problem) => `leadsTo.${problem}`),
  ];
};

/** A code of an event and an alarm. */
const REASON = /^[A-Z][A-Z0-9_]{1,63}$/;

const problemsOfFollowUp = (leadsTo: FollowUp, names: Nameable): readonly string[] => {
  const { templates, sagas } = names;
  switch (leadsTo.action) {
    case 'NONE':
      return [];
    case 'TASK':
      return [
        ...(taskKinds.includes(leadsTo.kind) ? [] : [`kind must be one of ${taskKinds.join(', ')}`]),
        ...(REASON.test(leadsTo.reason) ? [] : ['reason must be a code such as REPLY_DISPUTES']),
        ...problemsOfPriority(leadsTo.priority),
        ...(leadsTo.expiresInHours > 0 && leadsTo.expiresInHours <= 24 * 90
          ? []
          : ['expiresInHours must be more than 0 and at most 2160']),
      ];
    case 'COMMAND':
      return problemsOfCommand(leadsTo, names);
    case 'ESCALATE':
      return [
        ...(REASON.test(leadsTo.reason) ? [] : ['reason must be a code such as REPLY_DISPUTES']),
        ...(leadsTo.templateId === undefined
          ? []
          : problemsOfTemplate(leadsTo.templateId, undefined, templates)),
      ];
    case 'SAGA':
      return [
        ...(sagas.includes(leadsTo.saga)
          ? []
          : [`saga names '${leadsTo.saga}'; must be one of ${sagas.join(', ')}`]),
        ...problemsOfContacts(leadsTo.input, names),
      ];
    default:
      return [
        `action is '${String(Object(leadsTo).action)}'; must be one of NONE, TASK, COMMAND, ESCALATE, SAGA`,
      ];
  }
};

const problemsOfPriority = (priority: string | undefined): readonly string[] =>
  priority === undefined || (priorities as readonly string[]).includes(priority)
    ? []
    : [`priority must be one of ${priorities.join(', ')}`];

/** What is wrong with a template that an agent type is to render, or some agent type where nobody says which. */
const problemsOfTemplate = (
  templateId: string,
  agentType: string | undefined,
  templates: Nameable['templates'],
): readonly string[] => {
  const parts = templates.get(templateId);
  if (parts === undefined) return [`templateId names no template: config/templates/${templateId}`];
  return agentType === undefined || parts.has(agentType)
    ? []
    : [`templateId names ${templateId}, which lacks a part for ${agentType}`];
};

const contactSchema = z.looseObject({ type: z.string(), target: z.string(), templateId: z.string() });

/** A contact in a saga's input that nobody could make would roll back every saga that the row begins. */
const problemsOfContacts = (
  input: Readonly<Record<string, unknown>>,
  { agents, templates }: Nameable,
): readonly string[] =>
  Object.entries(input).flatMap(([name, value]) => {
    const contact = contactSchema.safeParse(value);
    if (!contact.success) return [];
    const { type, target, templateId } = contact.data;
    const [agentType, agent] = Object.entries(agents).find(([, { pool }]) => pool === target) ?? [];
    const at = `input.${name}`;
    if (agent === undefined || agentType === undefined)
      return [`${at}.target is '${target}', which is no pool of config/agents.ts`];
    return [
      ...(agent.commands.some((served) => served === type)
        ? []
        : [`${at}.type is '${type}', which ${target} does not serve`]),
      ...problemsOfTemplate(templateId, agentType, templates).map((problem) => `${at}.${problem}`),
    ];
  });

const problemsOfCommand = (
  leadsTo: Extract<FollowUp, { action: 'COMMAND' }>,
  { agents, templates }: Nameable,
): readonly string[] => {
  const server = Object.entries(agents).find(([, agent]) => agent.commands.includes(leadsTo.type))?.[0];
  const { afterMinutes = 0 } = leadsTo;
  return [
    ...(server === undefined ? [`type is '${leadsTo.type}', which no agent of config/agents.ts serves`] : []),
    ...problemsOfTemplate(leadsTo.templateId, server, templates),
    ...problemsOfPriority(leadsTo.priority),
    ...(afterMinutes >= 0 && Number.isFinite(afterMinutes) ? [] : ['afterMinutes must be 0 or more']),
  ];
};
