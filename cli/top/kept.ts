/** Keeps an answer for so many milliseconds; asks again after that. `now` in milliseconds since 1970. */
export const kept = <Answer>(
  forMs: number,
  now: () => number,
  ask: () => Promise<Answer>,
): (() => Promise<Answer>) => {
  let last: { readonly at: number; readonly answer: Answer } | undefined;
  return async () => {
    if (last === undefined || now() - last.at >= forMs) last = { at: now(), answer: await ask() };
    return last.answer;
  };
};
