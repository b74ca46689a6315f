import type { Control, ControlStore } from '../control-store.ts';

/** Switches without AWS, for tests and the simulator. */
export class InMemoryControlStore implements ControlStore {
  readonly #controls = new Map<string, Control>();

  async read(names: readonly string[]): Promise<readonly Control[]> {
    return names.map((name) => this.#controls.get(name) ?? { version: 0, value: undefined });
  }

  async write(name: string, { version, value }: Control): Promise<'stored' | 'conflict'> {
    if ((this.#controls.get(name)?.version ?? 0) !== version - 1) return 'conflict';
    this.#controls.set(name, { version, value: JSON.parse(JSON.stringify(value)) });
    return 'stored';
  }
}
