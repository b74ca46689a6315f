import * as z from 'zod';
import { type Parsed, parseJson, parseMessage } from '../messages/parse-message.ts';

/** S3 writes one when it is told to notify a queue. */
const testSchema = z.looseObject({ Event: z.literal('s3:TestEvent') });

const noticeSchema = z.looseObject({
  Records: z
    .array(
      z.looseObject({
        eventSource: z.literal('aws:s3'),
        s3: z.looseObject({ object: z.looseObject({ key: z.string().min(1).max(1024) }) }),
      }),
    )
    .max(100),
});

/** Keys of the objects that S3 says are new; none for the test that it sends once. */
export const readS3Notice = (body: string): Parsed<readonly string[]> => {
  const json = parseJson(body, 'body');
  if (!json.ok) return json;
  if (testSchema.safeParse(json.value).success) return { ok: true, value: [] };
  const notice = parseMessage(noticeSchema, json.value);
  if (!notice.ok) return notice;
  return { ok: true, value: notice.value.Records.map(({ s3 }) => decodeKey(s3.object.key)) };
};

/** Keys travel as in a form: a space is a plus. A key that is not encoded so is taken as it is. */
const decodeKey = (key: string): string => {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
};
