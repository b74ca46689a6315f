import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';
import type { Control, ControlStore } from '../../../shared/state/control-store.ts';
import type { Environment } from './environment.ts';

export type ControlWatcher = (name: string, control: Control, writer: Environment) => void;

/** The stage's switches, telling of each change and of the process that made it. */
export class WatchedControls {
  readonly #store = new InMemoryControlStore();
  readonly #tell: ControlWatcher;

  constructor(tell: ControlWatcher) {
    this.#tell = tell;
  }

  /** The switches as one process writes them. */
  writtenBy(writer: Environment): ControlStore {
    return {
      read: (names) => this.#store.read(names),
      write: async (name, control) => {
        const answer = await this.#store.write(name, control);
        if (answer === 'stored') this.#tell(name, control, writer);
        return answer;
      },
    };
  }
}
