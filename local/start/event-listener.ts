import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { type Event, eventSchema } from '../../shared/messages/event.ts';
import { localAws } from './aws-settings.ts';

const busEventSchema = z.object({ detail: eventSchema });
const WAIT_SECONDS = 1;

export type EventListener = {
  /** The EVENTs that came since the last call; waits up to a second for one. */
  next(): Promise<readonly Event[]>;
  /** Removes rule and queue. */
  stop(): Promise<void>;
};

/** Subscribes to the EVENTs of one command. */
export const listenForEvents = (
  endpoint: string,
  busName: string,
  commandId: string,
): Promise<EventListener> =>
  listenToBus(endpoint, busName, commandId, { correlation: { originalCommandId: [commandId] } });

/**
 * Subscribes to EVENTs as any user would: a rule on the bus and a queue, both for this run only. Without a `detail` to match to
 * all of them.
 */
export const listenToBus = async (
  endpoint: string,
  busName: string,
  runId: string,
  detail?: object,
): Promise<EventListener> => {
  const sqs = new SQSClient(localAws(endpoint));
  const bus = new EventBridgeClient(localAws(endpoint));
  const name = `npm-start-${runId}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const rule = { Name: name, EventBusName: busName };
  const pattern = { 'detail-type': ['EVENT'], ...(detail === undefined ? {} : { detail }) };
  await bus.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) }));
  const targets = { Rule: name, EventBusName: busName };
  await bus.send(
    new PutTargetsCommand({ ...targets, Targets: [{ Id: 'queue', Arn: Attributes?.['QueueArn'] }] }),
  );

  return {
    next: async () => {
      const receive = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: WAIT_SECONDS };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive));
      const events = Messages.map(({ Body = '' }) => busEventSchema.parse(JSON.parse(Body)).detail);
      if (Messages.length > 0) {
        const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
      return events;
    },
    stop: async () => {
      await bus.send(new RemoveTargetsCommand({ ...targets, Ids: ['queue'] }));
      await bus.send(new DeleteRuleCommand(rule));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
      bus.destroy();
      sqs.destroy();
    },
  };
};
