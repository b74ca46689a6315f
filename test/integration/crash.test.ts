import { randomUUID } from 'node:crypto';
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { build } from 'esbuild';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { aLaneMessage } from '../support/a-lane-message.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { deployTestFunction } from '../support/deploy-test-function.ts';
import { killFunctions } from '../support/kill-functions.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';
import { storedZip } from '../support/stored-zip.ts';

let stage: LocalStage;
const sandbox = sandboxClient();

beforeAll(async () => {
  stage = await openLocalStage();
});

describe('a function that dies', () => {
  it('leaves a command UNKNOWN and listed, contacts nobody twice, and a receipt resolves it', async () => {
    const lane = await stage.laneUrl('email', 'CRITICAL');
    await stage.setVisibilityTimeout(lane, 10);
    const command = aSendEmailCommand({ priority: 'CRITICAL' });
    const match = { commandId: command.messageId };
    // The provider takes the mail, and its receipt comes long after the function is gone.
    await sandbox.fault({ match, times: 1, action: { kind: 'delay-after-accepting', ms: 20_000 } });
    await sandbox.fault({ match, times: 1, action: { kind: 'receipt', receipt: 'none' } });

    await stage.put([command]);
    await until('the provider to be called', async () => (await sandbox.calls(match))[0]);
    killFunctions(inject('endpoint'), 'switchboard-local-email-agent-Poolcritical');

    await stage.untilStatus(command.messageId, 'UNKNOWN');
    const listed = await until('the command to be listed', async () =>
      (await stage.journal.listUnknown(100)).find(({ aggregate }) => aggregate.endsWith(command.messageId)),
    );
    expect(listed.body).toMatchObject({ cause: 'OWNER_LOST', attempt: 1 });
    expect(await sandbox.calls(match)).toHaveLength(1);

    await sandbox.sendReceipt({ commandId: command.messageId, receipt: 'delivery' });
    await stage.untilStatus(command.messageId, 'DELIVERED');
    expect(await sandbox.inbox(match)).toHaveLength(1);
  });

  it('ends a poison message in the dead-letter queue, its batch mates delivered', async () => {
    const pool = await deployPoisonablePool();
    const mates = Array.from({ length: 9 }, () => aSendEmailCommand());
    const poison = aSendEmailCommand({ customerId: 'cust-poison' });
    const bodies = [...mates.slice(0, 5), poison, ...mates.slice(5)].map((command) =>
      JSON.stringify(aLaneMessage(command, Date.now())),
    );

    await stage.enqueue(pool.queueUrl, bodies);

    const dead = await until(
      'the dead letter',
      async () => (await stage.receiveBodies(pool.deadLetterUrl))[0],
    );
    expect(JSON.parse(dead).message.messageId).toBe(poison.messageId);
    for (const { messageId } of mates) {
      await stage.untilStatus(messageId, 'SENT', 'DELIVERED');
      expect(await sandbox.inbox({ commandId: messageId })).toHaveLength(1);
    }
    expect(await sandbox.calls({ commandId: poison.messageId })).toEqual([]);
    await pool.remove();
  });
});

/** The real agent runtime on a lane of its own, with a way to crash it. */
const deployPoisonablePool = async () => {
  const bundle = await build({
    entryPoints: ['test/integration/functions/poisonable-agent.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
  });
  const queueOf = async (Attributes: Record<string, string>) => {
    const { QueueUrl = '' } = await stage.sqs.send(
      new CreateQueueCommand({ QueueName: `test-${randomUUID()}`, Attributes }),
    );
    const answer = await stage.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    return { url: QueueUrl, arn: answer.Attributes?.['QueueArn'] ?? '' };
  };
  const dead = await queueOf({});
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 6 });
  const queue = await queueOf({ VisibilityTimeout: '6', RedrivePolicy });
  const agent = await deployTestFunction(inject('endpoint'), 'poisonable-agent.mjs', {
    timeoutSeconds: 6,
    memoryMegabytes: 512,
    environment: {
      JOURNAL_TABLE: stage.tableName,
      JOURNAL_RETENTION_DAYS: '35',
      QUEUE_URLS: JSON.stringify([queue.url]),
      CONFIGURATION_SET: 'test',
      AWS_ENDPOINT_URL_SESV2: inject('sandbox'),
    },
    code: {
      ZipFile: storedZip({ 'poisonable-agent.mjs': Buffer.from(bundle.outputFiles[0]?.contents ?? []) }),
    },
  });
  const lambda = new LambdaClient(stage.settings);
  const mapping = await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: agent.name,
      EventSourceArn: queue.arn,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
  );
  return {
    queueUrl: queue.url,
    deadLetterUrl: dead.url,
    remove: async () => {
      await lambda.send(new DeleteEventSourceMappingCommand({ UUID: mapping.UUID }));
      await agent.remove();
    },
  };
};
