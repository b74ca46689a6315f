import {
  CloudWatchLogsClient,
  type CloudWatchLogsClientConfig,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';

/** Everything that the local stage's functions have logged, each line with its group. */
export const everyLogLine = async (
  settings: Pick<CloudWatchLogsClientConfig, 'endpoint' | 'region' | 'credentials'>,
): Promise<readonly (readonly [group: string, line: string])[]> => {
  const client = new CloudWatchLogsClient(settings);
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
  const lines: (readonly [string, string])[] = [];
  for (const { logGroupName = '' } of logGroups) {
    let nextToken: string | undefined;
    do {
      const page = await client.send(new FilterLogEventsCommand({ logGroupName, nextToken }));
      lines.push(...(page.events ?? []).map(({ message = '' }) => [logGroupName, message] as const));
      nextToken = page.nextToken;
    } while (nextToken);
  }
  return lines;
};
