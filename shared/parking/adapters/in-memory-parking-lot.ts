import type { BodyCipher } from '../body-cipher.ts';
import { isMeant, type ParkedFilter, type ParkedMessage, positionOf } from '../parked-message.ts';
import type { ParkedPage, ParkingLot } from '../parking-lot.ts';

type Kept = { readonly parked: ParkedMessage; readonly position: string; readonly sealed: string };

/** Parked messages without AWS: for tests, the simulator and benchmarks. */
export class InMemoryParkingLot implements ParkingLot {
  readonly #kept = new Map<string, Kept>();
  readonly #cipher: BodyCipher;
  readonly #pageSize: number;

  constructor(cipher: BodyCipher, pageSize = 100) {
    this.#cipher = cipher;
    this.#pageSize = pageSize;
  }

  async put(parked: ParkedMessage, body: string): Promise<void> {
    const sealed = await this.#cipher.seal(parked.subject.customerId, body);
    const position = positionOf(parked);
    this.#kept.set(keyOf(parked), { parked: JSON.parse(JSON.stringify(parked)), position, sealed });
  }

  async list(pool: string, filter: ParkedFilter, after = ''): Promise<ParkedPage> {
    const all = [...this.#kept.values()]
      .filter(({ parked, position }) => parked.pool === pool && position > after)
      .sort((a, b) => (a.position < b.position ? -1 : 1));
    const page = all.slice(0, this.#pageSize);
    const last = page.at(-1);
    return {
      messages: page.map(({ parked }) => parked).filter((parked) => isMeant(parked, filter)),
      next: all.length > page.length ? last?.position : undefined,
    };
  }

  async get(parked: ParkedMessage): Promise<string | undefined> {
    const kept = this.#kept.get(keyOf(parked));
    return kept && this.#cipher.open(parked.subject.customerId, kept.sealed);
  }

  async remove(parked: ParkedMessage): Promise<void> {
    this.#kept.delete(keyOf(parked));
  }

  /** Every text that is stored. */
  text(): string {
    return JSON.stringify([...this.#kept.values()]);
  }

  /** How many messages are kept. */
  get size(): number {
    return this.#kept.size;
  }
}

const keyOf = (parked: ParkedMessage): string => `${parked.pool}#${positionOf(parked)}`;
