import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbJournal } from '../../shared/journal/adapters/dynamodb-journal.ts';
import { commandAggregate } from '../../shared/journal/command-facts.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import { type Command, commandSchema } from '../../shared/messages/command.ts';
import { createSandboxClient } from '../provider-sandbox/sandbox-client.ts';
import { localAws } from './aws-settings.ts';
import type { LocalStage } from './bring-up.ts';
import { deployedNames } from './deployed-names.ts';
import { listenForEvents } from './event-listener.ts';
import { exampleFile, freshCommand, putCommand } from './send-example.ts';
import { type Walk, walkCommand } from './walk.ts';

const TIMEOUT_MS = 60_000;

/** Sends the example command over the bus of a running stage and watches it to its end. */
export const sendFirstCommand = async (
  root: string,
  stage: LocalStage,
  signal: AbortSignal,
): Promise<{ readonly walk: Walk; readonly busName: string }> => {
  const { busName, journalTableName } = await deployedNames(stage.endpoint);
  const command = freshCommand(readExample(root), randomUUID(), new Date());
  const events = await listenForEvents(stage.endpoint, busName, command.messageId);
  const client = new DynamoDBClient(localAws(stage.endpoint));
  const sandbox = createSandboxClient(stage.sandboxEndpoint);
  const journal = journalOn(client, journalTableName);
  try {
    const walk = await walkCommand(
      command,
      () => putCommand(stage.endpoint, busName, command),
      {
        facts: () => journal.read(commandAggregate(command.messageId)),
        nextEvents: events.next,
        mails: () => sandbox.inbox({ commandId: command.messageId }),
      },
      { timeoutMs: TIMEOUT_MS, now: Date.now, signal },
    );
    return { walk, busName };
  } finally {
    await events.stop();
    client.destroy();
  }
};

const readExample = (root: string): Command =>
  commandSchema.parse(JSON.parse(readFileSync(join(root, exampleFile), 'utf8')));

/** For reading only: what it would take to insert is never used. */
const journalOn = (client: DynamoDBClient, tableName: string): Journal =>
  new DynamoDbJournal({
    client,
    tableName,
    retentionDays: 30,
    random: Math.random,
    sleep: (ms) => sleep(ms),
  });
