import type { ReportStore } from '../report-store.ts';

/** Reports without AWS: for tests. */
export class InMemoryReportStore implements ReportStore {
  readonly bucket = 'reports-bucket';
  readonly files = new Map<string, string>();

  async put(key: string, text: string): Promise<void> {
    this.files.set(key, text);
  }

  async get(key: string): Promise<string | undefined> {
    return this.files.get(key);
  }
}
