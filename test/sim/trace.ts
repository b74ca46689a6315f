/** A digest of all that happened in a world and when: two runs of one seed must have the same. */
export class Trace {
  #low = 0x811c9dc5;
  #high = 0x1b873593;

  note(at: number, what: string): void {
    this.#mix(at % 0x1_0000_0000);
    for (let index = 0; index < what.length; index += 1) this.#mix(what.charCodeAt(index));
  }

  /** 16 hexadecimal digits. */
  get hash(): string {
    return [this.#low, this.#high].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #mix(value: number): void {
    this.#low = Math.imul(this.#low ^ value, 0x01000193);
    this.#high = Math.imul(this.#high ^ (value + (this.#low >>> 15)), 0x85ebca6b);
  }
}
