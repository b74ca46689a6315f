import { batchAggregate, commandAggregate, fact, rejectionAggregate } from '../journal/command-facts.ts';
import type { Fact, FactOf, FactType } from '../journal/fact.ts';
import type { BatchPlace, MemberEnd } from '../journal/subjects.ts';
import { memberCommandId } from './member-id.ts';

/** The facts with which a command ends, and how. One that is parked may be released later: its batch does not wait for that. */
const endOf = {
  rejected: 'REJECTED',
  sent: 'SENT',
  confirmed: 'SENT',
  delivered: 'DELIVERED',
  complained: 'DELIVERED',
  bounced: 'FAILED',
  failed: 'FAILED',
  expired: 'EXPIRED',
  suppressed: 'SUPPRESSED',
  cancelled: 'CANCELLED',
  erased: 'ERASED',
  parked: 'PARKED',
} as const satisfies Partial<Record<FactType, MemberEnd>>;

/** Facts that most often come after another end: whoever writes it may look first, which costs less. */
const lateEnds: ReadonlySet<FactType> = new Set(['delivered', 'complained', 'bounced', 'confirmed']);

/** Whether an end came with a fact that usually is not the first. */
export const isLate = ({ type }: Fact): boolean => lateEnds.has(type);

/** The end of a batch's member in a fact of its command, always the same for the same fact; `undefined` for all other facts. */
export const memberEndOf = (of: Fact): FactOf<'member-ended'> | undefined => {
  const status = statusIn(of.type);
  const { batchId, batchMember: member } = of.body as BatchPlace; // facts without one have no such field
  if (status === undefined || batchId === undefined || member === undefined) return undefined;
  const commandId = memberCommandId(batchId, member);
  // Only the batch's own commands count, whatever another one says of itself.
  const own = [commandAggregate(commandId), rejectionAggregate(commandId)];
  if (!own.includes(of.aggregate)) return undefined;
  return fact('member-ended', batchAggregate(batchId), of.at, { member, commandId, status });
};

const statusIn = (type: FactType): MemberEnd | undefined =>
  Object.hasOwn(endOf, type) ? endOf[type as keyof typeof endOf] : undefined;
