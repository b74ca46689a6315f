import { Aws, Fn } from 'aws-cdk-lib';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { addOptOutAlarms } from './alarm.ts';
import type { Customers } from './customers.ts';
import type { Journal } from './journal.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type UnsubscribeProps = {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly customers: Customers;
};

const TIMEOUT_SECONDS = 10;
/** Environments at most where the profile reserves any: 10 opt-outs at once, and a ceiling for whoever floods the URL. */
export const UNSUBSCRIBE_RESERVE = 10;

/**
 * The function URL behind the links of e-mails by which their recipients end further ones. It asks for no credentials: mail
 * programs post to it for people who have none. What it does it does by the signed token in its path alone, and that is to
 * write one ban.
 */
export class Unsubscribe extends Construct {
  /** The URL before the token; ends with a slash. */
  readonly baseUrl: string;

  constructor(scope: Construct, id: string, { deployment, journal, customers }: UnsubscribeProps) {
    super(scope, id);
    const { reservedConcurrency } = deployment.profile;
    const unsubscribe = new SwitchboardFunction(this, 'OptOuts', {
      deployment,
      folder: 'unsubscribe',
      description: `Switchboard ${deployment.stageName}: opt-outs by the links of e-mails`,
      memoryMb: 512,
      timeoutSeconds: TIMEOUT_SECONDS,
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrency: UNSUBSCRIBE_RESERVE }),
    });
    journal.grantInsertAndRead(unsubscribe);
    customers.grantWrite(unsubscribe);
    const url = unsubscribe.addUrl(FunctionUrlAuthType.NONE);
    this.baseUrl = deployment.stage.localProviders ? localUrl(url) : url;
    addOptOutAlarms(this, deployment.stageName, unsubscribe.throttles());
  }
}

/**
 * LocalStack tells functions apart by their host's first label and takes any name below it; below the address 127.0.0.1,
 * which it may choose, a name makes no valid URL. Browsers know every name below `localhost` without DNS.
 */
const localUrl = (url: string): string => {
  const parts = Fn.split(':', url, 3);
  const id = Fn.select(0, Fn.split('.', Fn.select(1, parts)));
  return Fn.join('', ['http:', id, '.lambda-url.', Aws.REGION, '.localhost:', Fn.select(2, parts)]);
};
