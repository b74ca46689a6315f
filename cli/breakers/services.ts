import type { ServiceName } from '../../shared/resilience/breaker-record.ts';

/** The names that `findService` knows. */
export const namesOf = (services: readonly ServiceName[]): readonly string[] => [
  ...new Set([...services.map(({ agentType }) => agentType), ...services.map(fullName)]),
];

/** An agent type means its first service; `<agent type>/<service>` any of them. */
export const findService = (name: string, services: readonly ServiceName[]): ServiceName | undefined =>
  services.find((service) => service.agentType === name || fullName(service) === name);

const fullName = ({ agentType, service }: ServiceName): string => `${agentType}/${service}`;
