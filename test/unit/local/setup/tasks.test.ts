import { describe, expect, it } from 'vitest';
import { taskOf } from '../../../../local/setup/tasks.mjs';

describe('taskOf', () => {
  it('asks for the engine only where LocalStack runs', () => {
    const needsEngine = (...args: string[]) => taskOf(args).engine;

    expect(needsEngine('start', '--once')).toBe(true);
    expect(needsEngine('test')).toBe(true);
    expect(needsEngine('test', 'unit', 'integration')).toBe(true);
    expect(needsEngine('test', 'unit', 'lint')).toBe(false);
    expect(needsEngine('synth')).toBe(false);
    expect(needsEngine('new-agent', 'whatsapp')).toBe(false);
  });

  it('hands the rest of the command line on', () => {
    expect(taskOf(['start', '--once']).args).toEqual(['local/start/main.ts', '--once']);
    expect(taskOf(['synth', '--json']).args.at(-1)).toBe('--json');
  });

  it('names the parts on an unknown part and the options on an unknown option', () => {
    expect(() => taskOf(['test', 'units'])).toThrow(/no part "units"; the parts are lint, types, layers/);
    expect(() => taskOf(['start', '--one'])).toThrow(/no option "--one"; there is --once/);
    expect(() => taskOf(['toString'])).toThrow(
      'usage: node local/run.mjs start|test|synth|new-agent|watch|docs|sim|bench',
    );
  });
});
