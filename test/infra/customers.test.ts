import { describe, expect, it } from 'vitest';
import {
  at,
  everyDeployment,
  listAt,
  resourcesOf,
  type SynthesizedResource,
} from '../support/synthesized.ts';

describe.each(everyDeployment)('personal data of %s', (name) => {
  const tables = resourcesOf(name, 'AWS::DynamoDB::GlobalTable');
  const tableOf = (id: string): SynthesizedResource | undefined =>
    tables.find((table) => table.id.startsWith(id));
  const recoveryOf = (id: string) =>
    at(
      tableOf(id)?.properties,
      'Replicas',
      0,
      'PointInTimeRecoverySpecification',
      'PointInTimeRecoveryEnabled',
    );

  it('lies in encrypted tables, each found by its key', () => {
    const keysOf = (id: string) =>
      listAt(tableOf(id)?.properties, 'KeySchema').map((key) => at(key, 'AttributeName'));

    expect(keysOf('CustomersTable')).toEqual(['id', 'part']);
    expect(keysOf('StateTable')).toEqual(['id', 'part']);
    expect(keysOf('KeysTable')).toEqual(['id']);
    for (const { id, properties } of tables) {
      expect(properties['SSESpecification'], id).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
      expect(properties['BillingMode'], id).toBe('PAY_PER_REQUEST');
      expect(at(properties, 'Replicas', 0, 'DeletionProtectionEnabled'), id).toBe(name !== 'local');
    }
  });

  it('can be restored, but never the keys: deleting one is an erasure', () => {
    expect(recoveryOf('CustomersTable')).toBe(true);
    expect(recoveryOf('StateTable')).toBe(true);
    expect(recoveryOf('KeysTable')).toBe(false);
    expect(tableOf('KeysTable')?.properties['StreamSpecification']).toBeUndefined();
  });

  it('expires in the table of state only, where an item says when', () => {
    const expiring = tables.filter(({ properties }) => properties['TimeToLiveSpecification'] !== undefined);

    expect(expiring.map(({ id }) => id.replace(/Table.*/, '')).sort()).toEqual(['Journal', 'State']);
  });

  it('is protected by one KMS key that is renewed each year', () => {
    const [key, ...others] = resourcesOf(name, 'AWS::KMS::Key').filter(({ stack }) => stack === 'data');

    expect(others).toEqual([]);
    expect(key?.properties['EnableKeyRotation']).toBe(true);
  });

  it('has keys that no function can change or delete, and that agents cannot make', () => {
    const actions = (role: RegExp, about: RegExp) =>
      resourcesOf(name, 'AWS::IAM::Policy')
        .filter(({ id }) => role.test(id))
        .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
        .filter((statement) => about.test(JSON.stringify(at(statement, 'Resource'))))
        .flatMap((statement) => listAt(statement, 'Action').map(String));
    const agents = /^[a-z]+-agent\.Pool/;

    expect(new Set(actions(agents, /keystablearn/i))).toEqual(new Set(['dynamodb:BatchGetItem']));
    expect(new Set(actions(agents, /branchkeyarn/i))).toEqual(new Set(['kms:Decrypt']));
    expect(new Set(actions(agents, /customerstablearn/i))).toEqual(new Set(['dynamodb:BatchGetItem']));
    expect(new Set(actions(/./, /keystablearn/i))).toEqual(
      new Set(['dynamodb:BatchGetItem', 'dynamodb:PartiQLInsert']),
    );
    expect(new Set(actions(/./, /branchkeyarn/i))).toEqual(new Set(['kms:Decrypt', 'kms:GenerateDataKey']));
  });

  it('may come in the clear only where the stage says so', () => {
    const allowed = resourcesOf(name, 'AWS::Lambda::Function')
      .map(({ properties }) => at(properties, 'Environment', 'Variables', 'ALLOW_PLAIN_CONTEXT'))
      .filter((value) => value !== undefined);

    expect(allowed).toEqual(Array(2).fill(String(name === 'local')));
  });
});
