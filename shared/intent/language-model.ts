/** What a model is asked: what it is to do, and the text to do it with. */
export type Question = { readonly instructions: string; readonly text: string };

/** A language model that chooses. */
export type LanguageModel = {
  /** By which an analysis names it. */
  readonly id: string;
  /**
   * Asks for one of the choices, and how sure the model is of it. What comes back is whatever the model said, `undefined` where
   * it made no choice. Throws where it does not answer in time, is throttled, or may not be asked.
   */
  choose(question: Question, choices: readonly string[]): Promise<unknown>;
};
