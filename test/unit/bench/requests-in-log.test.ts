import { describe, expect, it } from 'vitest';
import { requestsIn } from '../../bench/campaigns/requests-in-log.ts';

describe('requestsIn', () => {
  it('counts requests by operation, those that failed too, and no other line', () => {
    const log = [
      '2026-11-26T20:00:00.000  INFO --- [et.reactor-0] localstack.request.aws     : AWS dynamodb.Query => 200',
      '2026-11-26T20:00:00.001  INFO --- [et.reactor-1] localstack.request.aws     : AWS dynamodb.Query => 400 (ThrottlingException)',
      '2026-11-26T20:00:00.002  INFO --- [et.reactor-2] localstack.request.aws     : AWS sqs.SendMessageBatch => 200',
      '2026-11-26T20:00:00.003  WARN --- [et.reactor-3] l.s.lambda_.provider       : AWS is mocked',
    ].join('\n');

    expect(requestsIn(log)).toEqual({ 'dynamodb.Query': 2, 'sqs.SendMessageBatch': 1 });
  });
});
