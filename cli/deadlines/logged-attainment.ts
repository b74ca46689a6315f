import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { type AttainmentSource, attainmentOfLines } from './attainment.ts';

/** Pages of one log that are read at most. */
const MOST_PAGES = 20;

/** Reads attainment from the logs of the agents' functions: for the local stage, whose engine makes no metrics of lines. */
export const loggedAttainment =
  (client: Pick<CloudWatchLogsClient, 'send'>): AttainmentSource =>
  async (since, until) => {
    const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
    const agents = logGroups.flatMap(({ logGroupName = '' }) =>
      /-agent-.*Pool/.test(logGroupName) ? [logGroupName] : [],
    );
    const lines = await Promise.all(agents.map((name) => linesOf(client, name, since, until)));
    return attainmentOfLines(lines.flat());
  };

const linesOf = async (
  client: Pick<CloudWatchLogsClient, 'send'>,
  logGroupName: string,
  startTime: number,
  endTime: number,
): Promise<readonly string[]> => {
  const lines: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await client.send(
      new FilterLogEventsCommand({ logGroupName, startTime, endTime, nextToken }),
    );
    lines.push(...(found.events ?? []).map(({ message = '' }) => message));
    nextToken = found.nextToken;
    if (nextToken === undefined) break;
  }
  return lines;
};
