import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Follows a link into the local stage: its host name is LocalStack's way to tell functions apart, and no DNS knows it. */
export const followLink = async (
  link: string,
  options: { readonly method?: string; readonly body?: string } = {},
): Promise<{ readonly status: number | undefined; readonly body: string }> => {
  const { host, port, pathname } = new URL(link);
  return new Promise((resolve, reject) => {
    const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
    const asked = request({
      host: '127.0.0.1',
      port,
      path: pathname,
      method: options.method ?? 'GET',
      headers,
    });
    asked.once('error', reject);
    asked.once('response', async (response) => {
      resolve({ status: response.statusCode, body: await text(response) });
    });
    asked.end(options.body);
  });
};
