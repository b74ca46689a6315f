import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { fallbackOrder } from '../shared/fallback/fallback-order.ts';
import { partsOfProvider } from '../shared/fallback/parts-of-provider.ts';
import { fileOfPart } from '../shared/templates/template-parts.ts';
import type { Deployment } from './deployment.ts';

/** A template of `config/templates` that names other channels. */
type FallingTemplate = {
  readonly file: string;
  readonly fallback: readonly string[];
  readonly folder: string;
};

const schema = z.looseObject({ fallback: z.array(z.string()).default([]) });

/** The agent types whose lanes an agent type's functions write to, by its templates; none where none names any. */
export const fallbackTargets = (deployment: Deployment, agentType: string): readonly string[] => {
  const targets = templatesOf(deployment)
    .filter((template) => lackingParts(deployment, template, agentType).length === 0)
    .flatMap(({ fallback }) => fallbackOrder(fallback, agentType));
  return [...new Set(targets)].filter((target) => Object.hasOwn(deployment.agents, target)).sort();
};

/** Says which templates name what is not there, what has no text, or what leads back to where it began. */
export const problemsOfFallbacks = (deployment: Deployment): readonly string[] => {
  const templates = templatesOf(deployment);
  return [
    ...templates.flatMap((template) => problemsOf(deployment, template)),
    ...cyclesIn(deployment).map(
      (cycle) => `config/templates: fallback leads back to where it began: ${cycle.join(' to ')}`,
    ),
  ];
};

const problemsOf = (deployment: Deployment, template: FallingTemplate): readonly string[] => {
  const { fallback, file } = template;
  return fallback.flatMap((agentType, at) => {
    if (fallback.indexOf(agentType) < at) return [`${file}: fallback names '${agentType}' twice`];
    if (!Object.hasOwn(deployment.agents, agentType))
      return [
        `${file}: fallback names '${agentType}'; must be one of ${Object.keys(deployment.agents).join(', ')}`,
      ];
    return lackingParts(deployment, template, agentType).map(
      (part) => `${file}: fallback names '${agentType}', but ${part} is not there`,
    );
  });
};

const lackingParts = (
  { agents }: Deployment,
  { folder }: FallingTemplate,
  agentType: string,
): readonly string[] => {
  const kind = agents[agentType]?.provider.kind;
  if (kind === undefined) return [];
  return partsOfProvider[kind]
    .map((part) => fileOfPart(part))
    .filter((file) => !existsSync(join(folder, file)));
};

/** Stacks that each wait for the other's lanes could never be deployed. */
const cyclesIn = (deployment: Deployment): readonly (readonly string[])[] => {
  const walk = (path: readonly string[]): readonly (readonly string[])[] =>
    fallbackTargets(deployment, path.at(-1) ?? '').flatMap((next) => {
      if (next === path[0]) return [[...path, next]];
      return path.includes(next) ? [] : walk([...path, next]);
    });
  // Each cycle is told once, from the first of its names.
  return Object.keys(deployment.agents).flatMap((agentType) =>
    walk([agentType]).filter((cycle) => cycle.every((other) => agentType <= other)),
  );
};

const templatesOf = ({ projectRoot }: Deployment): readonly FallingTemplate[] => {
  const root = join(projectRoot, 'config/templates');
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((templateId) => {
    const path = join(root, templateId, 'template.json');
    if (!existsSync(path)) return [];
    const { fallback } = schema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const file = `config/templates/${templateId}/template.json`;
    return fallback.length === 0 ? [] : [{ file, fallback, folder: join(root, templateId) }];
  });
};
