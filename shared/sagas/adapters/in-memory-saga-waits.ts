import type { SagaWait, SagaWaits } from '../saga-ports.ts';

/** Waits without AWS: for tests. */
export class InMemorySagaWaits implements SagaWaits {
  readonly #waits = new Map<string, SagaWait>();

  async put(wait: SagaWait): Promise<void> {
    this.#waits.set(wait.commandId, { ...wait });
  }

  async get(commandId: string): Promise<SagaWait | undefined> {
    return this.#waits.get(commandId);
  }
}
