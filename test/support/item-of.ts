import type { Fact } from '../../shared/journal/fact.ts';

/** A fact as the table stores it and its stream brings it. */
export const itemOf = ({ aggregate, key, type, at, sequence, body }: Fact) => ({
  aggregate: { S: aggregate },
  key: { S: key },
  type: { S: type },
  at: { N: `${at}` },
  sequence: { N: `${sequence}` },
  body: { S: JSON.stringify(body) },
});
