import { createServer } from 'node:http';
import * as z from 'zod';

const putEventsSchema = z.object({
  Entries: z.array(
    z.object({
      Source: z.string(),
      DetailType: z.string(),
      Detail: z.string(),
      EventBusName: z.string().optional(),
    }),
  ),
});

type BusEntry = z.infer<typeof putEventsSchema>['Entries'][number];

/** EventBridge on the wire, as far as `PutEvents`: keeps what is put; refuses the first `refusals` entries. */
export const startBusStub = async (refusals = 0) => {
  const entries: BusEntry[] = [];
  let left = refusals;
  const server = createServer(async (request, response) => {
    const { Entries } = putEventsSchema.parse(JSON.parse((await request.toArray()).join('')));
    const refused = left > 0;
    if (refused) left -= 1;
    else entries.push(...Entries);
    const answers = Entries.map(() => (refused ? { ErrorCode: 'InternalFailure' } : { EventId: 'event-1' }));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ FailedEntryCount: refused ? Entries.length : 0, Entries: answers }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    entries,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
