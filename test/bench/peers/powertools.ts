import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { agents } from '../../../config/agents.ts';
import { policies } from '../../../config/policies.ts';
import { SesEmailChannel } from '../../../shared/channels/adapters/ses-email-channel.ts';
import { createEmailLinks } from '../../../shared/channels/email-links.ts';
import { renderEmail } from '../../../shared/channels/render-email.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import { pagesOf } from '../../../shared/messages/pages-of.ts';
import { createContactPolicy } from '../../../shared/policy/contact-policy.ts';
import { dynamoDbClient, sesClient } from '../../../shared/runtime/aws-clients.ts';
import { authoriseAll } from '../../../shared/security/authoriser.ts';
import { FileTemplateStore } from '../../../shared/templates/adapters/file-template-store.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { aReferringCommand } from '../../support/a-send-email-command.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { testSigner } from '../../support/test-signer.ts';
import { cpuOf } from '../throughput/cpu-of.ts';
import { BATCH, type Job } from '../throughput/job.ts';
import type { Contender } from '../throughput/run-worker.ts';
import type { WireStub } from '../throughput/wire-stub.ts';
import { powertoolsHandler } from './powertools-handler.ts';

const CUSTOMERS = 'plain-customers';

const context = { getRemainingTimeInMillis: () => 15_000 };

/** The Powertools stack from the lane to the record. Customers are stored in the clear, as is usual. */
export const powertools =
  ({ withTracer }: { readonly withTracer: boolean }): Contender =>
  async (job, stub) => {
    process.env['AWS_ENDPOINT_URL'] = stub.url;
    const handler = openHandler(job, withTracer);
    const work = async (messages: number) => {
      const customerIds = Array.from({ length: messages }, () => `cust-${randomUUID()}`);
      await storeCustomers(stub, customerIds);
      await stub.take();
      const events = pagesOf(customerIds, BATCH).map((ids) => ({ Records: ids.map(recordOf) }));
      const cost = await cpuOf(async () => {
        for (const event of events) {
          const { batchItemFailures } = await handler(event, context);
          if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records failed`);
        }
      });
      const { requests } = await stub.take();
      const sent = requests.filter(({ service }) => service === 'SES').length;
      if (sent !== messages) throw new Error(`${sent} of ${messages} were sent`);
      return { send: cost / messages };
    };
    await work(job.warmUp);
    return work(job.messages);
  };

const openHandler = ({ taskRoot }: Job, withTracer: boolean) => {
  const tracer = withTracer ? new Tracer() : undefined;
  const capture = <Client>(client: Client): Client => tracer?.captureAWSv3Client(client) ?? client;
  const dynamoDb = capture(dynamoDbClient());
  const linksOf = createEmailLinks({
    signer: testSigner(),
    unsubscribeBaseUrl: 'https://unsubscribe.example/',
    inboundDomain: 'reply.example',
  });
  const templates = new FileTemplateStore(join(taskRoot, 'templates'));
  /** No switches: this stack has none, and reads none. */
  const controls = { get: async () => ({ version: 0, value: undefined }) };
  return powertoolsHandler({
    persistence: new DynamoDBPersistenceLayer({ tableName: 'idempotency', awsSdkV3Client: dynamoDb }),
    customers: { get: (ids) => readCustomers(dynamoDb, ids) },
    authoriser: authoriseAll,
    contactPolicy: createContactPolicy({ channel: 'email', policies, templates, controls, now: Date.now }),
    render: renderEmail({ agents, templates, linksOf }),
    channel: new SesEmailChannel({
      client: capture(sesClient()),
      configurationSet: 'receipts',
      timeoutMs: agents.email.providerTimeoutMs,
    }),
    now: Date.now,
    ...(tracer === undefined ? {} : { tracer }),
  });
};

const recordOf = (customerId: string) =>
  anSqsRecord(aLaneMessage(aReferringCommand({ customerId }), Date.now()));

const readCustomers = async (client: DynamoDBClient, ids: readonly string[]) => {
  const Keys = [...new Set(ids)].map((id) => ({ id: { S: id } }));
  const { Responses } = await client.send(
    new BatchGetItemCommand({ RequestItems: { [CUSTOMERS]: { Keys, ConsistentRead: true } } }),
  );
  const found = (Responses?.[CUSTOMERS] ?? []).map((item) => unmarshall(item)['customer'] as Customer);
  return new Map(found.map((customer) => [customer.customerId, customer]));
};

const storeCustomers = (stub: WireStub, customerIds: readonly string[]): Promise<void> =>
  stub.put(
    CUSTOMERS,
    customerIds.map((id) =>
      JSON.parse(JSON.stringify(marshall({ id, customer: aCustomer({ customerId: id }) }))),
    ),
  );
