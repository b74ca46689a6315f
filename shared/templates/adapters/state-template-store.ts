import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { isTemplateId } from '../template-schema.ts';
import type { Template, TemplateStore } from '../template-store.ts';
import { headKey, type Item, toTemplate, unlessRefused, versionIn, versionKey } from './template-items.ts';

export type StateTemplateStoreOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  /** Templates that count where nothing was pushed: those of the function's own bundle. */
  readonly bundled: TemplateStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Milliseconds for which an environment sends what it has read: a push is sent everywhere after that. */
const KEPT_MS = 60_000;
/** Templates kept by an environment; the one that was read first goes first. */
const MOST_KEPT = 200;

type Kept = { readonly until: number; readonly template: Promise<Template | undefined> };

/** Templates as they were pushed to the state table, and the bundled ones where none was. Throws `TemplatesUnavailableError`. */
export class StateTemplateStore implements TemplateStore {
  readonly #options: StateTemplateStoreOptions;
  readonly #kept = new Map<string, Kept>();
  /** The last version read of each template: versions never change, so only its head is read again. */
  readonly #versions = new Map<string, Template>();

  constructor(options: StateTemplateStoreOptions) {
    this.#options = options;
  }

  get(templateId: string): Promise<Template | undefined> {
    if (!isTemplateId(templateId)) return Promise.resolve(undefined);
    const now = this.#options.now();
    const kept = this.#kept.get(templateId);
    if (kept !== undefined && now < kept.until) return kept.template;
    const template = this.#read(templateId);
    this.#keep(templateId, { until: now + KEPT_MS, template });
    return template;
  }

  #keep(templateId: string, kept: Kept): void {
    this.#kept.delete(templateId);
    this.#kept.set(templateId, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#forget(oldest);
    kept.template.catch(() => {
      if (this.#kept.get(templateId) === kept) this.#kept.delete(templateId);
    });
  }

  #forget(templateId: string): void {
    this.#kept.delete(templateId);
    this.#versions.delete(templateId);
  }

  async #read(templateId: string): Promise<Template | undefined> {
    const version = versionIn(await this.#getItem(headKey(templateId)));
    if (version === undefined) return this.#options.bundled.get(templateId);
    const known = this.#versions.get(templateId);
    if (known?.version === version) return known;
    const item = await this.#getItem(versionKey(templateId, version));
    const template = item === undefined ? undefined : toTemplate(item);
    if (template !== undefined) this.#versions.set(templateId, template);
    return template;
  }

  async #getItem(Key: Item): Promise<Item | undefined> {
    const { client, tableName: TableName } = this.#options;
    return (await unlessRefused(client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))))
      ?.Item;
  }
}
