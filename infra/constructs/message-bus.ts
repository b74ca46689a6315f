import { EventBus } from 'aws-cdk-lib/aws-events';
import { AccountRootPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

/**
 * The bus that producers put messages on. Its policy lets this account put, over TLS; other accounts and narrower
 * rules (`events:source`, `events:detail-type`) are further statements. A dead-letter queue of its own would only hear
 * of failures with a customer's key, which it has not; each rule's target has one.
 */
export class MessageBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      description: `Switchboard ${props.deployment.stageName}: commands in, events out`,
    });
    this.limitWhoMayPut();
    new StringParameter(this, 'Name', {
      parameterName: parameterNames(props.deployment.stageName).busName,
      stringValue: this.bus.eventBusName,
    });
  }

  /** Lets a function put messages on the bus. */
  grantPut(target: SwitchboardFunction): void {
    target.allow(['events:PutEvents'], [this.bus.eventBusArn]);
    target.setVariable('BUS_NAME', this.bus.eventBusName);
  }

  private limitWhoMayPut(): void {
    const put = {
      actions: ['events:PutEvents'],
      resources: [this.bus.eventBusArn],
      principals: [new AccountRootPrincipal()],
    };
    this.bus.addToResourcePolicy(new PolicyStatement({ sid: 'ThisAccountMayPut', ...put }));
    this.bus.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OnlyOverTls',
        effect: Effect.DENY,
        ...put,
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  }
}
