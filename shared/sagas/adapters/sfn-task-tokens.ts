import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { TaskTokens } from '../saga-ports.ts';

/** What Step Functions says of a token by which nobody waits any more. */
const GONE: ReadonlySet<string> = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** Task tokens of Step Functions. */
export class SfnTaskTokens implements TaskTokens {
  readonly #client: Pick<SFNClient, 'send'>;

  constructor(client: Pick<SFNClient, 'send'>) {
    this.#client = client;
  }

  succeed(taskToken: string, output: Readonly<Record<string, unknown>>): Promise<'told' | 'gone'> {
    return tell(this.#client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })));
  }

  fail(taskToken: string, error: string, cause: string): Promise<'told' | 'gone'> {
    return tell(this.#client.send(new SendTaskFailureCommand({ taskToken, error, cause })));
  }

  beat(taskToken: string): Promise<'told' | 'gone'> {
    return tell(this.#client.send(new SendTaskHeartbeatCommand({ taskToken })));
  }
}

const tell = async (call: Promise<unknown>): Promise<'told' | 'gone'> => {
  try {
    await call;
    return 'told';
  } catch (error) {
    if (error instanceof Error && GONE.has(error.name)) return 'gone';
    throw error;
  }
};
