import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { REPORTS } from '../../shared/reports/report-store.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';
import type { StageAccess } from '../stage-access.ts';

/** Reports that are listed at most. */
const MOST = 200;

type Listed = { readonly day: string; readonly reportId: string; readonly at: string };

/** `report list`: the newest reports that were made. */
export const listReports = async (
  access: Pick<StageAccess, 's3' | 'parameters' | 'names'>,
): Promise<Outcome> => {
  const [Bucket = ''] = await access.parameters([access.names.reportsBucketName]);
  const reports: Listed[] = [];
  let ContinuationToken: string | undefined;
  do {
    const answer = await access.s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: REPORTS, ContinuationToken }),
    );
    for (const { Key = '', LastModified } of answer.Contents ?? []) {
      const [, day, reportId] = /^reports\/([^/]+)\/([^/]+)\/[^/]+\.json$/.exec(Key) ?? [];
      if (day === undefined || reportId === undefined) continue;
      reports.push({ day, reportId, at: LastModified?.toISOString() ?? '' });
    }
    ContinuationToken = answer.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  const newest = reports.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MOST);
  return {
    exit: 'OK',
    json: { reports: newest },
    lines:
      newest.length === 0
        ? ['No report was made yet; ask for one with: switchboard report generate --day <day>']
        : formatTable(
            ['MADE', 'REPORT'],
            newest.map(({ at, reportId }) => [at, reportId]),
          ),
  };
};
