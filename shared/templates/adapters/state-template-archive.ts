import { type DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { TemplatesUnavailableError } from '../errors.ts';
import type { PushedTemplate, PushedVersion, PushOutcome, TemplateArchive } from '../template-archive.ts';
import type { Template } from '../template-store.ts';
import {
  headKey,
  type Item,
  indexKey,
  TEMPLATE_INDEX,
  toPushedVersion,
  toVersionItem,
  unlessRefused,
  versionIn,
} from './template-items.ts';

export type StateTemplateArchiveOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
};

/** Pushed templates in the state table: versions insert-only, and a head for each template that names the one to send. */
export class StateTemplateArchive implements TemplateArchive {
  readonly #options: StateTemplateArchiveOptions;

  constructor(options: StateTemplateArchiveOptions) {
    this.#options = options;
  }

  async push(template: Template, by: Omit<PushedVersion, 'version'>): Promise<PushOutcome> {
    const current = await this.#current(template.templateId);
    if (current === template.version) return 'unchanged';
    // The head comes last: until it is there nothing of this push is sent, and pushing again is safe.
    await this.#put(toVersionItem(template, by), 'attribute_not_exists(id)');
    await this.#put(indexKey(template.templateId));
    const head = { ...headKey(template.templateId), version: { S: template.version } };
    const taken =
      current === undefined
        ? await this.#put(head, 'attribute_not_exists(id)')
        : await this.#put(head, '#version = :current', current);
    return taken ? 'pushed' : 'conflict';
  }

  async list(): Promise<readonly PushedTemplate[]> {
    const index = await this.#query(TEMPLATE_INDEX);
    const templates = await Promise.all(index.map(({ part }) => this.#describe(part?.S ?? '')));
    return templates.flat();
  }

  async #describe(templateId: string): Promise<readonly PushedTemplate[]> {
    const { id } = headKey(templateId);
    const items = await this.#query(id?.S ?? '');
    const current = versionIn(items.find(({ part }) => part?.S === 'current'));
    const versions = items.filter(({ part }) => part?.S?.startsWith('version#')).map(toPushedVersion);
    const newestFirst = versions.sort((a, b) => b.pushedAt.localeCompare(a.pushedAt));
    return current === undefined ? [] : [{ templateId, current, versions: newestFirst }];
  }

  async #current(templateId: string): Promise<string | undefined> {
    const { client, tableName: TableName } = this.#options;
    const command = new GetItemCommand({ TableName, Key: headKey(templateId), ConsistentRead: true });
    return versionIn((await unlessRefused(client.send(command)))?.Item);
  }

  /** Whether the item was written: its condition held. */
  async #put(Item: Item, condition?: string, current?: string): Promise<boolean> {
    const { client, tableName: TableName } = this.#options;
    const command = new PutItemCommand({
      TableName,
      Item,
      ConditionExpression: condition,
      ...(current === undefined
        ? {}
        : {
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':current': { S: current } },
          }),
    });
    return (await unlessRefused(client.send(command))) !== undefined;
  }

  /** All items of a partition, without the texts: there may be many versions. */
  async #query(id: string): Promise<readonly Item[]> {
    const { client, tableName: TableName } = this.#options;
    const items: Item[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const command: QueryCommand = new QueryCommand({
        TableName,
        KeyConditionExpression: 'id = :id',
        ProjectionExpression: 'id, #part, #version, pushedBy, pushedAt',
        ExpressionAttributeNames: { '#part': 'part', '#version': 'version' },
        ExpressionAttributeValues: { ':id': { S: id } },
        ConsistentRead: true,
        ExclusiveStartKey,
      });
      const answer = await unlessRefused(client.send(command));
      if (answer === undefined) throw new TemplatesUnavailableError('templates: a query was refused');
      items.push(...(answer.Items ?? []));
      ExclusiveStartKey = answer.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  }
}
