import { randomUUID } from 'node:crypto';
import type { Call, Service } from './client.ts';
import type { Refusal } from './service-error.ts';
import type { HttpAnswer } from './transport.ts';

/** A service that speaks AWS's JSON protocol. */
export type JsonService = Service & {
  /** What the names of its calls stand behind in `x-amz-target`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
};

/** How an input becomes JSON, and JSON an output, where plain JSON does not say it. */
export type Shape = {
  readonly write?: (input: object) => string;
  readonly read?: (text: string) => object;
  /** The field that gets an id of its own, so that a repeated call is known as the same. */
  readonly token?: string;
};

/** Makes the command class of a call. */
export const jsonCommand = <Input extends object, Output extends object>(
  { target, version }: JsonService,
  name: string,
  { write = JSON.stringify, read = JSON.parse, token }: Shape = {},
) => {
  const headers = {
    'content-type': `application/x-amz-json-${version}`,
    'x-amz-target': `${target}.${name}`,
  };
  const outputOf = ({ body }: HttpAnswer) => (body.length === 0 ? {} : read(body.toString())) as Output;
  return class {
    readonly input: Input;

    constructor(input: Input) {
      this.input = input;
    }

    call(): Call<Output> {
      const whole = token === undefined ? this.input : { [token]: randomUUID(), ...this.input };
      return { method: 'POST', path: '/', headers, body: write(whole), outputOf };
    }
  };
};

/** What a JSON service refuses with; what is no JSON is an error without a name of its own. */
export const jsonRefusal = ({ headers, body }: HttpAnswer): Refusal => {
  const fields = fieldsOf(body.toString());
  const type = headers['x-amzn-errortype'] ?? fields['__type'] ?? fields['code'];
  return { name: nameIn(type), fields };
};

/** `com.amazonaws.dynamodb#ThrottlingException:http://…` is `ThrottlingException`. */
const nameIn = (type: unknown): string => {
  const name = typeof type === 'string' ? type.split(':', 1)[0]?.split('#').at(-1) : undefined;
  return name || 'Unknown';
};

const fieldsOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const fields: unknown = JSON.parse(text);
    return typeof fields === 'object' && fields !== null ? { ...fields } : {};
  } catch {
    return {};
  }
};
