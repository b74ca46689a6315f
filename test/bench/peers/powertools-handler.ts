import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { parser } from '@aws-lambda-powertools/batch/parser';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import type { BasePersistenceLayer } from '@aws-lambda-powertools/idempotency/persistence';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { JSONStringified } from '@aws-lambda-powertools/parser/helpers';
import { SqsRecordSchema } from '@aws-lambda-powertools/parser/schemas/sqs';
import type { Tracer } from '@aws-lambda-powertools/tracer';
import type { Context, SQSEvent } from 'aws-lambda';
import type * as z from 'zod';
import type { Channel } from '../../../shared/channels/channel.ts';
import type { Renderer } from '../../../shared/channels/renderer.ts';
import type { CustomerStore } from '../../../shared/customers/customer-store.ts';
import { recipientOf } from '../../../shared/customers/recipient.ts';
import { laneMessageSchema } from '../../../shared/lanes/lane-message.ts';
import { isLooping } from '../../../shared/messages/hops.ts';
import type { ContactPolicy } from '../../../shared/policy/contact-policy.ts';
import type { Authoriser } from '../../../shared/security/authoriser.ts';
import { coalesce } from './coalesce.ts';

export type PowertoolsPorts<Content> = {
  readonly persistence: BasePersistenceLayer;
  readonly customers: Pick<CustomerStore, 'get'>;
  readonly authoriser: Authoriser;
  readonly contactPolicy: ContactPolicy;
  readonly render: Renderer<Content>;
  readonly channel: Channel<Content>;
  readonly now: () => number;
  /** @default nothing is traced */
  readonly tracer?: Tracer;
};

/** What Powertools asks of Lambda's context here. */
type Remaining = Pick<Context, 'getRemainingTimeInMillis'>;

const OLDEST_MS = 30 * 86_400_000;

/** The schema of a record, made once: with `innerSchema` the parser would make it again for each record. */
const recordSchema = SqsRecordSchema.extend({ body: JSONStringified(laneMessageSchema) });

type LaneRecord = z.infer<typeof recordSchema>;

/**
 * An agent made of Powertools for AWS Lambda, with the duties of ours, as well as we can write it: the record's schema is
 * made once, customers are read in one call for a batch, and the idempotency key is hashed from the id alone.
 */
export const powertoolsHandler = <Content>(ports: PowertoolsPorts<Content>) => {
  const logger = new Logger();
  const metrics = new Metrics({ defaultDimensions: { agentType: 'email' } });
  const processor = new BatchProcessor(EventType.SQS, { parser, schema: recordSchema, logger });
  const config = new IdempotencyConfig({});
  const handleRecord = recordHandler(ports, metrics, config);
  return async (event: SQSEvent, context: Remaining) => {
    config.registerLambdaContext(context as Context);
    const end = startSegment(ports.tracer, '## handler');
    try {
      const answer = await processPartialResponse(event, traced(ports.tracer, handleRecord), processor, {
        throwOnFullBatchFailure: false,
      });
      for (const error of processor.errors) logger.error('message goes back', error);
      return answer;
    } finally {
      metrics.publishStoredMetrics();
      end();
    }
  };
};

/** Everything for one record; what throws goes back to its queue. */
const recordHandler = <Content>(
  ports: PowertoolsPorts<Content>,
  metrics: Metrics,
  config: IdempotencyConfig,
) => {
  const customerOf = coalesce((ids) => ports.customers.get(ids));
  const count = (name: string) => metrics.addMetric(name, MetricUnit.Count, 1);
  const sendOnce = makeIdempotent(
    async (content: Content, commandId: string) => {
      const outcome = await ports.channel.send(content, { commandId, attempt: 1 });
      if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
      return { providerMessageId: outcome.providerMessageId, at: ports.now() };
    },
    { persistenceStore: ports.persistence, config, dataIndexArgument: 1 },
  );
  return async (record: unknown) => {
    const lane = (record as LaneRecord).body;
    if (ports.now() - lane.acceptedAt > OLDEST_MS) return count('EXPIRED');
    if (isLooping(lane.message)) return count('PARKED');
    if (!ports.authoriser(lane).allowed) return count('SUPPRESSED');
    const { customerId, context } = lane.message.command;
    const carried = context?.customerData;
    const stored = await customerOf(customerId);
    if (typeof carried === 'string' || (carried === undefined && stored === undefined)) {
      throw new Error('no customer');
    }
    const recipient = recipientOf(customerId, stored, carried);
    const { verdict } = await ports.contactPolicy({ lane, recipient });
    if (verdict.kind !== 'ALLOW') return count('SUPPRESSED');
    const rendered = await ports.render({ lane, recipient });
    if (!rendered.ok) throw new Error('not rendered');
    await sendOnce(rendered.value.content, lane.message.messageId);
    return count('SENT');
  };
};

type Handle = (record: unknown) => Promise<unknown>;

/** A subsegment for each record, as the documentation shows it; as it was without a Tracer. */
const traced = (tracer: Tracer | undefined, handle: Handle): Handle => {
  if (tracer === undefined) return handle;
  return async (record) => {
    const subsegment = tracer.getSegment()?.addNewSubsegment('### record');
    try {
      const answer = await handle(record);
      tracer.addResponseAsMetadata(answer, 'record');
      return answer;
    } catch (error) {
      tracer.addErrorAsMetadata(error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      subsegment?.close();
    }
  };
};

const startSegment = (tracer: Tracer | undefined, name: string): (() => void) => {
  const parent = tracer?.getSegment();
  if (tracer === undefined || parent === undefined) return () => undefined;
  const subsegment = parent.addNewSubsegment(name);
  tracer.setSegment(subsegment);
  tracer.annotateColdStart();
  return () => {
    subsegment.close();
    tracer.setSegment(parent);
  };
};
