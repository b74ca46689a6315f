import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from 'vitest';
import { comparableInput } from '../../../cli/commands/saga-start.ts';
import { createSfnSagaStarter, SagaInputError } from '../../../shared/sagas/adapters/sfn-saga-starter.ts';
import { InMemoryKeyRing } from '../../../shared/security/adapters/in-memory-key-ring.ts';
import { JosePersonalCipher } from '../../../shared/security/adapters/jose-personal-cipher.ts';

const cipher = new JosePersonalCipher(new InMemoryKeyRing());
const customerId = 'cust-456';
const inputOf = async (text: string, changes: object = {}) => ({
  customerId,
  answer: await cipher.encrypt(customerId, { text }),
  channel: 'sms',
  ...changes,
});

/** Of Step Functions: a name is used once, and the same input under it is refused too when its execution has ended. */
const fakeStepFunctions = () => {
  const executions = new Map<string, string | undefined>();
  return {
    executions,
    send: async (command: unknown): Promise<unknown> => {
      if (command instanceof StartExecutionCommand) {
        const { name = '', input } = command.input;
        if (executions.has(name)) throw Object.assign(new Error(), { name: 'ExecutionAlreadyExists' });
        return executions.set(name, input);
      }
      if (command instanceof DescribeExecutionCommand) {
        const { executionArn = '' } = command.input;
        expect(executionArn).toMatch(/:execution:customer-response:/);
        return { input: executions.get(executionArn.split(':').at(-1) ?? '') };
      }
      throw new Error('what Step Functions is not asked');
    },
  };
};

describe('createSfnSagaStarter', () => {
  let machines: ReturnType<typeof fakeStepFunctions>;
  const open = (comparable?: ReturnType<typeof comparableInput>) =>
    createSfnSagaStarter({
      client: machines as never,
      machineArnOf: (saga) => `arn:aws:states:eu-west-1:000000000000:stateMachine:${saga}`,
      ...(comparable === undefined ? {} : { comparable }),
    });
  const asked = { saga: 'customer-response', sagaId: 'answer-1' };

  beforeEach(() => {
    machines = fakeStepFunctions();
  });

  it('begins an id once: the same input is the same saga, whatever the order of its fields', async () => {
    const start = open();
    const input = await inputOf('Yes');
    const turned = Object.fromEntries(Object.entries(input).toReversed());

    expect(await start({ ...asked, input })).toBe('started');
    expect(await start({ ...asked, input: turned })).toBe('exists');
    expect(machines.executions.size).toBe(1);
  });

  it('knows personal data again that was encrypted anew, where it may read it', async () => {
    const start = open(comparableInput(cipher));
    const inputs = [await inputOf('Yes'), await inputOf('Yes')];

    const answers = [];
    for (const input of inputs) answers.push(await start({ ...asked, input }));

    expect(inputs[0]).not.toEqual(inputs[1]);
    expect(answers).toEqual(['started', 'exists']);
  });

  it.each([
    ['other words', inputOf('No')],
    ['other codes', inputOf('Yes', { channel: 'email' })],
    ['the words of another customer', inputOf('Yes', { customerId: 'cust-1' })],
    ['words that nobody can read', inputOf('Yes', { answer: 'broken' })],
    ['nothing', inputOf('Yes', { answer: undefined })],
  ])('refuses %s under an id that was used', async (_, other) => {
    const start = open(comparableInput(cipher));
    await start({ ...asked, input: await inputOf('Yes') });

    const again = start({ ...asked, input: await other });

    await expect(again).rejects.toThrow(SagaInputError);
    await expect(again).rejects.toThrow('must not be used again with another input');
  });

  it.each([
    [{ sagaId: 'a b' }, 'sagaId'],
    [{ input: { text: 'x'.repeat(64 * 1024) } }, 'input: must be at most 65536 bytes'],
  ])('begins nothing that breaks a rule', async (change, rule) => {
    await expect(open()({ ...asked, input: {}, ...change })).rejects.toThrow(rule);
    expect(machines.executions.size).toBe(0);
  });
});
