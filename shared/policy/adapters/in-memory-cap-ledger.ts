import type { CapChange, CapKey, CapLedger, CapRecord } from '../cap-ledger.ts';

/** How often customers were contacted without AWS: for tests, the simulator and benchmarks. */
export class InMemoryCapLedger implements CapLedger {
  readonly #records = new Map<string, CapRecord>();

  async read(keys: readonly CapKey[]): Promise<readonly CapRecord[]> {
    return keys.map((key) => this.#records.get(nameOf(key)) ?? { version: 0, uses: [] });
  }

  async write(changes: readonly CapChange[]): Promise<readonly ('stored' | 'conflict')[]> {
    return changes.map(({ key, record }) => {
      if ((this.#records.get(nameOf(key))?.version ?? 0) !== record.version - 1) return 'conflict';
      this.#records.set(nameOf(key), record);
      return 'stored';
    });
  }
}

const nameOf = ({ customerId, purpose }: CapKey): string => `${purpose}\n${customerId}`;
