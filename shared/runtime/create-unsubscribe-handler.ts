import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { errorFields, type Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { answerUnsubscribe, type UnsubscribeDeps } from '../unsubscribe/answer-unsubscribe.ts';
import { type UnsubscribeView, unsubscribePage } from '../unsubscribe/unsubscribe-page.ts';

export type UnsubscribeHandlerDeps = UnsubscribeDeps & {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Bounded dimensions of its metrics. */
  readonly dimensions: Readonly<Record<string, string>>;
};

/** Characters of a body that are looked at: the one field of RFC 8058 is far shorter. */
const MOST_BODY = 4096;

/** Makes the handler of the function URL that takes opt-outs. Never throws: a person reads the answer. */
export const createUnsubscribeHandler =
  (deps: UnsubscribeHandlerDeps) =>
  async (event: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> => {
    const view = await answer(event, deps);
    deps.metrics.put(deps.dimensions, { [`UNSUBSCRIBE_${view}`]: 1 });
    return unsubscribePage(view);
  };

const answer = async (
  event: LambdaFunctionURLEvent,
  deps: UnsubscribeHandlerDeps,
): Promise<UnsubscribeView> => {
  try {
    const { method } = event.requestContext.http;
    return await answerUnsubscribe({ method, token: event.rawPath.slice(1), body: bodyOf(event) }, deps);
  } catch (error) {
    deps.log.error('an opt-out failed', errorFields(error));
    return 'FAILED';
  }
};

const bodyOf = ({ body, isBase64Encoded }: LambdaFunctionURLEvent): string =>
  (isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '')).slice(0, MOST_BODY);
