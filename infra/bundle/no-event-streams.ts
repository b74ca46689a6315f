const refuse = (): never => {
  throw new Error(
    'event streams are not bundled: no operation of ours has one (infra/constructs/bundling.ts)',
  );
};

/** Stands in bundles for `@smithy/core/event-streams`, which the SDK loads when an operation streams events. */
export class EventStreamSerde {
  constructor() {
    refuse();
  }
}

/** Makes no codec: there is nothing to encode. */
export const eventStreamSerdeProvider = refuse;

/** Leaves a client's configuration as it is: nothing will ask for the codec. */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;
