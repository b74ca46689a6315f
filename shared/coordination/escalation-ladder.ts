import type { AgentRegistry } from '../agents/agent-registry.ts';
import type { Priority } from '../messages/priority.ts';
import { type TaskKind, taskKinds } from '../tasks/task.ts';
import type { ChannelCosts } from './weigh-channels.ts';

/** A step by which the customer is contacted. */
export type ChannelStep = {
  /** Agent types, the first preferred. */
  readonly channels: readonly string[];
  /** What is sent where the escalation names nothing. @default nothing, and the step is passed by */
  readonly templateId?: string | undefined;
  readonly priority: Priority;
  /** The step that follows where no agent type can contact the customer. */
  readonly next: string;
};

/** A step that asks a person, and ends the escalation. */
export type TaskStep = {
  readonly task: TaskKind;
  readonly priority: Priority;
  readonly withinMinutes: number;
};

export type EscalationStep = ChannelStep | TaskStep;

/** Where matters go that must go on. */
export type EscalationLadder = {
  /** The first step by level, the lowest level first; it begins with level 0. */
  readonly startAt: readonly { readonly fromLevel: number; readonly step: string }[];
  readonly steps: Readonly<Record<string, EscalationStep>>;
};

/** What a deployment's users decide about the coordinator (`config/coordination.ts`). */
export type CoordinationPolicies = ChannelCosts & {
  /** Minutes until a task expires that stands for a message which no channel could take. */
  readonly taskMinutes: Readonly<Record<Priority, number>>;
  readonly escalation: EscalationLadder;
};

/** The specification's levels. */
export const HIGHEST_LEVEL = 9;

/** The steps of an escalation of a level, in order: each once, the last one asks a person. Throws on a ladder with problems. */
export const stepsFrom = (
  { startAt, steps }: EscalationLadder,
  level: number,
): readonly (readonly [name: string, step: EscalationStep])[] => {
  const found: (readonly [string, EscalationStep])[] = [];
  let name = startAt.findLast(({ fromLevel }) => fromLevel <= level)?.step;
  while (name !== undefined) {
    const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
    if (step === undefined || found.some(([seen]) => seen === name)) {
      throw new TypeError(`escalation: ${name} is no step, or leads back to itself`);
    }
    found.push([name, step]);
    name = isTaskStep(step) ? undefined : step.next;
  }
  return found;
};

/** Whether a step asks a person. */
export const isTaskStep = (step: EscalationStep): step is TaskStep => 'task' in step;

/** Thirty days: as long as tasks are kept at least. */
const MOST_MINUTES = 30 * 24 * 60;

/** What is wrong with a ladder, a sentence each that names the field. */
export const problemsOfLadder = (ladder: EscalationLadder, agents: AgentRegistry): readonly string[] => [
  ...problemsOfStart(ladder),
  ...Object.entries(ladder.steps).flatMap(([name, step]) =>
    problemsOfStep(step, ladder, agents).map((problem) => `escalation.steps.'${name}'.${problem}`),
  ),
  ...cyclesIn(ladder).map((cycle) => `escalation.steps lead back to where they began: ${cycle.join(' to ')}`),
];

const problemsOfStart = ({ startAt, steps }: EscalationLadder): readonly string[] => {
  const levels = startAt.map(({ fromLevel }) => fromLevel);
  const isLevel = (level: number) => Number.isInteger(level) && level >= 0 && level <= HIGHEST_LEVEL;
  return [
    ...(levels[0] === 0 ? [] : ['escalation.startAt must begin with fromLevel 0']),
    ...levels
      .filter((level) => !isLevel(level))
      .map((level) => `escalation.startAt: fromLevel ${level} must be a whole number from 0 to 9`),
    ...(levels.every((level, at) => at === 0 || level > (levels[at - 1] ?? -1))
      ? []
      : ['escalation.startAt must be in the order of fromLevel, each once']),
    ...startAt
      .filter(({ step }) => !Object.hasOwn(steps, step))
      .map(({ step }) => `escalation.startAt names '${step}', which is no step`),
  ];
};

const problemsOfStep = (
  step: EscalationStep,
  { steps }: EscalationLadder,
  agents: AgentRegistry,
): readonly string[] => {
  if (isTaskStep(step)) {
    return [
      ...(taskKinds.includes(step.task) ? [] : [`task must be one of ${taskKinds.join(', ')}`]),
      ...(step.withinMinutes >= 1 && step.withinMinutes <= MOST_MINUTES
        ? []
        : [`withinMinutes is ${step.withinMinutes}; must be from 1 to ${MOST_MINUTES}`]),
    ];
  }
  const { channels, next } = step;
  return [
    ...(channels.length === 0 ? ['channels is empty; name agent types, or make it a task'] : []),
    ...channels.flatMap((agentType, at) => [
      ...(Object.hasOwn(agents, agentType)
        ? []
        : [`channels names '${agentType}'; must be one of ${Object.keys(agents).join(', ')}`]),
      ...(channels.indexOf(agentType) < at ? [`channels names '${agentType}' twice`] : []),
    ]),
    ...(Object.hasOwn(steps, next) ? [] : [`next names '${next}', which is no step`]),
  ];
};

/** Each cycle once, from the first of its names. */
const cyclesIn = ({ steps }: EscalationLadder): readonly (readonly string[])[] =>
  Object.keys(steps).flatMap((start) => {
    const path = [start];
    for (let name = nextOf(steps[start]); name !== undefined; name = nextOf(steps[name])) {
      if (name === start) return path.every((other) => start <= other) ? [[...path, start]] : [];
      if (path.includes(name)) return [];
      path.push(name);
    }
    return [];
  });

const nextOf = (step: EscalationStep | undefined): string | undefined =>
  step === undefined || isTaskStep(step) ? undefined : step.next;
