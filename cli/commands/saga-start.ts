import type * as z from 'zod';
import { parseMessage } from '../../shared/messages/parse-message.ts';
import { SagaInputError } from '../../shared/sagas/adapters/sfn-saga-starter.ts';
import { correctAndCallInput } from '../../shared/sagas/correct-and-call/correct-and-call-input.ts';
import {
  customerResponseInput,
  customerResponsePersonal,
} from '../../shared/sagas/customer-response/customer-response-input.ts';
import type { SagaStarter } from '../../shared/sagas/saga-starter.ts';
import type { PersonalCipher } from '../../shared/security/personal-cipher.ts';
import { CliError } from '../cli-error.ts';
import { formatIssue } from '../format/format-timeline.ts';
import { readDocuments } from '../input/read-documents.ts';
import type { Outcome } from '../outcome.ts';

export type StartAsked = {
  readonly saga: string;
  readonly sagaId: string;
  readonly file: string;
  readonly readStdin: () => Promise<Buffer>;
};

export type StartDeps = {
  readonly start: SagaStarter;
  readonly cipher: Pick<PersonalCipher, 'encrypt'>;
};

type Begun = { readonly input: z.ZodType; readonly personal: readonly string[] };

/** What each saga is begun with, and which fields of it are personal; of a further saga only its function knows. */
const begunWith: Readonly<Record<string, Begun>> = {
  'customer-response': { input: customerResponseInput, personal: customerResponsePersonal },
  'correct-and-call': { input: correctAndCallInput, personal: [] },
};

/** `saga start`: begins a saga, once for its id. Fails on an input that breaks a rule, and on an id of another saga. */
export const startSaga = async (asked: StartAsked, deps: StartDeps): Promise<Outcome> => {
  const { saga, sagaId } = asked;
  const [document] = await readDocuments(asked.file, asked.readStdin);
  const schema = begunWith[saga]?.input;
  const input = await encrypted(document, personalOf(saga), deps.cipher);
  const parsed = schema === undefined ? undefined : parseMessage(schema, input);
  if (parsed !== undefined && !parsed.ok) {
    throw new CliError(
      'REJECTED',
      `${parsed.issues.map(formatIssue).join('; ')}.`,
      'Nothing was begun; README.md shows an input.',
    );
  }
  const begun = await start({ saga, sagaId, input }, deps.start);
  const advice = `npx switchboard saga status ${sagaId} shows how it stands`;
  return {
    exit: 'OK',
    json: { saga, sagaId, begun },
    lines: [
      begun === 'started'
        ? `${saga} ${sagaId} began: ${advice}.`
        : `${saga} ${sagaId} was begun before: ${advice}.`,
    ],
  };
};

const start = async (
  asked: Parameters<SagaStarter>[0],
  starter: SagaStarter,
): Promise<'started' | 'exists'> => {
  try {
    return await starter(asked);
  } catch (error) {
    if (!(error instanceof SagaInputError)) throw error;
    throw new CliError('REJECTED', `${error.message}.`, 'Nothing was begun.', { cause: error });
  }
};

/** What two inputs of a saga have in common where they say the same: their personal fields in the clear, in memory only. */
export const comparableInput =
  (cipher: Pick<PersonalCipher, 'decrypt'>) =>
  (saga: string, input: Readonly<Record<string, unknown>>): Promise<unknown> =>
    withPersonal(input, personalOf(saga), async (customerId, value) =>
      typeof value === 'string' ? ((await cipher.decrypt(customerId, value)) ?? value) : value,
    );

const personalOf = (saga: string): readonly string[] => begunWith[saga]?.personal ?? [];

/** Nothing personal goes into a state machine in the clear. */
const encrypted = async (
  document: unknown,
  personal: readonly string[],
  cipher: StartDeps['cipher'],
): Promise<Record<string, unknown>> => {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new CliError('REJECTED', 'The input must be one JSON object.', 'Nothing was begun.');
  }
  return withPersonal({ ...document }, personal, async (customerId, value) =>
    typeof value === 'object' && value !== null ? cipher.encrypt(customerId, value) : value,
  );
};

/** An input, its personal fields changed; as it is where it names no customer. */
const withPersonal = async (
  input: Readonly<Record<string, unknown>>,
  personal: readonly string[],
  change: (customerId: string, value: unknown) => Promise<unknown>,
): Promise<Record<string, unknown>> => {
  const { customerId } = input;
  const changed = { ...input };
  if (typeof customerId !== 'string') return changed;
  for (const name of personal) if (name in input) changed[name] = await change(customerId, input[name]);
  return changed;
};
