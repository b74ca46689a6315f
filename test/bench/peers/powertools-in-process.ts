import { BasePersistenceLayer, type IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import type { BarePorts } from '../baseline/bare-ports.ts';
import { powertoolsHandler } from './powertools-handler.ts';

/** The Powertools stack on the ports of the bare handler; its claims and records are in memory. */
export const powertoolsInProcess = (ports: BarePorts) =>
  powertoolsHandler({ ...ports, persistence: new MemoryPersistence() });

class MemoryPersistence extends BasePersistenceLayer {
  readonly #records = new Map<string, IdempotencyRecord>();

  protected async _putRecord(record: IdempotencyRecord): Promise<void> {
    if (this.#records.has(record.idempotencyKey)) throw new Error('claimed already');
    this.#records.set(record.idempotencyKey, record);
  }

  protected async _updateRecord(record: IdempotencyRecord): Promise<void> {
    this.#records.set(record.idempotencyKey, record);
  }

  protected async _getRecord(key: string): Promise<IdempotencyRecord> {
    const record = this.#records.get(key);
    if (record === undefined) throw new Error('no such record');
    return record;
  }

  protected async _deleteRecord({ idempotencyKey }: IdempotencyRecord): Promise<void> {
    this.#records.delete(idempotencyKey);
  }
}
