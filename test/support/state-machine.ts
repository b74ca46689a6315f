import * as z from 'zod';
import { at, resourcesOf, type SynthesizedResource } from './synthesized.ts';

const definitionSchema = z.object({
  StartAt: z.string(),
  States: z.record(z.string(), z.looseObject({ Type: z.string() })),
});

/** A state machine as it is synthesized; what the template refers to stands as `<logical id>` in its definition. */
export type SynthesizedMachine = SynthesizedResource & {
  readonly definition: z.infer<typeof definitionSchema>;
  readonly states: z.infer<typeof definitionSchema>['States'];
};

/** The state machine of a deployment whose name ends so. */
export const machineOf = (deployment: string, name: string): SynthesizedMachine => {
  const machine = resourcesOf(deployment, 'AWS::StepFunctions::StateMachine').find(({ properties }) =>
    String(properties['StateMachineName']).endsWith(`-${name}`),
  );
  if (machine === undefined) throw new Error(`${deployment}: no state machine ${name}`);
  const text = textOf(machine.properties['DefinitionString']);
  const definition = definitionSchema.parse(JSON.parse(text));
  return { ...machine, definition, states: definition.States };
};

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const parts: unknown = at(value, 'Fn::Join', 1);
  if (!Array.isArray(parts)) return '<reference>';
  return parts.map((part) => (typeof part === 'string' ? part : '<reference>')).join('');
};
