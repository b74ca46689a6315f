import { Stack } from 'aws-cdk-lib';
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-smsvoice';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

export type EndUserMessagingProviderProps = {
  readonly deployment: Deployment;
  readonly kind: 'sms' | 'voice';
  /** Senders of the registry: ids, ARNs or numbers in E.164 of phone numbers, ids of pools, or sender ids. */
  readonly senders: readonly string[];
};

const actions = { sms: 'sms-voice:SendTextMessage', voice: 'sms-voice:SendVoiceMessage' } as const;

/** AWS End User Messaging for one agent type; on the local stage the sandbox. Its receipts need no destination of their own. */
export class EndUserMessagingProvider extends Construct {
  private readonly props: EndUserMessagingProviderProps;
  private readonly configurationSet: { readonly name: string; readonly arn: string };

  constructor(scope: Construct, id: string, props: EndUserMessagingProviderProps) {
    super(scope, id);
    this.props = props;
    this.configurationSet = this.createConfigurationSet();
  }

  /** Lets a function send as the registry's senders, and as nobody else. */
  grantSend(target: SwitchboardFunction): void {
    const { senders, kind, deployment } = this.props;
    const resources = senders.map((sender) => resourceOf(sender, (name) => this.arnOf(name)));
    target.allow([actions[kind]], [...new Set(resources), this.configurationSet.arn]);
    target.setVariable('CONFIGURATION_SET', this.configurationSet.name);
    if (deployment.stage.localProviders) {
      target.setVariable('AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2', deployment.sandboxEndpoint);
    }
  }

  private createConfigurationSet() {
    const { stage, stageName } = this.props.deployment;
    // LocalStack's CloudFormation does not know configuration sets, and the sandbox takes any name.
    if (stage.localProviders) {
      const name = `switchboard-${stageName}`;
      return { name, arn: this.arnOf(`configuration-set/${name}`) };
    }
    const created = new CfnConfigurationSet(this, 'ConfigurationSet');
    return { name: created.ref, arn: created.attrArn };
  }

  private arnOf(resource: string): string {
    return Stack.of(this).formatArn({ service: 'sms-voice', resource });
  }
}

/**
 * The ARN behind a sender. A number's ARN holds its id, so of a number in E.164 nobody knows it here and any number of the
 * account is allowed; a sender id has an ARN for each country.
 */
const resourceOf = (sender: string, arnOf: (resource: string) => string): string => {
  if (sender.startsWith('arn:')) return sender;
  if (/^phone-[0-9a-f]{32}$/.test(sender)) return arnOf(`phone-number/${sender}`);
  if (/^pool-[0-9a-f]{32}$/.test(sender)) return arnOf(`pool/${sender}`);
  if (/^\+[1-9]\d{6,14}$/.test(sender)) return arnOf('phone-number/*');
  if (/^[A-Za-z0-9_-]{1,11}$/.test(sender)) return arnOf(`sender-id/${sender}/*`);
  throw new Error(`config/agents.ts: sender '${sender}' is no phone number, pool or sender id`);
};
