/** Where the sandbox reaches the stage's AWS services, as the providers themselves do; `undefined` where there is none. */
export type AwsSide =
  | {
      readonly endpoint: string;
      readonly region: string;
      readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    }
  | undefined;

/** The local stage behind an endpoint. */
export const awsSideOf = (endpoint: string | undefined, region: string): AwsSide =>
  endpoint === undefined
    ? undefined
    : { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
