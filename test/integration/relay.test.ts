import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { localDynamoDb } from '../support/create-journal-table.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';

let stage: LocalStage;

beforeAll(async () => {
  stage = await openLocalStage();
});

describe('the event relay', () => {
  it('puts a record that it cannot read whole into the bucket, and goes on with the others', async () => {
    const events = await stage.subscribe();
    const marker = randomUUID();
    const Item = { aggregate: { S: `command#${marker}` }, key: { S: 'no-fact' }, marker: { S: marker } };
    const command = aSendEmailCommand();

    await localDynamoDb(stage.settings.endpoint).send(
      new PutItemCommand({ TableName: stage.tableName, Item }),
    );
    await stage.put([command]);

    await events.untilEvent(
      'the EVENT behind it',
      ({ correlation }) => correlation.originalCommandId === command.messageId,
    );
    const bucket = await stage.parameter(stage.names.failedRecordsBucketName);
    const record = await until('the failed record in the bucket', () => findObject(bucket, marker));
    expect(record).toContain('"no-fact"');
  });
});

const findObject = async (Bucket: string, marker: string): Promise<string | undefined> => {
  const s3 = new S3Client({ ...stage.settings, forcePathStyle: true });
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents ?? []) {
    const body = await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
    if (body?.includes(marker)) return body;
  }
  return undefined;
};
