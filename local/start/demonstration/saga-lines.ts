import type { Fact } from '../../../shared/journal/fact.ts';

/** What the steps of a saga came to, a line each, in the order of cause and effect. */
export const sagaLines = (facts: readonly Fact[]): readonly string[] =>
  facts.flatMap((fact) => {
    switch (fact.type) {
      case 'step-done':
        return [line(fact.body.step, 'done')];
      case 'step-ended':
        return [line(fact.body.step, `failed: ${fact.body.cause}`)];
      case 'step-undone':
        return [line(fact.body.step, 'undone')];
      default:
        return [];
    }
  });

const line = (step: string, what: string): string => `${step.padEnd(22)}${what}`;
