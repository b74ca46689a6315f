import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type DueChange, type DueClaims, dueKey } from '../due-claims.ts';

const SECONDS_PER_DAY = 86_400;

/** A statement of PartiQL with its values. */
export type Statement = { readonly Statement: string; readonly Parameters: AttributeValue[] };

/** The statements of a change, one for each of its due claims. The items expire `retentionDays` after the deadline. */
export const dueStatements = (
  tableName: string,
  { kind, due }: DueChange,
  retentionDays: number,
): readonly Statement[] =>
  due.map((each) =>
    kind === 'open' ? insertStatement(tableName, each, retentionDays) : deleteStatement(tableName, each),
  );

const insertStatement = (tableName: string, due: DueClaims, retentionDays: number): Statement => {
  const { id, part } = dueKey(due);
  const expiresAt = Math.floor(due.deadlineAt / 1000) + retentionDays * SECONDS_PER_DAY;
  return {
    Statement: `INSERT INTO "${tableName}" VALUE {'id': ?, 'part': ?, 'claims': ?, 'expiresAt': ?}`,
    Parameters: [
      { S: id },
      { S: part },
      { S: JSON.stringify(due.claims.map(({ aggregate, attempt }) => [aggregate, attempt])) },
      { N: String(expiresAt) },
    ],
  };
};

const deleteStatement = (tableName: string, due: DueClaims): Statement => {
  const { id, part } = dueKey(due);
  return {
    Statement: `DELETE FROM "${tableName}" WHERE "id" = ? AND "part" = ?`,
    Parameters: [{ S: id }, { S: part }],
  };
};

const itemSchema = z.object({
  part: z.object({ S: z.string().regex(/^\d{15}#/) }),
  claims: z.object({ S: z.string() }),
});

const claimsSchema = z.array(z.tuple([z.string(), z.number()]));

/** Reads a stored item. Throws a `ZodError` on one that this journal did not write. */
export const toDueClaims = (item: unknown): DueClaims => {
  const { part, claims } = itemSchema.parse(item);
  const separator = part.S.indexOf('#');
  return {
    id: part.S.slice(separator + 1),
    deadlineAt: Number(part.S.slice(0, separator)),
    claims: claimsSchema.parse(JSON.parse(claims.S)).map(([aggregate, attempt]) => ({ aggregate, attempt })),
  };
};
