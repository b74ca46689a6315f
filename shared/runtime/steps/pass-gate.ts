import { fact } from '../../journal/command-facts.ts';
import type { LaneMessage } from '../../lanes/lane-message.ts';
import type { ContactVerdict } from '../../policy/contact-gate.ts';
import type { ContactPolicy } from '../../policy/contact-policy.ts';
import type { Timer } from '../../timers/timer-store.ts';
import { Settled, waitsUntil } from '../settled.ts';
import type { Addressed, Permitted, Task } from './work.ts';

/** Lets commands go on whose customer may be contacted so now; ends the others with every reason, puts them off, or holds them back. */
export const passGate =
  (policy: ContactPolicy, now: () => number) =>
  async (task: Addressed): Promise<Permitted | Settled> => {
    const { verdict } = await policy(task);
    if (verdict.kind !== 'ALLOW') return settleDenied(task, verdict, now());
    return { ...task, basis: verdict.basis, templateVersion: verdict.templateVersion, cap: verdict.cap };
  };

/** How a command ends its way through a lane that may not be sent now. */
export const settleDenied = (
  task: Task,
  verdict: Exclude<ContactVerdict, { kind: 'ALLOW' }>,
  at: number,
): Settled => {
  const { aggregate, subject, lane } = task;
  const { reasons } = verdict;
  switch (verdict.kind) {
    case 'HOLD':
      return holdBack(reasons);
    case 'DROP':
      return new Settled('SUPPRESSED', [fact('suppressed', aggregate, at, { ...subject, reasons })]);
    case 'CANCEL': {
      const [cause = 'CAMPAIGN_CANCELLED'] = reasons;
      return new Settled('CANCELLED', [fact('cancelled', aggregate, at, { ...subject, cause })]);
    }
    case 'DEFER': {
      const { until } = verdict;
      const nth = (lane.deferred?.times ?? 0) + 1;
      const told = fact('deferred', aggregate, at, { ...subject, nth, until, reasons });
      return waitsUntil([told], timerOf(task, until, at));
    }
  }
};

/** What may not go now is set aside, its receives unburnt; an event releases it (`shared/parking/causes.ts`). */
const holdBack = ([cause = 'STOPPED']: readonly string[]): Settled =>
  new Settled('HELD_BACK', [], { cause }, cause);

/** The same message again, at its new time: its deadline counts from then on. */
const timerOf = ({ lane, stub = lane }: Task, until: number, at: number): Timer => {
  const { messageId: commandId, command } = stub.message;
  const { times = 0, since = at } = stub.deferred ?? {};
  const message: LaneMessage = {
    ...stub,
    dueAt: until,
    ...(stub.deadlineAt === undefined ? {} : { deadlineAt: until + stub.deadlineAt - stub.dueAt }),
    deferred: { times: times + 1, since },
  };
  const { agentType, tier } = stub;
  const groupId = command.campaignId ?? command.customerId;
  return {
    commandId,
    dueAt: until,
    cause: 'DEFERRED',
    entry: { agentType, tier, message, delaySeconds: 0, groupId },
  };
};
