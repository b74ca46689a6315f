import 'vitest';

declare module 'vitest' {
  /** What the shared local stage tells the LocalStack tests. */
  interface ProvidedContext {
    /** LocalStack's endpoint. */
    endpoint: string;
    /** The provider sandbox's endpoint. */
    sandbox: string;
  }
}
