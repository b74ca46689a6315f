import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { pagesOf } from '../../messages/pages-of.ts';
import { type Item, MOST_KEYS, readItems, type TableAccess } from '../../security/adapters/read-items.ts';
import { type CampaignDefinition, campaignDefinitionSchema } from '../campaign-definition.ts';
import {
  CAMPAIGN_PREFIX,
  type CampaignPage,
  type CampaignProgress,
  type CampaignStore,
  CampaignsUnavailableError,
  type MemberPlace,
} from '../campaign-store.ts';

export type DynamoDbCampaignStoreOptions = TableAccess & {
  /** The table of state. */
  readonly tableName: string;
  /** Days that facts are kept: campaigns are kept longer, since they go on for up to that long. */
  readonly retentionDays: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Statements in one `BatchExecuteStatement` (DynamoDB's limit). */
const MOST_STATEMENTS = 25;
/** Days that a campaign may go on beside the time for which its facts are kept. */
const CAMPAIGN_DAYS = 365;
const DAY_SECONDS = 86_400;
/** The partition that lists all campaigns. */
const LIST = `${CAMPAIGN_PREFIX}s`;

/** Campaigns in the table of state: an item for the definition, the progress and each page, and one for each line of a file. */
export class DynamoDbCampaignStore implements CampaignStore {
  readonly #options: DynamoDbCampaignStoreOptions;

  constructor(options: DynamoDbCampaignStoreOptions) {
    this.#options = options;
  }

  async putDefinition(campaignId: string, definition: CampaignDefinition) {
    // First what lists it: a campaign that is there is always listed.
    await this.#put({ id: { S: LIST }, part: { S: campaignId } });
    const isNew = await this.#put(itemOf(campaignId, 'definition', definition), ABSENT);
    return isNew ? 'stored' : 'exists';
  }

  async getDefinition(campaignId: string) {
    const item = await this.#get(keyOf(campaignId, 'definition'));
    return item && campaignDefinitionSchema.parse(readValue(item));
  }

  async getProgress(campaignId: string) {
    const item = await this.#get(keyOf(campaignId, 'progress'));
    return item && (readValue(item) as CampaignProgress); // nobody but this class writes it
  }

  async putProgress(campaignId: string, progress: CampaignProgress) {
    const item = {
      ...itemOf(campaignId, 'progress', progress),
      version: { N: String(progress.version) },
    };
    const isStored = await this.#put(item, progress.version === 1 ? ABSENT : unchanged(progress.version - 1));
    return isStored ? 'stored' : 'conflict';
  }

  async putPage(campaignId: string, page: CampaignPage) {
    const isFirst = await this.#put(itemOf(campaignId, pagePart(page.pass, page.page), page), ABSENT);
    return isFirst ? page : ((await this.getPage(campaignId, page.pass, page.page)) ?? page);
  }

  async getPage(campaignId: string, pass: number, page: number) {
    const item = await this.#get(keyOf(campaignId, pagePart(pass, page)));
    return item && (readValue(item) as CampaignPage); // as above
  }

  async takePlaces(campaignId: string, members: readonly MemberPlace[]) {
    const taken = await Promise.all(
      pagesOf(members, MOST_STATEMENTS).map((page) => this.#insertMembers(campaignId, page)),
    );
    const known = taken.flat();
    const stored = new Map<string, number>();
    for (const page of pagesOf(known, MOST_KEYS)) {
      for (const item of await this.#read(page.map((member) => memberKey(campaignId, member)))) {
        stored.set(item['part']?.S ?? '', Number(item['place']?.N));
      }
    }
    return members.map(({ customerId, place }) => stored.get(customerId) ?? place);
  }

  async list() {
    const ids: string[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.#available(() =>
        this.#options.client.send(
          new QueryCommand({
            TableName: this.#options.tableName,
            KeyConditionExpression: '#id = :id',
            ExpressionAttributeNames: { '#id': 'id' },
            ExpressionAttributeValues: { ':id': { S: LIST } },
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        ),
      );
      ids.push(...(page.Items ?? []).map((item) => item['part']?.S ?? ''));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return ids;
  }

  /** Answers with the members who have a place already, in this try or an earlier one. */
  async #insertMembers(campaignId: string, members: readonly MemberPlace[]): Promise<readonly MemberPlace[]> {
    const { client, tableName } = this.#options;
    const statement = `INSERT INTO "${tableName}" VALUE {'id': ?, 'part': ?, 'place': ?, 'expiresAt': ?}`;
    const Statements = members.map((member) => {
      const { id, part } = memberKey(campaignId, member);
      return { Statement: statement, Parameters: [id, part, { N: String(member.place) }, this.#expiry()] };
    });
    const answer = await this.#available(() => client.send(new BatchExecuteStatementCommand({ Statements })));
    const codes = members.map((_, index) => answer.Responses?.[index]?.Error?.Code);
    const failed = codes.find((code) => code !== undefined && code !== 'DuplicateItem');
    if (failed !== undefined)
      throw new CampaignsUnavailableError(`campaigns: members are not written (${failed})`);
    return members.filter((_, index) => codes[index] === 'DuplicateItem');
  }

  #expiry(): AttributeValue {
    const { now, retentionDays } = this.#options;
    return { N: String(Math.floor(now() / 1000) + (retentionDays + CAMPAIGN_DAYS) * DAY_SECONDS) };
  }

  async #put(item: Item, condition: object = {}): Promise<boolean> {
    const { client, tableName: TableName } = this.#options;
    const put = new PutItemCommand({ TableName, Item: { ...item, expiresAt: this.#expiry() }, ...condition });
    return this.#available(async () => {
      try {
        await client.send(put);
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
        throw error;
      }
    });
  }

  async #get(Key: ReturnType<typeof keyOf>): Promise<Item | undefined> {
    const { client, tableName: TableName } = this.#options;
    const answer = await this.#available(() =>
      client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true })),
    );
    return answer.Item;
  }

  async #read(keys: readonly Item[]): Promise<readonly Item[]> {
    const { tableName } = this.#options;
    const found = await this.#available(() => readItems({ [tableName]: keys }, this.#options));
    return found.get(tableName) ?? [];
  }

  async #available<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await call();
    } catch (cause) {
      throw new CampaignsUnavailableError('campaigns: the table of state does not answer', { cause });
    }
  }
}

const pagePart = (pass: number, page: number): string => `page#${pass}#${page}`;

const keyOf = (campaignId: string, part: string) => ({
  id: { S: `${CAMPAIGN_PREFIX}#${campaignId}` },
  part: { S: part },
});

/** A partition for each customer: a page's members are written all over the table. */
const memberKey = (campaignId: string, { customerId }: MemberPlace) => ({
  id: { S: `${CAMPAIGN_PREFIX}-member#${campaignId}#${customerId}` },
  part: { S: customerId },
});

const itemOf = (campaignId: string, part: string, value: object): Item => ({
  ...keyOf(campaignId, part),
  value: { S: JSON.stringify(value) },
});

const stored = z.object({ value: z.object({ S: z.string() }) });

const readValue = (item: Item): unknown => JSON.parse(stored.parse(item).value.S);

const ABSENT = { ConditionExpression: 'attribute_not_exists(id)' };

const unchanged = (version: number) => ({
  ConditionExpression: '#version = :before',
  ExpressionAttributeNames: { '#version': 'version' },
  ExpressionAttributeValues: { ':before': { N: String(version) } },
});
