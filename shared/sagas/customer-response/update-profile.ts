import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Customer } from '../../customers/customer.ts';
import type { CustomerStore } from '../../customers/customer-store.ts';
import { CustomersUnavailableError } from '../../customers/errors.ts';
import type { PersonalCipher } from '../../security/personal-cipher.ts';
import { StepRefusedError } from '../errors.ts';
import type { SagaStep } from '../saga-step.ts';
import { undoOrder } from '../undo-order.ts';
import { type CustomerResponseInput, profileChange } from './customer-response-input.ts';

export type UpdateProfileDeps = {
  readonly customers: Pick<CustomerStore, 'get' | 'put'>;
  readonly cipher: PersonalCipher;
  /** By which customers can be contacted: no other one becomes somebody's preferred channel. */
  readonly channels: ReadonlySet<string>;
};

/** Values by the path of their field; `null` for none. */
const fieldsSchema = z.record(z.string(), z.json());
const noteSchema = z.object({ before: fieldsSchema, after: fieldsSchema });

type Fields = z.infer<typeof fieldsSchema>;

const MOST_TRIES = 8;
const ATTRIBUTE = 'attributes.';

/**
 * The step that writes into the profile what an answer tells: its channel where we have one, its time, and what `profile`
 * holds. What was there before is noted, encrypted, before it is overwritten; undoing it gives that back where nobody else
 * changed it meanwhile.
 */
export const updateProfile = (deps: UpdateProfileDeps): SagaStep<CustomerResponseInput> => ({
  do: async (run) => {
    const after = await wantedOf(run.input, deps);
    const version = await change(run.input.customerId, deps, async (customer) => {
      const before = fieldsOf(customer, Object.keys(after));
      if (isDeepStrictEqual(before, after)) return undefined;
      await run.note(await deps.cipher.encrypt(customer.customerId, { before, after }));
      return withFields(customer, after);
    });
    if (version === undefined) throw new StepRefusedError('NO_CUSTOMER');
    return { version };
  },
  undo: async (run) => {
    const { customerId } = run.input;
    for (const text of undoOrder(run.notes)) {
      const note = noteSchema.safeParse(await deps.cipher.decrypt(customerId, text));
      // Without its key nothing of the customer is left that could be given back.
      if (note.success) await change(customerId, deps, async (customer) => restored(customer, note.data));
    }
  },
});

const wantedOf = async (
  { customerId, channel, receivedAt, profile }: CustomerResponseInput,
  { cipher, channels }: UpdateProfileDeps,
): Promise<Fields> => {
  const said = profile === undefined ? {} : await cipher.decrypt(customerId, profile);
  const parsed = profileChange.safeParse(said);
  if (!parsed.success) throw new StepRefusedError('PROFILE_UNREADABLE');
  const { attributes = {}, ...fields } = parsed.data;
  const { preferredChannel } = fields;
  if (preferredChannel !== undefined && !channels.has(preferredChannel)) {
    throw new StepRefusedError('NO_SUCH_CHANNEL');
  }
  const own = Object.entries(attributes).map(([name, value]) => [`${ATTRIBUTE}${name}`, value] as const);
  const given = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return {
    ...(channels.has(channel) ? { preferredChannel: channel } : {}),
    ...Object.fromEntries([...given, ...own]),
    [`${ATTRIBUTE}lastResponseAt`]: receivedAt,
  };
};

/** Changes a customer by version, again where others were first. Gives the version that stands, `undefined` without customer. */
const change = async (
  customerId: string,
  { customers }: UpdateProfileDeps,
  next: (customer: Customer) => Promise<Customer | undefined>,
): Promise<number | undefined> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const customer = (await customers.get([customerId])).get(customerId);
    if (customer === undefined) return undefined;
    const changed = await next(customer);
    if (changed === undefined) return customer.version;
    const stored = { ...changed, version: customer.version + 1 };
    if ((await customers.put(stored)) === 'stored') return stored.version;
  }
  throw new CustomersUnavailableError('customers: one was changed by others at every try');
};

const fieldsOf = (customer: Customer, paths: readonly string[]): Fields =>
  Object.fromEntries(
    paths.map((path) => {
      const value: unknown = path.startsWith(ATTRIBUTE)
        ? customer.attributes[path.slice(ATTRIBUTE.length)]
        : Reflect.get(customer, path);
      return [
        path,
        z
          .json()
          .catch(null)
          .parse(value ?? null),
      ];
    }),
  );

const withFields = (customer: Customer, fields: Fields): Customer => {
  const own = Object.entries(fields).filter(([path]) => !path.startsWith(ATTRIBUTE));
  const attributes = Object.entries(fields)
    .filter(([path]) => path.startsWith(ATTRIBUTE))
    .map(([path, value]) => [path.slice(ATTRIBUTE.length), value] as const);
  return {
    ...customer,
    ...Object.fromEntries(own.map(([name, value]) => [name, value ?? undefined])),
    attributes: withoutNulls({ ...customer.attributes, ...Object.fromEntries(attributes) }),
  };
};

const withoutNulls = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** Only what is still as the saga left it. */
const restored = (
  customer: Customer,
  { before, after }: z.infer<typeof noteSchema>,
): Customer | undefined => {
  const now = fieldsOf(customer, Object.keys(after));
  const ours = Object.keys(after).filter(
    (path) => isDeepStrictEqual(now[path], after[path]) && !isDeepStrictEqual(before[path], after[path]),
  );
  if (ours.length === 0) return undefined;
  return withFields(customer, Object.fromEntries(ours.map((path) => [path, before[path] ?? null])));
};
