import * as z from 'zod';

const PREFIX = 'saga#';

/** What a saga may be called by: Step Functions takes no more as the name of an execution. */
export const sagaIdSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/,
    'must be 1 to 80 letters, digits, - or _ and start with a letter or digit',
  );

/** The aggregate of a saga. */
export const sagaAggregate = (sagaId: string): string => `${PREFIX}${sagaId}`;

/** The id of a saga's aggregate; `undefined` for another kind of aggregate. */
export const sagaIdOf = (aggregate: string): string | undefined =>
  aggregate.startsWith(PREFIX) ? aggregate.slice(PREFIX.length) : undefined;
