import { queueNameIn } from '../lanes/queue-name.ts';
import type { DeadLetterSource } from './read-dead-letter.ts';

/** Makes the answer to which queue is behind a dead-letter queue's ARN: URL and ARN of a queue end in the same name. */
export const createSourceOf = (
  sources: readonly (DeadLetterSource & { readonly url: string })[],
): ((queueArn: string) => DeadLetterSource | undefined) => {
  const byName = new Map(sources.map((source) => [queueNameIn(source.url), source]));
  return (queueArn) => byName.get(queueNameIn(queueArn));
};
