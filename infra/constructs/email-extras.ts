import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { Customers } from './customers.ts';
import type { DeadLetters } from './dead-letter-triage.ts';
import { InboundMail } from './inbound-mail.ts';
import type { Journal } from './journal.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';
import { Unsubscribe } from './unsubscribe.ts';

export type EmailExtrasProps = {
  readonly deployment: Deployment;
  /** The registry's key, such as `email`. */
  readonly agentType: string;
  readonly journal: Journal;
  readonly customers: Customers;
};

/** What recipients of e-mails can do: end further ones by a link, and answer where the stage names a domain for that. */
export class EmailExtras extends Construct {
  /** For the triage of the stack. */
  readonly deadLetters: readonly DeadLetters[];
  private readonly unsubscribe: Unsubscribe;
  private readonly domain: string | undefined;

  constructor(scope: Construct, id: string, props: EmailExtrasProps) {
    super(scope, id);
    this.unsubscribe = new Unsubscribe(this, 'Unsubscribe', props);
    this.domain = props.deployment.stage.inboundMailDomain;
    this.deadLetters =
      this.domain === undefined
        ? []
        : [new InboundMail(this, 'InboundMail', { ...props, domain: this.domain }).deadLetters];
  }

  /** Gives a function that sends e-mails what their links begin with. */
  grantLinks(target: SwitchboardFunction): void {
    target.setVariable('UNSUBSCRIBE_URL', this.unsubscribe.baseUrl);
    target.setVariable('INBOUND_MAIL_DOMAIN', this.domain ?? '');
  }
}
