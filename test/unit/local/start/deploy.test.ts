import { describe, expect, it } from 'vitest';
import { failureIn, progressOf } from '../../../../local/deploy.ts';

describe('progressOf', () => {
  it('says which stack is at work and which is done', () => {
    expect(progressOf('switchboard-local-data: deploying... [1/3]')).toBe(
      'switchboard-local-data deploying (1/3)',
    );
    expect(progressOf(' ✅  switchboard-local-data')).toBe('switchboard-local-data deployed');
    expect(progressOf('switchboard-local-data: creating CloudFormation changeset...')).toBeUndefined();
  });
});

describe('failureIn', () => {
  it('names the first resource that could not be made, and why', () => {
    const lines = [
      'stack-a |  2/4 | 11:57:34 PM | CREATE_COMPLETE  | AWS::SQS::Queue            | Queue (Queue1)',
      'stack-a |  2/4 | 11:57:34 PM | CREATE_FAILED    | AWS::CloudFormation::Stack | stack-a',
      'stack-a |  2/4 | 11:57:34 PM | CREATE_FAILED    | AWS::SSM::Parameter        | P (P4E) already exists',
    ];

    expect(failureIn(lines)).toBe('stack-a, AWS::SSM::Parameter, P (P4E) already exists');
  });

  it('falls back to the first line that speaks of an error, then to the last line', () => {
    expect(failureIn(['start', 'Error: no such file', 'end'])).toBe('Error: no such file');
    expect(failureIn(['start', 'end'])).toBe('end');
    expect(failureIn([])).toBe('it said nothing');
  });
});
