import { describe, expect, it } from 'vitest';
import {
  at,
  everyDeployment,
  listAt,
  queueMappingsOf,
  referenced,
  resourcesOf,
} from '../support/synthesized.ts';

describe.each(everyDeployment)('setting aside in %s', (name) => {
  const agents = resourcesOf(name, 'AWS::Lambda::Function').filter(({ id }) =>
    /^[a-z]+-agent\.Pool/.test(id),
  );
  const queueOf = (id: string) => resourcesOf(name, 'AWS::SQS::Queue').find((queue) => queue.id === id);

  it('is allowed to an agent’s function into the dead-letter queues of its own lanes, named in their order', () => {
    expect(agents.length).toBeGreaterThan(0);
    for (const { id, properties } of agents) {
      const own = queueMappingsOf(name)
        .filter(({ functionId }) => functionId === id)
        .map((mapping) => referenced(mapping.properties['EventSourceArn']));
      const dead = own.map((queue) =>
        referenced(at(queueOf(queue)?.properties['RedrivePolicy'], 'deadLetterTargetArn')),
      );
      const refsIn = (variable: string) =>
        [
          ...JSON.stringify(at(properties, 'Environment', 'Variables', variable)).matchAll(
            /"Ref":"([^"]+)"/g,
          ),
        ].map(([, ref]) => ref);
      const allowed = resourcesOf(name, 'AWS::IAM::Policy')
        .filter((policy) =>
          listAt(policy.properties, 'Roles').some(
            (role) => referenced(role) === referenced(at(properties, 'Role')),
          ),
        )
        .flatMap((policy) => listAt(policy.properties, 'PolicyDocument', 'Statement'))
        .filter((statement) => at(statement, 'Action') === 'sqs:SendMessage')
        .flatMap((statement) => listAt(statement, 'Resource').map(referenced));

      expect(refsIn('QUEUE_URLS'), id).toEqual(own);
      expect(refsIn('DEAD_LETTER_URLS'), id).toEqual(dead);
      expect(allowed.sort(), id).toEqual([...dead].sort());
    }
  });

  it('goes with an alarm for each agent type whose service is not called', () => {
    const alarms = resourcesOf(name, 'AWS::CloudWatch::Alarm').filter(
      ({ properties }) => properties['MetricName'] === 'BREAKER_OPEN',
    );

    expect(alarms.map(({ stack }) => stack).sort()).toEqual(
      [...new Set(agents.map(({ stack }) => stack))].sort(),
    );
  });
});
