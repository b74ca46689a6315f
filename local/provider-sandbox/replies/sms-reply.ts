import { randomUUID } from 'node:crypto';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { parameterNames } from '../../../shared/lanes/parameter-names.ts';
import type { ReplyChannel } from './reply-channel.ts';

/** Publishes an answer to the topic of two-way SMS, in End User Messaging's own format. */
export const smsReply: ReplyChannel = async ({ from, to, text }, aws) => {
  const ssm = new SSMClient(aws);
  const sns = new SNSClient(aws);
  try {
    const Name = parameterNames('local').smsReplyTopicArn;
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    const Message = JSON.stringify({
      originationNumber: from,
      destinationNumber: to,
      messageKeyword: 'KEYWORD_SWITCHBOARD',
      messageBody: text,
      inboundMessageId: randomUUID(),
    });
    await sns.send(new PublishCommand({ TopicArn: Parameter?.Value, Message }));
  } finally {
    ssm.destroy();
    sns.destroy();
  }
};
