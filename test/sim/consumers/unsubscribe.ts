import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { createUnsubscribeHandler } from '../../../shared/runtime/create-unsubscribe-handler.ts';
import { FunctionPool } from '../models/function-pool.ts';
import { portsOf } from '../ports.ts';
import { signer, UNSUBSCRIBE_URL } from '../signer.ts';
import type { World } from '../world.ts';

const TIMEOUT_MS = 10_000;
const RETRY_MS = { from: 500, to: 20_000 };
const MOST_CLICKS = 6;

/** The function URL that takes opt-outs, and customers who click until they are told that it worked. */
export const addUnsubscribe = (world: World): void => {
  const pool = new FunctionPool<LambdaFunctionURLEvent, LambdaFunctionURLResult>(world, {
    timeoutMs: TIMEOUT_MS,
    open: (environment) =>
      createUnsubscribeHandler({ ...portsOf(world, environment), dimensions: {}, signer }),
  });
  const click = async (url: string, clicksLeft: number): Promise<void> => {
    const answer = await pool.invoke(requestOf(url));
    const isDone = typeof answer === 'object' && answer.statusCode === 200;
    if (isDone || clicksLeft === 0) return;
    world.clock.after(
      world.random.between(RETRY_MS.from, RETRY_MS.to),
      () => void click(url, clicksLeft - 1),
    );
  };
  world.unsubscribe = (url) => void click(url, MOST_CLICKS);
};

const requestOf = (url: string) =>
  ({
    rawPath: `/${url.slice(UNSUBSCRIBE_URL.length)}`,
    requestContext: { http: { method: 'POST' } },
    body: 'List-Unsubscribe=One-Click',
    isBase64Encoded: false,
  }) as LambdaFunctionURLEvent;
