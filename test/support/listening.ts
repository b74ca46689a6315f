import { createServer, type RequestListener, type Server } from 'node:http';

/** A server on this machine that answers as told, on any free port; `stop` ends it and every connection. */
export const listening = async (
  respond: RequestListener,
): Promise<{ readonly server: Server; readonly endpoint: string; readonly stop: () => Promise<void> }> => {
  const server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { server, endpoint: `http://127.0.0.1:${port}`, stop };
};
