import { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  EmailSendingEvent,
  EventDestination,
} from 'aws-cdk-lib/aws-ses';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { addressInSender } from '../../shared/channels/email-address.ts';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

export type SesProviderProps = {
  readonly deployment: Deployment;
  /** The registry's key, such as `email`. */
  readonly agentType: string;
  /** Senders of the registry: `address` or `Name <address>`. */
  readonly senders: readonly string[];
  /** Identities of the same names may send in this Region too, by a configuration set of the same name. @default none */
  readonly standbyRegion?: string | undefined;
};

/** What SES tells us about a mail after it took it; `SEND` says no more than its answer did. */
const RECEIPTS = [
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
  EmailSendingEvent.DELIVERY_DELAY,
];

/** SES for one agent type: a configuration set whose receipts go to the default bus; on the local stage the sandbox. */
export class SesProvider extends Construct {
  private readonly props: SesProviderProps;
  private readonly configurationSetName: string;

  constructor(scope: Construct, id: string, props: SesProviderProps) {
    super(scope, id);
    this.props = props;
    // LocalStack's CloudFormation does not know configuration sets, and the sandbox takes any name.
    this.configurationSetName = props.deployment.stage.localProviders
      ? `switchboard-${props.deployment.stageName}`
      : this.createConfigurationSet();
    new StringParameter(this, 'ConfigurationSetName', {
      parameterName: parameterNames(props.deployment.stageName).configurationSet(props.agentType),
      stringValue: this.configurationSetName,
    });
  }

  /** Lets a function send as the registry's senders, and as nobody else. */
  grantSend(target: SwitchboardFunction): void {
    target.allow(
      ['ses:SendEmail'],
      [undefined, ...(this.props.standbyRegion ? [this.props.standbyRegion] : [])].flatMap((region) => [
        ...identitiesOf(this.props.senders).map((identity) => this.arnOf('identity', identity, region)),
        this.arnOf('configuration-set', this.configurationSetName, region),
      ]),
    );
    target.setVariable('CONFIGURATION_SET', this.configurationSetName);
    if (this.props.deployment.stage.localProviders) {
      target.setVariable('AWS_ENDPOINT_URL_SESV2', this.props.deployment.sandboxEndpoint);
    }
  }

  private createConfigurationSet(): string {
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet');
    const defaultBus = Stack.of(this).formatArn({
      service: 'events',
      resource: 'event-bus',
      resourceName: 'default',
    });
    new ConfigurationSetEventDestination(this, 'Receipts', {
      configurationSet,
      destination: EventDestination.eventBus(EventBus.fromEventBusArn(this, 'DefaultBus', defaultBus)),
      events: RECEIPTS,
    });
    return configurationSet.configurationSetName;
  }

  private arnOf(resource: string, resourceName: string, region = Stack.of(this).region): string {
    return Stack.of(this).formatArn({ service: 'ses', region, resource, resourceName });
  }
}

/** The identities that may stand behind the senders: each address and its domain. */
const identitiesOf = (senders: readonly string[]): readonly string[] => [
  ...new Set(senders.flatMap((sender) => [addressOf(sender), domainOf(sender)])),
];

const addressOf = (sender: string): string => {
  const found = addressInSender(sender);
  if (found === undefined) throw new Error(`config/agents.ts: sender '${sender}' holds no email address`);
  return found;
};

const domainOf = (sender: string): string => addressOf(sender).split('@')[1] ?? '';
