// @ts-check
/** Fails the messages that say so, on their first delivery. @param {{ Records: { messageId: string, body: string, attributes: { ApproximateReceiveCount: string } }[] }} event */
export const handler = async ({ Records }) => {
  const failed = Records.filter(
    ({ body, attributes }) => body.startsWith('fail') && attributes.ApproximateReceiveCount === '1',
  );
  for (const { body, attributes } of Records) {
    process.stdout.write(`${JSON.stringify({ body, count: attributes.ApproximateReceiveCount })}\n`);
  }
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};
