import type { IncomingMessage, ServerResponse } from 'node:http';

/** Reads a JSON body; `undefined` for an empty one or one that is no JSON. */
export const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const text = Buffer.concat(await request.toArray()).toString('utf8');
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Answers with JSON. */
export const sendJson = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

/** Answers with an error as AWS's REST JSON services do. */
export const sendAwsError = (
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): void => sendJson(response, status, { message }, { 'x-amzn-errortype': type, ...headers });

/** Answers as AWS's JSON 1.0 services do; an error names its type in the body. */
export const sendAwsJson = (
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void => sendJson(response, status, body, { 'content-type': 'application/x-amz-json-1.0', ...headers });
