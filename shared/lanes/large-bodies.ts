/** Where the commands lie that no queue's message can hold; they expire after everything that may still point to them. */
export type LargeBodies = {
  /** Keeps a text under a key that follows from it, so that keeping it again changes nothing. Throws where it is not kept. */
  put(key: string, text: string): Promise<void>;
  /** The text; `undefined` where it is gone. Throws where nobody can say. */
  get(key: string): Promise<string | undefined>;
};
