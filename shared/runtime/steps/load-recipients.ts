import * as z from 'zod';
import type { Customer } from '../../customers/customer.ts';
import type { CustomerStore } from '../../customers/customer-store.ts';
import { recipientOf } from '../../customers/recipient.ts';
import { fact } from '../../journal/command-facts.ts';
import type { Issue } from '../../messages/parse-message.ts';
import type { PersonalCipher } from '../../security/personal-cipher.ts';
import type { Batch } from '../batch.ts';
import { Settled } from '../settled.ts';
import type { Addressed, Task } from './work.ts';

export type RecipientDeps = {
  readonly customers: Pick<CustomerStore, 'get'>;
  readonly cipher: Pick<PersonalCipher, 'decrypt'>;
  readonly now: () => number;
};

/** Loads the customers of a batch, in one call for all of them, and lays over each what its command carries. */
export const loadRecipients = async (
  batch: Batch,
  tasks: readonly Task[],
  { customers, cipher, now }: RecipientDeps,
): Promise<readonly Addressed[]> => {
  if (tasks.length === 0) return [];
  const ids = [...new Set(tasks.map(({ subject }) => subject.customerId))];
  const readAt = now(); // before the read: what is accepted from now on may not be in it
  const stored = await customers.get(ids);
  const deps = { cipher, now, readAt };
  return batch.pass(tasks, (task) => addressTask(task, stored.get(task.subject.customerId), deps));
};

type AddressDeps = Pick<RecipientDeps, 'cipher' | 'now'> & { readonly readAt: number };

const addressTask = (
  task: Task,
  stored: Customer | undefined,
  deps: AddressDeps,
): Addressed | Settled | Promise<Addressed | Settled> => {
  const { customerData } = task.lane.message.command.context ?? {};
  return typeof customerData === 'string'
    ? addressSealed(task, stored, customerData, deps)
    : addressOpen(task, stored, customerData, deps);
};

const addressSealed = async (task: Task, stored: Customer | undefined, jwe: string, deps: AddressDeps) => {
  const carried = await decrypt(deps.cipher, task.subject.customerId, jwe);
  if (carried !== undefined) return addressOpen(task, stored, carried, deps);
  return failed(task, deps.now(), {
    path: 'command.context.customerData',
    rule: "must be a compact JWE under the customer's key",
  });
};

const addressOpen = (
  task: Task,
  stored: Customer | undefined,
  carried: Readonly<Record<string, unknown>> | undefined,
  { now, readAt }: AddressDeps,
): Addressed | Settled => {
  if (carried === undefined && stored === undefined) {
    return failed(task, now(), {
      path: 'command.customerId',
      rule: 'must name a customer, or the command must carry customerData',
    });
  }
  return { ...task, readAt, recipient: recipientOf(task.subject.customerId, stored, carried) };
};

const carriedSchema = z.record(z.string(), z.unknown());

const decrypt = async (cipher: RecipientDeps['cipher'], customerId: string, jwe: string) =>
  carriedSchema.safeParse(await cipher.decrypt(customerId, jwe)).data;

const failed = ({ aggregate, subject }: Task, at: number, issue: Issue): Settled =>
  new Settled('FAILED', [
    fact('failed', aggregate, at, { ...subject, attempt: 0, cause: 'INVALID_CONTENT', issues: [issue] }),
  ]);
