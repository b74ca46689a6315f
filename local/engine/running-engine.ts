/** What an engine needs; paths are absolute. */
export type EngineOptions = {
  /** Where LocalStack and DynamoDB Local are installed. */
  home: string;
  /** Files, temporary files and logs of this run, for one engine alone. */
  stateDir: string;
  port: number;
  /** Whether each request to AWS is a line of its log; of a process of this machine only. @default false */
  requestLog?: boolean | undefined;
  /** Told in one line what is being waited for. */
  onProgress?: (line: string) => void;
};

/** A running engine. */
export type Engine = {
  kind: 'host' | 'docker';
  /** http://127.0.0.1:PORT */
  endpoint: string;
  pid: number;
  logFile: string;
  /** Resolves when the engine and every process it started are gone; may be called again. */
  stop(): Promise<void>;
  exited: Promise<{ code: number | null }>;
};
