import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agents } from '../../config/agents.ts';
import { alarmSeverities } from '../../infra/constructs/alarm.ts';
import { everyDeployment, resourcesOf } from '../support/synthesized.ts';

const runbook = readFileSync('docs/runbook.md', 'utf8');
const sections = runbook.split(/^## /m).slice(1);
/** Where nobody asked for what they watch there are none: their own tests look at them (`standby`, `fallback`, `intent-model`). */
const onlyOnDemand: ReadonlySet<string> = new Set(['failover-used', 'fallback-used', 'intent-model-silent']);
const headings = sections.map((section) => section.split('\n')[0]?.trim());

describe('docs/runbook.md', () => {
  it('has one heading for each alarm and no other', () => {
    expect(headings.sort()).toEqual(Object.keys(alarmSeverities).sort());
  });

  it.each(sections.map((section) => [section.split('\n')[0], section]))(
    'says what %s is and what to do',
    (_, text) => {
      const parts = [...(text ?? '').matchAll(/^### (.*)$/gm)].map(([, part]) => part);

      expect(parts).toEqual(['Description', 'Investigation', 'Resolution']);
    },
  );
});

describe.each(everyDeployment)('alarms of %s', (name) => {
  const alarms = resourcesOf(name, 'AWS::CloudWatch::Alarm');

  it('are of every kind, and each says its severity and links its heading', () => {
    const read = alarms.map(({ properties }) =>
      /^(page|ticket): .*Runbook: docs\/runbook\.md#([a-z-]+)$/.exec(String(properties['AlarmDescription'])),
    );

    expect([...new Set(read.map((match) => match?.[2]))].sort()).toEqual(
      Object.keys(alarmSeverities)
        .filter((alarm) => !onlyOnDemand.has(alarm))
        .sort(),
    );
    for (const match of read) {
      expect(match?.[1]).toBe(Object.entries(alarmSeverities).find(([alarm]) => alarm === match?.[2])?.[1]);
    }
  });

  it('watch every dead-letter queue', () => {
    const deadLetters = resourcesOf(name, 'AWS::SQS::Queue')
      .filter(({ properties }) => properties['RedrivePolicy'] === undefined)
      .map(({ id }) => id);

    const watched = JSON.stringify(alarms.map(({ properties }) => properties['Dimensions']));
    expect(deadLetters.filter((id) => !watched.includes(`"${id}"`))).toEqual([]);
  });

  it('watch the metrics of every triage: what it parks, and what it fails on', () => {
    const watched = alarms
      .filter(({ properties }) => JSON.stringify(properties['Dimensions'] ?? '').includes('"triage"'))
      .map(({ properties }) => {
        const dimensions = JSON.stringify(properties['Dimensions']);
        return `${/"triage","Value":"([a-z]+)"/.exec(dimensions)?.[1]} ${properties['MetricName']}`;
      });

    expect(watched.sort()).toEqual(
      ['messaging', ...Object.keys(agents)].flatMap((of) => [`${of} PARKED`, `${of} RETRY`]).sort(),
    );
  });

  it('watch the metric by which agents count commands that became UNKNOWN', () => {
    const unknown = alarms.filter(({ properties }) => properties['MetricName'] === 'UNKNOWN');

    expect(new Set(unknown.map(({ properties }) => properties['Namespace']))).toEqual(
      new Set(['Switchboard']),
    );
    const watched = unknown.map(({ properties }) => JSON.stringify(properties['Dimensions']));
    for (const agentType of Object.keys(agents))
      expect(watched.filter((text) => text.includes(`"agentType","Value":"${agentType}"`))).toHaveLength(1);
    expect(watched.every((text) => text.includes('"stage"'))).toBe(true);
  });

  it('watch for each agent type whether more contacts are put off than sent', () => {
    const growth = alarms
      .map(({ properties }) => JSON.stringify(properties['Metrics'] ?? ''))
      .filter((text) => text.includes('"MetricName":"DEFERRED"') && text.includes('"MetricName":"SENT"'));

    for (const agentType of Object.keys(agents))
      expect(growth.filter((text) => text.includes(`"Value":"${agentType}"`))).toHaveLength(1);
  });

  it('watch every function', () => {
    const functions = resourcesOf(name, 'AWS::Lambda::Function').map(({ id }) => id);

    const errors = alarms.filter(({ properties }) => properties['MetricName'] === 'Errors');
    const watched = JSON.stringify(errors.map(({ properties }) => properties['Dimensions']));
    expect(functions.filter((id) => !watched.includes(`"${id}"`))).toEqual([]);
  });
});
