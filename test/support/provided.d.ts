import 'vitest';

declare module 'vitest' {
  /** What the shared local stage tells the LocalStack tests. */
  // biome-ignore lint/style/useConsistentTypeDefinitions: vitest is extended by merging an interface
  interface ProvidedContext {
    /** LocalStack's endpoint. */
    endpoint: string;
    /** The provider sandbox's endpoint. */
    sandbox: string;
  }
}
