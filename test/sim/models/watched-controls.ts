import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';
import type { Control } from '../../../shared/state/control-store.ts';

/** The stage's switches, telling of each change. */
export class WatchedControls extends InMemoryControlStore {
  readonly #tell: (name: string, control: Control) => void;

  constructor(tell: (name: string, control: Control) => void) {
    super();
    this.#tell = tell;
  }

  override async write(name: string, control: Control): Promise<'stored' | 'conflict'> {
    const answer = await super.write(name, control);
    if (answer === 'stored') this.#tell(name, control);
    return answer;
  }
}
