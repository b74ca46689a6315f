/**
 * Gathers what is asked for in one turn of the event loop into one call: a batch of messages that each need a key read them
 * all at once. Whoever asks gets its own answer, or the call's error.
 */
export class GatheredCalls<Answer> {
  readonly #call: (ids: readonly string[]) => Promise<ReadonlyMap<string, Answer>>;
  #next: { readonly ids: Set<string>; readonly answers: Promise<ReadonlyMap<string, Answer>> } | undefined;

  constructor(call: (ids: readonly string[]) => Promise<ReadonlyMap<string, Answer>>) {
    this.#call = call;
  }

  async ask(id: string): Promise<Answer | undefined> {
    this.#next ??= this.#gather();
    this.#next.ids.add(id);
    return (await this.#next.answers).get(id);
  }

  #gather() {
    const ids = new Set<string>();
    const answers = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#next = undefined;
      return this.#call([...ids]);
    });
    return { ids, answers };
  }
}
