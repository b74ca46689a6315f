/** Pseudo-random numbers that depend on a seed and nothing else: sfc32, by Chris Doty-Humphrey. */
export class SeededRandom {
  #a: number;
  #b: number;
  #c = 0x9e3779b9;
  #counter = 1;

  constructor(seed: number) {
    this.#a = mix(seed);
    this.#b = mix(seed ^ 0x5bd1e995);
    for (let round = 0; round < 12; round += 1) this.bits();
  }

  /** 32 random bits. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number of [0, 1). */
  next(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** A whole number of [0, count). */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** A whole number of [from, to]. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  /** One of a list that has at least one. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** A UUID of version 4. */
  uuid(): string {
    const [a, b, c, d] = [this.#hex(), this.#hex(), this.#hex(), this.#hex()];
    return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
  }

  /** 32 random bits as 8 hexadecimal digits. */
  #hex(): string {
    const bits = this.bits();
    const byteAt = (shift: number) => hexOfByte[(bits >>> shift) & 255] ?? '';
    return byteAt(24) + byteAt(16) + byteAt(8) + byteAt(0);
  }
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The seed of the nth part of a run. */
export const seedOfPart = (seed: number, part: number): number => mix(seed ^ mix(part + 1));

/** Spreads near numbers over 32 bits: the end of MurmurHash3. */
const mix = (value: number): number => {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};
