import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { parseMessage } from '../messages/parse-message.ts';
import { errorFields, type Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { compensate, rescueSaga, resolveSaga, type SagaOutcome } from '../sagas/compensate.ts';
import { doStep } from '../sagas/do-step.ts';
import { SagaUnresolvedError, StepRefusedError } from '../sagas/errors.ts';
import type { SagaPlan } from '../sagas/saga-plan.ts';
import type { SagaDeps, SagaInputIds } from '../sagas/saga-ports.ts';
import { type Saga, type SagaStep, sagaInput } from '../sagas/saga-step.ts';
import { settleWait } from '../sagas/settle-wait.ts';

export type SagaHandlerDeps = Omit<SagaDeps, 'saga' | 'order' | 'steps'> & {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly stage: string;
};

const asked = { sagaId: z.string(), input: z.unknown() };

/** What Step Functions and the bus ask of a saga's function. */
const requestSchema = z.union([
  z.object({ action: z.literal('do'), ...asked, step: z.string(), token: z.string().optional() }),
  z.object({ action: z.enum(['compensate', 'resolve']), ...asked, cause: z.string() }),
  z
    .object({
      'detail-type': z.literal('EVENT'),
      detail: z.object({ correlation: z.object({ originalCommandId: z.string() }) }),
    })
    .transform(({ detail }) => ({
      action: 'settle' as const,
      commandId: detail.correlation.originalCommandId,
    })),
  z
    .object({
      'detail-type': z.literal('Step Functions Execution Status Change'),
      detail: z.object({ name: z.string(), status: z.string(), input: z.string().nullish() }),
    })
    .transform(({ detail: { name, status, input } }) => ({
      action: 'rescue' as const,
      sagaId: name,
      cause: `EXECUTION_${status}`,
      input: input == null ? {} : (JSON.parse(input) as unknown),
    })),
]);

type Request = z.infer<typeof requestSchema>;
type Invocation = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * Makes the handler of a saga's function: it does and undoes the saga's steps for its state machine, hears the events that a
 * step awaits, and ends sagas whose execution did not. Throws errors that hold a name and a code only, since the state machine
 * keeps them; and at its making where the plan and the saga have other steps.
 */
export const createSagaHandler = <Input extends SagaInputIds>(
  saga: Saga<Input>,
  plan: SagaPlan,
  ports: SagaHandlerDeps,
) => {
  const order = plan.steps.map(({ name }) => name);
  if ([...order].sort().join() !== Object.keys(saga.steps).sort().join()) {
    throw new TypeError(`saga ${saga.name}: its plan (config/sagas.ts) has other steps`);
  }
  const steps = saga.steps as unknown as Readonly<Record<string, SagaStep<unknown>>>; // each is given what the schema accepts
  const deps = { ...ports, saga: saga.name, order, steps };
  return async (event: unknown, context: Invocation): Promise<unknown> => {
    try {
      const request = requestSchema.parse(event);
      const answer = await serve(request, context, saga.input, deps);
      count(answer, deps);
      return answer;
    } catch (error) {
      if (error instanceof SagaUnresolvedError) count({ outcome: 'UNRESOLVED' }, deps);
      ports.log.error('saga step failed', { saga: saga.name, ...errorFields(error) });
      throw withoutWords(error);
    }
  };
};

const serve = (
  request: Request,
  { awsRequestId: owner, getRemainingTimeInMillis }: Invocation,
  schema: z.ZodType<SagaInputIds>,
  deps: SagaDeps,
): Promise<unknown> => {
  switch (request.action) {
    case 'do': {
      const { sagaId, step, token } = request;
      const deadlineAt = deps.now() + getRemainingTimeInMillis();
      return doStep({ sagaId, step, token, owner, deadlineAt, input: checked(request.input, schema) }, deps);
    }
    case 'settle':
      return settleWait(request.commandId, deps);
    default: {
      const { sagaId } = request;
      // What its schema refuses began no step: there is nothing to undo, but its end is told, and why.
      const { input, problem } = readInput(request.input, schema);
      const cause = problem ?? request.cause;
      const end = { compensate, resolve: resolveSaga, rescue: rescueSaga }[request.action];
      return end({ sagaId, cause, input }, deps);
    }
  }
};

/** What a saga was begun with; of an input that its schema refuses the ids, and the fields that are wrong. */
const readInput = (
  input: unknown,
  schema: z.ZodType<SagaInputIds>,
): { readonly input: SagaInputIds; readonly problem?: string } => {
  const parsed = parseMessage(schema, input);
  if (parsed.ok) return { input: parsed.value };
  const problem = `INVALID_INPUT ${parsed.issues.map(({ path }) => path).join(' ')}`;
  return { input: idsSchema.safeParse(input).data ?? {}, problem };
};

const idsSchema = z.looseObject(sagaInput);

const checked = (given: unknown, schema: z.ZodType<SagaInputIds>): SagaInputIds => {
  const { input, problem } = readInput(given, schema);
  if (problem !== undefined) throw new StepRefusedError(problem);
  return input;
};

const count = (
  answer: unknown,
  { metrics, stage, saga }: SagaHandlerDeps & { readonly saga: string },
): void => {
  const outcome = outcomeSchema.safeParse(answer).data?.outcome;
  if (outcome !== undefined) metrics.put({ stage, saga }, { [`SAGA_${outcome}`]: 1 });
};

const outcomeSchema = z.object({
  outcome: z.enum(['COMPLETED', 'COMPENSATED', 'UNRESOLVED'] satisfies (
    | SagaOutcome['outcome']
    | 'UNRESOLVED'
  )[]),
});

/** Messages of other people's errors may quote what they were given, and the state machine's history keeps them. */
const withoutWords = (error: unknown): Error => {
  const name = error instanceof Error ? error.name : 'UnknownError';
  const clean = new Error(error instanceof StepRefusedError ? error.code : name);
  clean.name = name;
  clean.stack = '';
  return clean;
};
