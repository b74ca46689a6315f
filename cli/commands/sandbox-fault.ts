import { type Fault, type FaultAction, faultSchema } from '../../local/provider-sandbox/faults.ts';
import { CliError } from '../cli-error.ts';
import { formatTable } from '../format/format-table.ts';
import { openSandbox } from '../open-sandbox.ts';
import type { Outcome } from '../outcome.ts';
import type { StageTarget } from '../stage-target.ts';

/** A rule as the command line gives it: the options of all kinds of faults side by side. */
export type AskedFault = {
  readonly kind: string;
  readonly match: Readonly<Record<string, string | undefined>>;
  readonly times?: number | undefined;
  readonly every?: number | undefined;
  readonly probability?: number | undefined;
  readonly seed?: number | undefined;
  /** What the kind needs beside its name, such as `{ status: 503 }`. */
  readonly more: Readonly<Record<string, unknown>>;
};

/** `sandbox fault add`: makes the provider sandbox misbehave by a rule. */
export const addFault = async (target: StageTarget, asked: AskedFault): Promise<Outcome> => {
  const sandbox = openSandbox(target);
  const fault = faultOf(asked);
  await sandbox.fault(fault);
  return { exit: 'OK', json: { fault }, lines: [`The sandbox will ${describeAction(fault.action)}.`] };
};

/** `sandbox fault list`: the rules in force. */
export const listFaults = async (target: StageTarget): Promise<Outcome> => {
  const faults = await openSandbox(target).faults();
  const lines =
    faults.length === 0
      ? ['The sandbox behaves.']
      : formatTable(['DOES', 'TO', 'RATE', 'TIMES'], faults.map(rowOf));
  return { exit: 'OK', json: { faults }, lines };
};

/** `sandbox fault clear`: the sandbox behaves again. */
export const clearFaults = async (target: StageTarget): Promise<Outcome> => {
  await openSandbox(target).clearFaults();
  return { exit: 'OK', json: {}, lines: ['The sandbox behaves.'] };
};

const faultOf = ({ kind, match, times, every, probability, seed, more }: AskedFault): Fault => {
  const given = (fields: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const rate = given({ every, probability, seed });
  const parsed = faultSchema.safeParse({
    match: given(match),
    ...given({ times }),
    ...(Object.keys(rate).length === 0 ? {} : { rate }),
    action: { kind, ...given(more) },
  });
  if (parsed.success) return parsed.data;
  const rules = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new CliError(
    'USAGE',
    `This is no rule: ${rules.join('; ')}.`,
    'See switchboard sandbox fault add --help.',
  );
};

const describeAction = ({ kind, ...more }: FaultAction): string => {
  const details = Object.entries(more).map(([name, value]) => `${name} ${String(value)}`);
  return [kind, ...details].join(', ');
};

const rowOf = ({ match, rate, times, action }: Fault): readonly (string | number)[] => [
  describeAction(action),
  Object.entries(match)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ') || 'everybody',
  rate === undefined ? 'each call' : Object.entries(rate).flat().join(' '),
  times ?? 'always',
];
