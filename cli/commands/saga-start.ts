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
  const { input: schema, personal } = begunWith[saga] ?? { input: undefined, personal: [] };
  const input = await encrypted(document, personal, deps.cipher);
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
      begun === 'started' ? `${saga} ${sagaId} began: ${advice}.` : `${saga} ${sagaId} has ended: ${advice}.`,
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

/** Nothing personal goes into a state machine in the clear. */
const encrypted = async (
  document: unknown,
  personal: readonly string[],
  cipher: StartDeps['cipher'],
): Promise<Record<string, unknown>> => {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new CliError('REJECTED', 'The input must be one JSON object.', 'Nothing was begun.');
  }
  const input: Record<string, unknown> = { ...document };
  const { customerId } = input;
  for (const name of personal) {
    const value = input[name];
    if (typeof value !== 'object' || value === null || typeof customerId !== 'string') continue;
    input[name] = await cipher.encrypt(customerId, value);
  }
  return input;
};
