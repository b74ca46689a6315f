import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { priorities } from '../../messages/priority.ts';
import { type Task, taskKinds } from '../task.ts';
import {
  TASK_PREFIX,
  type TaskEntry,
  type TaskIndex,
  type TaskList,
  type TaskPage,
  TasksUnavailableError,
} from '../task-index.ts';

export type DynamoDbTaskIndexOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** The table of state. */
  readonly tableName: string;
};

const PAGE = 100;
/** Seconds for which an entry stays after its time: as long as the journal keeps facts at least. */
const KEPT_SECONDS = 30 * 86_400;

const taskSchema = z.object({
  taskId: z.string(),
  kind: z.enum(taskKinds),
  reason: z.string(),
  priority: z.enum(priorities),
  customerId: z.string().optional(),
  campaignId: z.string().optional(),
  conversationId: z.string().optional(),
  workflowId: z.string().optional(),
  hops: z.number().optional(),
  escalationLevel: z.number().optional(),
  openedAt: z.number(),
  expiresAt: z.number(),
}) satisfies z.ZodType<Task>;

const itemSchema = z.object({ value: z.object({ S: z.string() }) });
const cursorSchema = z.object({ id: z.object({ S: z.string() }), part: z.object({ S: z.string() }) });

/** Lists of tasks in the table of state: a partition each, since people open and close few a second. */
export class DynamoDbTaskIndex implements TaskIndex {
  readonly #options: DynamoDbTaskIndexOptions;

  constructor(options: DynamoDbTaskIndexOptions) {
    this.#options = options;
  }

  async put(entry: TaskEntry): Promise<void> {
    const expiresAt = Math.ceil(Math.max(entry.at, entry.task.openedAt) / 1000) + KEPT_SECONDS;
    await this.#available(
      this.#options.client.send(
        new PutItemCommand({
          TableName: this.#options.tableName,
          Item: {
            ...keyOf(entry),
            value: { S: JSON.stringify(entry.task) },
            expiresAt: { N: String(expiresAt) },
          },
        }),
      ),
    );
  }

  async remove(entry: TaskEntry): Promise<void> {
    const { client, tableName: TableName } = this.#options;
    await this.#available(client.send(new DeleteItemCommand({ TableName, Key: keyOf(entry) })));
  }

  async read(
    list: TaskList,
    { before, from }: { readonly before?: number | undefined; readonly from?: string | undefined } = {},
  ): Promise<TaskPage> {
    const { client, tableName } = this.#options;
    const page = await this.#available(
      client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: before === undefined ? 'id = :id' : 'id = :id AND part < :before',
          ExpressionAttributeValues: {
            ':id': { S: idOf(list) },
            ...(before === undefined ? {} : { ':before': { S: timeOf(before) } }),
          },
          ConsistentRead: true,
          ScanIndexForward: list !== 'closed',
          Limit: PAGE,
          ...(from === undefined ? {} : { ExclusiveStartKey: cursorSchema.parse(JSON.parse(from)) }),
        }),
      ),
    );
    const tasks = (page.Items ?? []).map((item) =>
      taskSchema.parse(JSON.parse(itemSchema.parse(item).value.S)),
    );
    return { tasks, ...(page.LastEvaluatedKey ? { next: JSON.stringify(page.LastEvaluatedKey) } : {}) };
  }

  async #available<Answer>(call: Promise<Answer>): Promise<Answer> {
    try {
      return await call;
    } catch (cause) {
      throw new TasksUnavailableError('tasks: the table of state does not answer', { cause });
    }
  }
}

const idOf = (list: TaskList): string => `${TASK_PREFIX}${list}`;

/** Sorts as the time does. */
const timeOf = (at: number): string => String(at).padStart(15, '0');

const keyOf = ({ list, at, task }: TaskEntry): Record<string, AttributeValue> => ({
  id: { S: idOf(list) },
  part: { S: `${timeOf(at)}#${task.taskId}` },
});
