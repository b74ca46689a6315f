/** Reads many at once what is asked for one by one: all ids of one turn of the event loop in one call. */
export const coalesce = <Value>(
  readAll: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): ((id: string) => Promise<Value | undefined>) => {
  let waiting = new Set<string>();
  let answer: Promise<ReadonlyMap<string, Value>> | undefined;
  return async (id) => {
    waiting.add(id);
    answer ??= new Promise((resolve) => setImmediate(resolve)).then(() => {
      const ids = [...waiting];
      waiting = new Set();
      answer = undefined;
      return readAll(ids);
    });
    return (await answer).get(id);
  };
};
