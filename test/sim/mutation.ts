import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ConversationWriter } from '../../shared/conversations/conversation-writer.ts';
import type { RecordStore } from '../../shared/records/record-store.ts';
import type { AgentDeps } from '../../shared/runtime/create-agent-handler.ts';
import type { ControlStore } from '../../shared/state/control-store.ts';
import type { Handler } from './models/environment.ts';

export type QueueHandler = Handler<SQSEvent, SQSBatchResponse>;

/** A defect put into the consumers on purpose, to see that the simulator finds it. */
export type Mutation = Partial<{
  agent<Content>(deps: AgentDeps<Content>): AgentDeps<Content>;
  conversations(writer: ConversationWriter, now: () => number): ConversationWriter;
  records(records: RecordStore): RecordStore;
  controls(store: ControlStore): ControlStore;
  queueHandler(handler: QueueHandler): QueueHandler;
}>;
