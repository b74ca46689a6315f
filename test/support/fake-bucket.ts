import type { S3Client } from '@aws-sdk/client-s3';

/** One S3 bucket in memory, as far as parked bodies use it. */
export class FakeBucket {
  readonly objects = new Map<string, string>();

  /** The client of it. */
  readonly client = {
    send: async (command: { constructor: { name: string }; input: { Key?: string; Body?: unknown } }) => {
      await Promise.resolve();
      const { Key = '', Body } = command.input;
      switch (command.constructor.name) {
        case 'PutObjectCommand':
          this.objects.set(Key, String(Body));
          return {};
        case 'DeleteObjectCommand':
          this.objects.delete(Key);
          return {};
        default:
          return this.#get(Key);
      }
    },
  } as unknown as Pick<S3Client, 'send'>; // one method for all commands, where the SDK has an overload each

  #get(key: string) {
    const body = this.objects.get(key);
    if (body === undefined) throw Object.assign(new Error('gone'), { name: 'NoSuchKey' });
    return { Body: { transformToString: async () => body } };
  }
}
