import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { sagaIdSchema } from '../saga-id.ts';
import type { SagaStart, SagaStarter } from '../saga-starter.ts';
import { inputFingerprint } from '../step-run.ts';

export type SfnSagaStarterOptions = {
  readonly client: Pick<SFNClient, 'send'>;
  /** The ARN of a saga's state machine. */
  readonly machineArnOf: (saga: string) => string;
  /**
   * What of an input is compared with that under which an id was used: the same personal data is other ciphertext each time.
   * @default all of it, as it is
   */
  readonly comparable?: (saga: string, input: SagaStart['input']) => Promise<unknown>;
};

/** Bytes of a saga's input at most: it comes again in each of its events. */
const MOST_BYTES = 64 * 1024;

/**
 * Begins sagas as executions of Step Functions, which begins each name once: `exists` is the same saga, with the same input,
 * that has ended or was encrypted anew. Throws `SagaInputError` on an id or input that cannot be begun, and where the id is
 * another saga's.
 */
export const createSfnSagaStarter =
  (options: SfnSagaStarterOptions): SagaStarter =>
  async ({ saga, sagaId, input }: SagaStart) => {
    const name = sagaIdSchema.safeParse(sagaId);
    if (!name.success) throw new SagaInputError(`sagaId: ${name.error.issues[0]?.message}`);
    const text = JSON.stringify(input);
    if (Buffer.byteLength(text) > MOST_BYTES) {
      throw new SagaInputError(`input: must be at most ${MOST_BYTES} bytes`);
    }
    const start = { stateMachineArn: options.machineArnOf(saga), name: sagaId, input: text };
    try {
      await options.client.send(new StartExecutionCommand(start));
      return 'started';
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
      await refuseOther(start, { saga, input }, options);
      return 'exists';
    }
  };

/** Under a name that was used Step Functions refuses the same input too, once its execution has ended. */
const refuseOther = async (
  { stateMachineArn, name }: { readonly stateMachineArn: string; readonly name: string },
  { saga, input }: Pick<SagaStart, 'saga' | 'input'>,
  { client, comparable = async (_, all) => all }: SfnSagaStarterOptions,
): Promise<void> => {
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const first = await client.send(new DescribeExecutionCommand({ executionArn }));
  const inputs = await Promise.all(
    [JSON.parse(first.input ?? '{}'), input].map((one) => comparable(saga, one)),
  );
  const [used, asked] = inputs.map(inputFingerprint);
  if (used === asked) return;
  throw new SagaInputError('sagaId: must not be used again with another input');
};

/** A saga cannot be begun so, however often it is tried. */
export class SagaInputError extends Error {
  override readonly name = 'SagaInputError';
  readonly retryable = false;
}
