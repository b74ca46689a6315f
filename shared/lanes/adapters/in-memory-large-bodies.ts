import type { LargeBodies } from '../large-bodies.ts';

/** Large commands without AWS: for tests and benchmarks. */
export class InMemoryLargeBodies implements LargeBodies {
  readonly texts = new Map<string, string>();

  async put(key: string, text: string): Promise<void> {
    this.texts.set(key, text);
  }

  async get(key: string): Promise<string | undefined> {
    return this.texts.get(key);
  }
}
