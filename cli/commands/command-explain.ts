import {
  type AdmissionRules,
  type AdmittedContact,
  type AdmittedWork,
  admitCommand,
  admitTo,
} from '../../shared/client/admit-command.ts';
import type { Assignment } from '../../shared/coordination/assign-work.ts';
import type { CustomerStore } from '../../shared/customers/customer-store.ts';
import { recipientOf } from '../../shared/customers/recipient.ts';
import { messageIdIn } from '../../shared/messages/message-id.ts';
import type { Issue } from '../../shared/messages/parse-message.ts';
import type { CapLedger } from '../../shared/policy/cap-ledger.ts';
import type { ContactVerdict, RuleAnswer } from '../../shared/policy/contact-gate.ts';
import { type ContactPolicyDeps, createContactPolicy } from '../../shared/policy/contact-policy.ts';
import { lookAtCap } from '../../shared/policy/judge-cap.ts';
import { formatCandidates } from '../format/format-candidates.ts';
import { formatTable } from '../format/format-table.ts';
import { formatIssue } from '../format/format-timeline.ts';
import type { Outcome } from '../outcome.ts';
import { type ExplainWorkDeps, explainWork } from './explain-work.ts';

export type ExplainDeps = AdmissionRules &
  Omit<ContactPolicyDeps, 'channel'> &
  ExplainWorkDeps & {
    readonly customers: Pick<CustomerStore, 'get'>;
    readonly caps: Pick<CapLedger, 'read'>;
  };

/** What would become of one document; issues are those for which it would be rejected, or fail before any contact. */
type Explanation = {
  readonly messageId: string | undefined;
  readonly outcome:
    | 'ASK_PERSON'
    | 'SEND'
    | 'HOLD'
    | 'DEFER'
    | 'SUPPRESS'
    | 'CANCEL'
    | 'REJECT'
    | 'FAIL'
    | 'NO_CONTACT';
  readonly issues?: readonly Issue[];
  readonly customerId?: string;
  readonly channel?: string;
  readonly templateId?: string;
  readonly verdict?: ContactVerdict;
  readonly rules?: readonly RuleAnswer[];
  /** Of a command that leaves its channel to the coordinator. */
  readonly assignment?: Assignment;
  /** When contacts were decided that count against a cap (ISO 8601); absent where nothing is limited. */
  readonly counted?: readonly string[];
};

const outcomeOfVerdict = {
  ALLOW: 'SEND',
  HOLD: 'HOLD',
  DEFER: 'DEFER',
  DROP: 'SUPPRESS',
  CANCEL: 'CANCEL',
} as const;

/** `command explain`: whether commands would go out now, by the agents' own gate. Sends and writes nothing. */
export const explainCommands = async (documents: readonly unknown[], deps: ExplainDeps): Promise<Outcome> => {
  const results = await Promise.all(documents.map((document) => explain(document, deps)));
  return {
    exit: results.some(({ outcome }) => outcome === 'REJECT') ? 'REJECTED' : 'OK',
    json: { results },
    lines: results.flatMap(linesOf),
  };
};

const explain = async (document: unknown, deps: ExplainDeps): Promise<Explanation> => {
  const admission = admitCommand(document, deps.now(), deps);
  const messageId = messageIdIn(document);
  if (!admission.ok) return { messageId, outcome: 'REJECT', issues: admission.issues };
  if (admission.value.kind === 'work') return { messageId, ...(await explainChoice(admission.value, deps)) };
  if (admission.value.kind !== 'contact') return { messageId, outcome: 'NO_CONTACT' };
  return { messageId, ...(await explainContact(admission.value, deps)) };
};

/** What the coordinator would choose; by that channel the command goes out as any other one by it. */
const explainChoice = async (
  work: AdmittedWork,
  deps: ExplainDeps,
): Promise<Omit<Explanation, 'messageId'>> => {
  const assigned = await explainWork(work, deps);
  if (!assigned.ok) return { outcome: 'FAIL', issues: assigned.issues };
  const { outcome, chosen } = assigned.value;
  const routed = chosen === undefined ? undefined : admitTo(work.message, chosen, work.acceptedAt, deps);
  if (routed?.ok) return { ...(await explainContact(routed.value, deps)), assignment: assigned.value };
  return { outcome: outcome === 'FORBIDDEN' ? 'SUPPRESS' : 'ASK_PERSON', assignment: assigned.value };
};

const explainContact = async (
  { entry: { message: lane } }: AdmittedContact,
  deps: ExplainDeps,
): Promise<Omit<Explanation, 'messageId'>> => {
  const { customerId, templateId, context } = lane.message.command;
  const channel = deps.agents[lane.agentType]?.channel ?? lane.agentType;
  const stored = (await deps.customers.get([customerId])).get(customerId);
  // What the gate looks at is stored only: what a command carries of its customer changes no verdict.
  const policy = createContactPolicy({ ...deps, channel });
  const judgement = await policy({ lane, recipient: recipientOf(customerId, stored) });
  const contact = { customerId, owner: lane.message.messageId, at: deps.now() };
  const { verdict, answers, counted } = await lookAtCap(judgement, contact, deps.caps);
  const isKnown = stored !== undefined || context?.customerData !== undefined;
  const hasTemplate = (await deps.templates.get(templateId)) !== undefined;
  const issues = [...(isKnown ? [] : [noCustomer]), ...(hasTemplate ? [] : [noTemplate])];
  const fails = !isKnown || (!hasTemplate && verdict.kind === 'ALLOW'); // the template is missed when it is to be filled
  return {
    outcome: fails ? 'FAIL' : outcomeOfVerdict[verdict.kind],
    ...(issues.length > 0 ? { issues } : {}),
    customerId,
    channel,
    templateId,
    verdict,
    rules: answers,
    ...(counted ? { counted: counted.map((at) => new Date(at).toISOString()) } : {}),
  };
};

const noCustomer: Issue = {
  path: 'command.customerId',
  rule: 'must name a customer, or the command must carry customerData',
};
const noTemplate: Issue = { path: 'command.templateId', rule: 'names no template (config/templates)' };

const words = {
  SEND: 'would go out',
  HOLD: 'would be held back',
  DEFER: 'would be put off',
  SUPPRESS: 'would be SUPPRESSED',
  CANCEL: 'would be CANCELLED',
  REJECT: 'would be rejected',
  FAIL: 'would fail before any contact',
  NO_CONTACT: 'contacts nobody',
  ASK_PERSON: 'would become a task for a person',
} as const satisfies Record<Explanation['outcome'], string>;

const linesOf = ({
  messageId,
  outcome,
  issues = [],
  verdict,
  rules = [],
  assignment,
  counted,
  ...of
}: Explanation) => [
  `${messageId ?? 'a document without a messageId'} ${words[outcome]}${untilOf(verdict)}${aboutOf(of)}${basisOf(verdict)}`,
  ...issues.map((issue) => `  ${formatIssue(issue)}`),
  ...(assignment ? formatCandidates(assignment.candidates).map((line) => `  ${line}`) : []),
  ...formatTable(
    ['', ''],
    rules.map(({ rule, effect, reasons }) => [rule, effect === 'PASS' ? 'lets pass' : reasons.join(', ')]),
  )
    .slice(1)
    .map((line) => `  ${line}`),
  ...(counted?.length ? [`  contacts that count: ${counted.join(', ')}`] : []),
];

const untilOf = (verdict: ContactVerdict | undefined): string =>
  verdict?.kind === 'DEFER' ? ` until ${new Date(verdict.until).toISOString()}` : '';

const aboutOf = ({ customerId, channel, templateId }: Partial<Explanation>): string =>
  customerId === undefined ? '' : `: ${templateId} to ${customerId} by ${channel}`;

const basisOf = (verdict: ContactVerdict | undefined): string => {
  if (verdict?.kind !== 'ALLOW') return '';
  const { purpose, basis, consentAt, consentSource } = verdict.basis;
  const evidence = consentAt === undefined ? '' : ` of ${consentAt} (${consentSource})`;
  return `, for ${purpose} on the basis of ${basis}${evidence}`;
};
