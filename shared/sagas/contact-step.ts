import { COORDINATOR_POOL } from '../client/admit-command.ts';
import type { SwitchboardClient } from '../client/switchboard-client.ts';
import { eventIdOf } from '../journal/command-facts.ts';
import { awaitedBy } from './awaited-by.ts';
import { NotSubmittedError, StepRefusedError } from './errors.ts';
import type { SagaContact } from './saga-contact.ts';
import { sagaAggregate } from './saga-id.ts';
import type { SagaInputIds } from './saga-ports.ts';
import type { StepRun } from './saga-step.ts';
import { type TakeBackDeps, takeBack } from './take-back.ts';

export type ContactStepDeps = TakeBackDeps & { readonly client: SwitchboardClient };

/** What a saga contacts its customer for; `name` tells the contacts of a saga apart. */
export type ContactAsked = {
  readonly name: string;
  readonly contact: SagaContact;
  /** ISO 8601. @default at once */
  readonly scheduledFor?: string | undefined;
  /** Whether a step awaits its end. @default false */
  readonly awaited?: boolean;
};

type Run = StepRun<SagaInputIds>;

/** The id of a contact's command, the same however often the step runs. */
export const contactCommandId = ({ sagaId }: Pick<Run, 'sagaId'>, name: string): string =>
  eventIdOf({ aggregate: sagaAggregate(sagaId), key: `contact#${name}` });

/**
 * Asks for a contact by the front door and gives its command's id. Throws `StepRefusedError` where that rejects it, with the
 * field, and `NotSubmittedError` where it could not be taken now.
 */
export const submitContact = async (
  run: Run,
  asked: ContactAsked,
  client: SwitchboardClient,
): Promise<string> => {
  const commandId = contactCommandId(run, asked.name);
  const [result] = await client.submit([{ intakeId: commandId, message: commandOf(run, commandId, asked) }]);
  if (result === undefined || result.status === 'FAILED') {
    throw new NotSubmittedError(`command ${commandId}: ${result?.cause ?? 'NO_ANSWER'}`);
  }
  if (result.status === 'REJECTED') {
    const fields = result.issues.map(({ path }) => path).join(' ');
    throw new StepRefusedError(`COMMAND_REJECTED ${fields}`.trim());
  }
  if (result.status === 'PARKED') throw new StepRefusedError(result.cause);
  return commandId;
};

/** Takes a contact back; what went out cannot be unsent, so that another contact corrects it. */
export const undoContact = async (
  run: Run,
  name: string,
  correction: SagaContact,
  deps: ContactStepDeps,
): Promise<void> => {
  const taken = await takeBack(contactCommandId(run, name), `saga-${run.sagaId}`, deps);
  if (taken === 'CONTACTED')
    await submitContact(run, { name: 'correction', contact: correction }, deps.client);
};

const commandOf = (
  { saga, sagaId, input, now }: Run,
  messageId: string,
  { contact: { target, ...contact }, scheduledFor, awaited }: ContactAsked,
) => ({
  messageId,
  messageType: 'COMMAND',
  timestamp: new Date(now()).toISOString(),
  source: COORDINATOR_POOL,
  target,
  command: {
    ...contact,
    customerId: input.customerId,
    ...(scheduledFor === undefined ? {} : { scheduledFor }),
  },
  correlation: {
    ...(input.conversationId === undefined ? {} : { conversationId: input.conversationId }),
    workflowId: input.workflowId ?? sagaId,
    ...(awaited ? { awaitedBy: awaitedBy(saga) } : {}),
    hops: (input.hops ?? 0) + 1,
  },
});
