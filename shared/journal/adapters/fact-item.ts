import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Fact } from '../fact.ts';

const SECONDS_PER_DAY = 86_400;

const itemSchema = z.object({
  aggregate: z.object({ S: z.string() }),
  key: z.object({ S: z.string() }),
  type: z.object({ S: z.string() }),
  at: z.object({ N: z.coerce.number() }),
  sequence: z.object({ N: z.coerce.number() }),
  body: z.object({ S: z.string() }),
});

/** The attributes of a fact's item, in the order of `insertStatement`'s placeholders. */
const attributes = ['aggregate', 'key', 'type', 'at', 'sequence', 'body', 'expiresAt'] as const;

/** The PartiQL statement that inserts a fact; `listing` puts it on the list of what waits for an answer. */
export const insertStatement = (tableName: string, fact: Fact): string => {
  const names = isListed(fact) ? [...attributes, 'listing'] : attributes;
  return `INSERT INTO "${tableName}" VALUE {${names.map((name) => `'${name}': ?`).join(', ')}}`;
};

/** The values of `insertStatement`. The item expires `retentionDays` after the fact, or after the time that it is about. */
export const insertParameters = (fact: Fact, retentionDays: number): AttributeValue[] => {
  const parameters: AttributeValue[] = [
    { S: fact.aggregate },
    { S: fact.key },
    { S: fact.type },
    { N: String(fact.at) },
    { N: String(fact.sequence) },
    { S: JSON.stringify(fact.body) },
    { N: String(Math.floor(lastOf(fact) / 1000) + retentionDays * SECONDS_PER_DAY) },
  ];
  return isListed(fact) ? [...parameters, { S: fact.type }] : parameters;
};

/** What is scheduled for a day far ahead is still known then. */
const lastOf = ({ at, body }: Fact): number =>
  'dueAt' in body && body.dueAt !== undefined ? Math.max(at, body.dueAt) : at;

/** Reads a stored item or a stream image. Throws a `ZodError` on an item that this journal did not write. */
export const toFact = (item: unknown): Fact => {
  const { aggregate, key, type, at, sequence, body } = itemSchema.parse(item);
  const fact = { aggregate: aggregate.S, key: key.S, type: type.S, at: at.N, sequence: sequence.N };
  return { ...fact, body: JSON.parse(body.S) } as Fact;
};

const isListed = (fact: Fact): boolean => fact.type === 'unknown';
