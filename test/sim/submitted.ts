/** What a producer gave away. */
export type Submitted = {
  readonly kind: 'contact' | 'history' | 'record' | 'context' | 'broken';
  readonly messageId: string;
  readonly customerId: string;
  readonly document: { readonly source: string; readonly messageType: string } & Readonly<
    Record<string, unknown>
  >;
};
