import type { LaneMessage } from '../lanes/lane-message.ts';
import type { BatchPlace, CommandSubject, ContactSubject } from './subjects.ts';

/** Who and what a command is about, as its facts repeat it: ids only. */
export const commandSubject = ({ agentType, identity, message }: LaneMessage): ContactSubject =>
  subjectOf(agentType, identity, message);

/** A COMMAND, as far as its facts repeat it. */
type Commanded = {
  readonly command: {
    readonly type: string;
    readonly customerId?: string | undefined;
    readonly campaignId?: string | undefined;
  };
  readonly correlation?:
    | ({
        readonly conversationId?: string | undefined;
        readonly workflowId?: string | undefined;
        readonly hops?: number | undefined;
        readonly awaitedBy?: string | undefined;
      } & BatchPlace)
    | undefined;
};

/** What the facts of a command say of it that the coordinator serves. */
export const taskSubject = (message: Commanded & { readonly target: string }): CommandSubject =>
  subjectOf('coordinator', message.target, message);

const subjectOf = <Message extends Commanded>(
  agentType: string,
  identity: string,
  { command, correlation }: Message,
) => {
  const customerId: Message['command']['customerId'] = command.customerId;
  const subject = {
    agentType,
    identity,
    commandType: command.type,
    customerId,
    campaignId: command.campaignId,
    conversationId: correlation?.conversationId,
    workflowId: correlation?.workflowId,
    hops: correlation?.hops,
  };
  if (correlation?.batchId === undefined && correlation?.awaitedBy === undefined) return subject;
  return { ...subject, ...waiterIn(correlation), ...placeIn(correlation) };
};

/** The subject out of a fact that has one among its other fields. */
export const subjectIn = (body: CommandSubject): CommandSubject => ({
  agentType: body.agentType,
  identity: body.identity,
  commandType: body.commandType,
  customerId: body.customerId,
  campaignId: body.campaignId,
  conversationId: body.conversationId,
  workflowId: body.workflowId,
  hops: body.hops,
  ...waiterIn(body),
  ...placeIn(body),
});

/** The place in a batch; nothing at all in what came alone, so that its facts stay as small as they are. */
const placeIn = (of: BatchPlace | undefined): BatchPlace =>
  of?.batchId === undefined ? {} : { batchId: of.batchId, batchMember: of.batchMember };

/** As the place: nothing in what nobody awaits. */
const waiterIn = (of: { readonly awaitedBy?: string | undefined } | undefined) =>
  of?.awaitedBy === undefined ? {} : { awaitedBy: of.awaitedBy };
