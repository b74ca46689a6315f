import { synthesize } from '../../cli/capacity/synthesize.ts';
import { agents } from '../../config/agents.ts';
import { profiles, type StageName } from '../../config/stages.ts';
import { agentFolder, type Deployment, deploymentOf } from '../../infra/deployment.ts';

/** A stage that keeps its data, has AWS's own providers, and receives mail. */
const production: Deployment = {
  ...deploymentOf('prod'),
  stage: { ...deploymentOf('prod').stage, inboundMailDomain: 'reply.switchboard.example' },
};

/** The profiles, each on such a stage, and the local stage. */
export const deployments: Record<string, Deployment> = {
  starter: { ...production, profile: profiles.starter },
  standard: { ...production, profile: profiles.standard },
  scale: { ...production, profile: profiles.scale },
  local: deploymentOf('local'),
};

/** The names of the deployments that every rule must hold for. */
export const everyDeployment = Object.keys(deployments);

/** A stage as `config/` has it, with changes. */
export const aDeployment = (changes: Partial<Deployment> = {}, stage: StageName = 'prod'): Deployment => ({
  ...deploymentOf(stage),
  ...changes,
});

/** What a deployment says of channels, where it has other agent types or templates than ours. */
export const elsewhere = {
  replies: {
    ...deploymentOf('prod').replies,
    NOT_REACHED: [{ leadsTo: { action: 'NONE' } }],
    PAYMENT_PROMISE: [{ leadsTo: { action: 'NONE' } }],
  },
  coordination: {
    ...deploymentOf('prod').coordination,
    costPerMessageUsd: {},
    escalation: {
      startAt: [{ fromLevel: 0, step: 'a person' }],
      steps: { 'a person': { task: 'ESCALATION', priority: 'HIGH', withinMinutes: 240 } },
    },
  },
} as const satisfies Partial<Deployment>;

/** One resource of a template. */
export type SynthesizedResource = {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly deletionPolicy?: string;
};

const cache = new Map<string, readonly SynthesizedResource[]>();

/** All resources of a named deployment, of one type or of all. */
export const resourcesOf = (name: string, type?: string): readonly SynthesizedResource[] => {
  const deployment = deployments[name];
  if (deployment === undefined) throw new Error(`no deployment ${name}`);
  const resources = cache.get(name) ?? [...synthesize(deployment).templates].flatMap(readResources);
  cache.set(name, resources);
  return type === undefined ? resources : resources.filter((resource) => resource.type === type);
};

const readResources = ([stackName, template]: readonly [string, unknown]): readonly SynthesizedResource[] => {
  const stack = stackName.replace(/^switchboard-[a-z]+-/, '');
  return Object.entries(at(template, 'Resources') ?? {}).map(([id, resource]) =>
    toResource(stack, id, stack.endsWith('-agent') ? qualify(resource, stack) : resource),
  );
};

/** Stacks of agent types hold the same ids, so theirs and what refers to them begin with the agent's folder and a dot. */
const qualify = (value: unknown, stack: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => qualify(item, stack));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === 'Ref' && !String(inner).startsWith('AWS::')) return [key, `${stack}.${inner}`];
      if (key === 'Fn::GetAtt') return [key, [`${stack}.${at(inner, 0)}`, at(inner, 1)]];
      return [key, qualify(inner, stack)];
    }),
  );
};

const toResource = (stack: string, id: string, resource: unknown): SynthesizedResource => ({
  stack,
  id: stack.endsWith('-agent') ? `${stack}.${id}` : id,
  type: String(at(resource, 'Type')),
  properties: { ...(at(resource, 'Properties') ?? {}) },
  ...(at(resource, 'DeletionPolicy') === undefined
    ? {}
    : { deletionPolicy: String(at(resource, 'DeletionPolicy')) }),
});

/** The folder of the function behind a function's id. */
export const folderOf = (functionId: string): string => {
  const [stack = '', id = ''] = functionId.split('.');
  if (id.startsWith('EmailExtrasUnsubscribe')) return 'unsubscribe';
  if (id.startsWith('EmailExtrasInboundMail')) return 'inbound-mail';
  if (/^Triage/.test(id === '' ? functionId : id)) return 'dead-letter-triage';
  if (id !== '') return stack;
  if (functionId.startsWith('Coordinator')) return 'coordinator';
  if (functionId.startsWith('Campaigns')) return 'campaign-master';
  if (functionId.startsWith('ClaimSweep')) return 'claim-sweep';
  if (functionId.startsWith('TimerSweep')) return 'timer-sweep';
  if (functionId.startsWith('ParkingRelease')) return 'parking-release';
  if (functionId.startsWith('RecordKeeper')) return 'record-keeper';
  if (functionId.startsWith('BackOffice')) return 'back-office';
  if (functionId.startsWith('Reconciliation')) return 'reconciler';
  if (functionId.startsWith('Sagacustomerresponse')) return 'saga-customer-response';
  if (functionId.startsWith('Sagacorrectandcall')) return 'saga-correct-and-call';
  return functionId.startsWith('EventRelay') ? 'event-relay' : 'provider-receipts';
};

/** The folders of the registry's agent types. */
export const agentFolders = Object.keys(agents).map(agentFolder);

/** The logical id behind a `Ref` or `Fn::GetAtt`. */
export const referenced = (value: unknown): string => {
  const text = JSON.stringify(value);
  const id = /^\{"Ref":"([^"]+)"\}$|^\{"Fn::GetAtt":\["([^"]+)",/.exec(text);
  return id?.[1] ?? id?.[2] ?? `no reference: ${text}`;
};

/** The mappings from queues to functions: the function's id, through its alias where it has one, and the properties. */
export const queueMappingsOf = (
  name: string,
): readonly { readonly functionId: string; readonly properties: Record<string, unknown> }[] =>
  resourcesOf(name, 'AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => properties['StartingPosition'] === undefined)
    .map(({ properties }) => ({ functionId: functionBehind(name, properties['FunctionName']), properties }));

const functionBehind = (name: string, target: unknown): string => {
  const id = /"Ref":"([^"]+)"/.exec(JSON.stringify(target))?.[1] ?? 'no reference';
  const alias = resourcesOf(name, 'AWS::Lambda::Alias').find((candidate) => candidate.id === id);
  return alias === undefined ? id : referenced(alias.properties['FunctionName']);
};

/** Follows a path of names and indices into properties; undefined where there is nothing. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (found, step) => (typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined),
    value,
  );

/** The list at a path; empty where there is none. */
export const listAt = (value: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const found = at(value, ...path);
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
};
