/** What a log line may hold beside its message: ids, codes, counts and times. Never a customer's data. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export type Logger = {
  info(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
};

/** Logs JSON lines. `write` takes one line without its end; `at` gives milliseconds since 1970. */
export const createLogger = (
  write: (line: string) => void,
  now: () => number,
  common: LogFields = {},
): Logger => {
  const log =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      write(JSON.stringify({ level, message, time: new Date(now()).toISOString(), ...common, ...fields }));
  return { info: log('INFO'), error: log('ERROR') };
};

/** An error as a log may show it: its class and code. Messages can quote input, so they stay out. */
export const errorFields = (error: unknown): LogFields =>
  error instanceof Error
    ? {
        errorType: error.name,
        ...('code' in error && typeof error.code === 'string' ? { errorCode: error.code } : {}),
      }
    : { errorType: typeof error };
