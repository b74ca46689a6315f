import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { parameterNames } from '../../../shared/lanes/parameter-names.ts';
import type { ReplyChannel, SandboxReply } from './reply-channel.ts';

/** Puts a mail into the bucket of inbound mail, as SES's receipt rule does with one that passed its checks. */
export const mailReply: ReplyChannel = async (reply, aws) => {
  const ssm = new SSMClient(aws);
  const s3 = new S3Client({ ...aws, forcePathStyle: true });
  try {
    const Name = parameterNames('local').mailBucketName('email');
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    const Key = randomUUID().replaceAll('-', '');
    await s3.send(new PutObjectCommand({ Bucket: Parameter?.Value, Key, Body: rawMail(reply, Key) }));
  } finally {
    ssm.destroy();
    s3.destroy();
  }
};

/** The mail with what SES writes above it; headers that the sender gives come last, as they would. */
const rawMail = ({ from, to, text, headers = {} }: SandboxReply, id: string): string => {
  const domain = from.split('@')[1] ?? '';
  const lines = {
    'Return-Path': `<${from}>`,
    'X-SES-Spam-Verdict': 'PASS',
    'X-SES-Virus-Verdict': 'PASS',
    'Authentication-Results': `amazonses.com; spf=pass smtp.mailfrom=${from}; dkim=pass header.i=@${domain}; dmarc=pass header.from=${domain};`,
    From: from,
    To: to,
    Subject: 'Re: your message',
    'Message-ID': `<${id}@${domain}>`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': '8bit',
    ...headers,
  };
  return [...Object.entries(lines).map(([name, value]) => `${name}: ${value}`), '', text].join('\r\n');
};
