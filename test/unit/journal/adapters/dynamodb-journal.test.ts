import { describe, expect, it } from 'vitest';
import { DynamoDbJournal } from '../../../../shared/journal/adapters/dynamodb-journal.ts';
import { toFact } from '../../../../shared/journal/adapters/fact-item.ts';
import { fact } from '../../../../shared/journal/command-facts.ts';
import type { Fact } from '../../../../shared/journal/fact.ts';
import { itemOf } from '../../../support/item-of.ts';

const claim = (owner: string, attempt = 1): Fact =>
  fact('claimed', 'command#1', 1_700_000_000_000, {
    agentType: 'email',
    identity: 'email-agent-001',
    commandType: 'SEND_EMAIL',
    customerId: 'cust-456',
    attempt,
    owner,
    deadlineAt: 1,
  });

type Answer = object | Error;
type Call = {
  constructor: { name: string };
  input: { Statements?: { Statement: string; Parameters: object[] }[] };
};

/** A client that gives the prepared answers in turn, and keeps what it was asked. */
const scripted = (...answers: Answer[]) => {
  const calls: Call[] = [];
  const send = async (call: Call) => {
    calls.push(call);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return { $metadata: { attempts: 1 }, ...answer };
  };
  const client = { send } as unknown as ConstructorParameters<typeof DynamoDbJournal>[0]['client'];
  const journal = new DynamoDbJournal({
    client,
    tableName: 'journal',
    dueTableName: 'state',
    retentionDays: 35,
    random: () => 0,
    sleep: async () => undefined,
  });
  return { journal, calls, names: () => calls.map((call) => call.constructor.name) };
};

const error = (Code: string) => ({ Error: { Code } });
const lost = Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
const stored = (...facts: Fact[]) => ({ Responses: { journal: facts.map(itemOf) } });

describe('DynamoDbJournal', () => {
  it('inserts each fact by a statement of its own with an expiry after the retention', async () => {
    const { journal, calls } = scripted({ Responses: [{}] });

    await journal.insert([claim('a')]);

    const [statement] = calls[0]?.input.Statements ?? [];
    expect(statement?.Statement).toBe(
      `INSERT INTO "journal" VALUE {'aggregate': ?, 'key': ?, 'type': ?, 'at': ?, 'sequence': ?, 'body': ?, 'expiresAt': ?}`,
    );
    expect(statement?.Parameters.at(-1)).toEqual({ N: String(1_700_000_000 + 35 * 86_400) });
  });

  it('looks at every entry: a throttled statement is tried again, alone', async () => {
    const { journal, calls } = scripted(
      { Responses: [{}, error('ThrottlingError'), error('DuplicateItem')] },
      { Responses: [{}] },
    );

    expect(await journal.insert([claim('a'), claim('a', 2), claim('a', 3)])).toEqual([
      'inserted',
      'inserted',
      'exists',
    ]);

    expect(calls[1]?.input.Statements).toHaveLength(1);
  });

  it('reads back a batch that threw, and knows its own facts from others', async () => {
    const { journal, names } = scripted(lost, stored(claim('a'), claim('other', 2)), { Responses: [{}] });

    expect(await journal.insert([claim('a'), claim('a', 2), claim('a', 3)])).toEqual([
      'inserted',
      'exists',
      'inserted',
    ]);

    expect(names()).toEqual([
      'BatchExecuteStatementCommand',
      'BatchGetItemCommand',
      'BatchExecuteStatementCommand',
    ]);
  });

  it("takes no repeat of the SDK's own for somebody else's fact", async () => {
    const { journal } = scripted(
      { $metadata: { attempts: 2 }, Responses: [error('DuplicateItem')] },
      stored(claim('a')),
    );

    expect(await journal.insert([claim('a')])).toEqual(['inserted']);
  });

  it('gives up with a retryable error when nothing is to be known', async () => {
    const { journal } = scripted(...Array.from({ length: 5 }, () => [lost, stored()]).flat());

    await expect(journal.insert([claim('a')])).rejects.toMatchObject({
      name: 'JournalUnavailableError',
      retryable: true,
    });
  });

  it('says that a statement is refused, and does not try it again', async () => {
    const { journal, calls } = scripted({ Responses: [error('ValidationError')] });

    await expect(journal.insert([claim('a')])).rejects.toMatchObject({
      name: 'JournalRefusedError',
      retryable: false,
    });
    expect(calls).toHaveLength(1);
  });

  it('writes due claims in the call of the claims, and tries again only what failed of both', async () => {
    const { journal, calls } = scripted(
      { Responses: [{}, error('ThrottlingError'), error('ThrottlingError')] },
      lost,
      stored(),
      { Responses: [{}, error('DuplicateItem')] },
    );
    const due = [{ id: 'owner', deadlineAt: 5, claims: [{ aggregate: 'command#1', attempt: 1 }] }];

    expect(await journal.insert([claim('a'), claim('a', 2)], { kind: 'open', due })).toEqual([
      'inserted',
      'inserted',
    ]);

    const statements = calls.flatMap(
      ({ input }) => input.Statements?.map(({ Statement }) => Statement) ?? [],
    );
    expect(statements.map((statement) => /"(\w+)"/.exec(statement)?.[1])).toEqual([
      ...['journal', 'journal', 'state'],
      ...['journal', 'state'],
      ...['journal', 'state'],
    ]);
    expect(calls[0]?.input.Statements?.[2]?.Parameters).toEqual([
      { S: expect.stringMatching(/^due#[0-7]$/) },
      { S: '000000000000005#owner' },
      { S: '[["command#1",1]]' },
      { N: String(35 * 86_400) },
    ]);
  });

  it('does not claim without its due claims, nor settle them before the last fact, where one call is too small', async () => {
    const facts = Array.from({ length: 25 }, (_, at) => claim('a', at + 1));
    const due = [{ id: 'owner', deadlineAt: 5, claims: [] }];
    for (const [kind, sizes] of [
      ['open', [1, 25]],
      ['settle', [25, 1]],
    ] as const) {
      const { journal, calls } = scripted(
        { Responses: Array(25).fill({}) },
        { Responses: Array(25).fill({}) },
      );

      await journal.insert(facts, { kind, due });

      expect(calls.map(({ input }) => input.Statements?.length)).toEqual(sizes);
    }
  });

  it('asks again for keys that were not processed', async () => {
    const { journal } = scripted(
      {
        Responses: { journal: [] },
        UnprocessedKeys: { journal: { Keys: [{ aggregate: { S: 'command#1' }, key: { S: 'claimed#1' } }] } },
      },
      stored(claim('a')),
    );

    expect(await journal.get([{ aggregate: 'command#1', key: 'claimed#1' }])).toEqual([claim('a')]);
  });
});

describe('toFact', () => {
  it('reads what was written, and refuses an item of another kind', () => {
    expect(toFact(itemOf(claim('a')))).toEqual(claim('a'));
    expect(() => toFact({ aggregate: { S: 'command#1' } })).toThrow();
  });
});
