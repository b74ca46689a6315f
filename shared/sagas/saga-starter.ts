/** What a saga is begun with. */
export type SagaStart = {
  /** The saga's name in the deployment, such as `customer-response`. */
  readonly saga: string;
  /** The execution's name, so that a second start is refused: letters, digits, `-` and `_`, at most 80. */
  readonly sagaId: string;
  /** Ids, codes and ciphertext only: no personal data in the clear. JSON. */
  readonly input: Readonly<Record<string, unknown>>;
};

/** Begins sagas, each once by its id. Throws a retryable error where it is not known to have begun; repeating it is safe. */
export type SagaStarter = (start: SagaStart) => Promise<'started' | 'exists'>;
