import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type Item, readItems, type TableAccess } from '../../security/adapters/read-items.ts';
import { AGENT_PREFIX } from '../../state/control-store.ts';
import {
  type AgentReport,
  type AgentStatePart,
  type AgentStateStore,
  AgentStatesUnavailableError,
  agentStateParts,
} from '../agent-state-store.ts';

export type DynamoDbAgentStateStoreOptions = TableAccess & {
  /** The table of state. */
  readonly tableName: string;
};

const itemSchema = z.object({
  id: z.object({ S: z.string() }),
  part: z.object({ S: z.enum(agentStateParts) }),
  version: z.object({ N: z.coerce.number() }),
  value: z.object({ S: z.string() }),
});

const valueSchema = z.object({ status: z.string(), state: z.unknown().optional() });

/** Agent states in the table of state: an item for each agent and part, the newest of what was said. */
export class DynamoDbAgentStateStore implements AgentStateStore {
  readonly #options: DynamoDbAgentStateStoreOptions;

  constructor(options: DynamoDbAgentStateStoreOptions) {
    this.#options = options;
  }

  async put({ identity, part, saidAt, status, state }: AgentReport): Promise<'stored' | 'older'> {
    const { client, tableName } = this.#options;
    const version = { N: String(saidAt) };
    const put = new PutItemCommand({
      TableName: tableName,
      Item: { ...keyOf(identity, part), version, value: { S: JSON.stringify({ status, state }) } },
      ConditionExpression: '#version < :version OR attribute_not_exists(#version)',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': version },
    });
    try {
      await client.send(put);
      return 'stored';
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'ConditionalCheckFailedException') return 'older';
      throw new AgentStatesUnavailableError('agent states: one could not be written', { cause });
    }
  }

  async get(identities: readonly string[]): Promise<readonly AgentReport[]> {
    const { tableName, ...access } = this.#options;
    const keys = identities.flatMap((identity) => agentStateParts.map((part) => keyOf(identity, part)));
    const found = await readItems({ [tableName]: keys }, access).catch((cause) => {
      throw new AgentStatesUnavailableError('agent states: some could not be read', { cause });
    });
    return (found.get(tableName) ?? []).map(toReport);
  }
}

const keyOf = (identity: string, part: AgentStatePart): Item => ({
  id: { S: `${AGENT_PREFIX}${identity}` },
  part: { S: part },
});

const toReport = (item: Item): AgentReport => {
  const { id, part, version, value } = itemSchema.parse(item);
  const identity = id.S.slice(AGENT_PREFIX.length);
  return { identity, part: part.S, saidAt: version.N, ...valueSchema.parse(JSON.parse(value.S)) };
};
