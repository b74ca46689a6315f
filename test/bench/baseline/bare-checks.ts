import type { LaneMessage } from '../../../shared/lanes/lane-message.ts';

const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._:@/+=-]{0,127}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const INSTANT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const TYPES = new Set<unknown>(['SEND_EMAIL', 'SEND_SMS', 'PLACE_CALL', 'SEND_MESSAGE']);
const NAME = /^[A-Z][A-Z0-9_]{1,63}$/;
const JWE = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]*\.[\w-]+$/;
const CHOICES = new Set<unknown>(['POOL', 'PINNED', 'PIN_OUT_OF_SERVICE', 'PIN_UNKNOWN']);
const LARGE = /^[\w-]+\/[\w-]+\/[\w-]{43}$/;
const TIERS = new Set<unknown>(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']);

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (value: unknown): boolean => typeof value === 'string' && IDENTIFIER.test(value);
const isJwe = (value: unknown): boolean => typeof value === 'string' && JWE.test(value);
const isTimeIfAny = (value: unknown): boolean => value === undefined || Number.isSafeInteger(value);
const isIdIfAny = (value: unknown): boolean => value === undefined || isId(value);
const isInstant = (value: unknown): boolean => typeof value === 'string' && INSTANT.test(value);

/** What the schema of a lane's message asks for, by hand; of what it refuses the rule is not named. */
export const isLaneMessage = (lane: unknown): lane is LaneMessage =>
  isObject(lane) &&
  lane['v'] === 1 &&
  Number.isSafeInteger(lane['acceptedAt']) &&
  Number.isSafeInteger(lane['dueAt']) &&
  isTimeIfAny(lane['deadlineAt']) &&
  isTimeIfAny(lane['putAt']) &&
  isTimeIfAny(lane['queuedAt']) &&
  TIERS.has(lane['tier']) &&
  isId(lane['agentType']) &&
  isId(lane['identity']) &&
  (lane['choice'] === undefined || CHOICES.has(lane['choice'])) &&
  (lane['fellFrom'] === undefined ||
    (Array.isArray(lane['fellFrom']) && lane['fellFrom'].length <= 10 && lane['fellFrom'].every(isId))) &&
  (lane['large'] === undefined || (isObject(lane['large']) && LARGE.test(String(lane['large']['key'])))) &&
  isCommand(lane['message']);

const isCountIfAny = (value: unknown, most: number): boolean =>
  value === undefined || (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most);

const isCommand = (message: unknown): boolean =>
  isObject(message) &&
  typeof message['messageId'] === 'string' &&
  UUID.test(message['messageId']) &&
  message['messageType'] === 'COMMAND' &&
  isInstant(message['timestamp']) &&
  isId(message['source']) &&
  isId(message['target']) &&
  isPayload(message['command']) &&
  (message['correlation'] === undefined || isCorrelation(message['correlation'])) &&
  (message['schemaVersion'] === undefined || /^\d{1,3}\.\d{1,3}$/.test(String(message['schemaVersion']))) &&
  (message['securityContext'] === undefined || isSecurityContext(message['securityContext']));

const isPayload = (command: unknown): boolean =>
  isObject(command) &&
  TYPES.has(command['type']) &&
  isIdIfAny(command['campaignId']) &&
  isId(command['customerId']) &&
  isId(command['templateId']) &&
  (command['priority'] === undefined || TIERS.has(command['priority'])) &&
  (command['scheduledFor'] === undefined || isInstant(command['scheduledFor'])) &&
  (command['expiresAt'] === undefined || isInstant(command['expiresAt'])) &&
  (command['context'] === undefined || isContext(command['context']));

const isContext = (context: unknown): boolean => {
  if (!isObject(context)) return false;
  const { customerData, conversationHistory: history, escalationLevel: level } = context;
  return (
    (customerData === undefined || isObject(customerData) || isJwe(customerData)) &&
    (history === undefined || (Array.isArray(history) && history.length <= 200) || isJwe(history)) &&
    (level === undefined || (Number.isInteger(level) && Number(level) >= 0 && Number(level) <= 9))
  );
};

const isCorrelation = (correlation: unknown): boolean =>
  isObject(correlation) &&
  isIdIfAny(correlation['conversationId']) &&
  isIdIfAny(correlation['workflowId']) &&
  isIdIfAny(correlation['originalCommandId']) &&
  isIdIfAny(correlation['batchId']) &&
  isCountIfAny(correlation['batchMember'], 49) &&
  isCountIfAny(correlation['hops'], 1_000_000);

const isSecurityContext = (context: unknown): boolean =>
  isObject(context) &&
  isId(context['agentId']) &&
  isId(context['certificate']) &&
  isInstant(context['tokenExpiry']) &&
  Array.isArray(context['permissions']) &&
  context['permissions'].every((permission) => typeof permission === 'string' && NAME.test(permission));
