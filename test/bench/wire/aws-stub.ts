import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { JournalStub, type StoredItem } from './journal-stub.ts';
import { listIn } from './list-in.ts';

/** One request as it came over the wire. */
export type WireRequest = {
  readonly service: 'SQS' | 'DynamoDB' | 'EventBridge' | 'SES' | 'EndUserMessaging' | 'KMS';
  readonly action: string;
  readonly body: Record<string, unknown>;
  /** When it was there, in milliseconds since 1970. */
  readonly at: number;
};

/** Milliseconds that the stub takes for an answer, by service; those that are not named answer at once. */
export type StubDelays = Readonly<Partial<Record<WireRequest['service'], number>>>;

/** One HTTP server that answers what our functions ask of AWS's services and providers, and keeps every request. */
export class AwsStub {
  readonly requests: WireRequest[] = [];
  /** Access keys that requests were signed with. */
  readonly signers = new Set<string>();
  /** How the agent last asked for its switches. */
  lastSwitchRead: WireRequest | undefined;
  /** How long answers take. */
  delays: StubDelays = {};
  readonly journal = new JournalStub();
  readonly #server: Server;
  #sent = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request).then(
        (answer) => response.writeHead(200, { 'content-type': answer.type }).end(JSON.stringify(answer.body)),
        (error: unknown) => response.writeHead(400).end(JSON.stringify({ message: String(error) })),
      );
    });
  }

  /** Listens on a free port of this machine and gives its URL. */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the stub has no port');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Ends all connections. */
  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Gives the requests since the last call, and forgets them. */
  takeRequests(): readonly WireRequest[] {
    return this.requests.splice(0);
  }

  /** Gives the items that were inserted since the last call, as the table's stream brings them. */
  takeInserted(): readonly StoredItem[] {
    return this.journal.inserted.splice(0);
  }

  async #answer(request: IncomingMessage) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const { service, action } = operationOf(request);
    this.signers.add(/Credential=([^/]+)\//.exec(String(request.headers['authorization']))?.[1] ?? 'nobody');
    this.requests.push({ service, action, body, at: performance.timeOrigin + performance.now() });
    const type = service === 'SES' ? 'application/json' : 'application/x-amz-json-1.0';
    const answer = { type, body: this.#bodyOf(service, action, body) };
    const delay = this.delays[service] ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    return answer;
  }

  #bodyOf(service: WireRequest['service'], action: string, body: Record<string, unknown>): unknown {
    switch (`${service} ${action}`) {
      case 'SQS SendMessageBatch':
        return { Successful: listIn(body, 'Entries').map(sentMessage), Failed: [] };
      case 'EventBridge PutEvents':
        return {
          FailedEntryCount: 0,
          Entries: listIn(body, 'Entries').map((_, index) => ({ EventId: `e${index}` })),
        };
      case 'SES SendEmail':
        this.#sent += 1;
        return { MessageId: `ses-${this.#sent}` };
      case 'EndUserMessaging SendTextMessage':
      case 'EndUserMessaging SendVoiceMessage':
        this.#sent += 1;
        return { MessageId: `message-${this.#sent}` };
      case 'KMS GenerateDataKey':
        return { Plaintext: BRANCH_KEY, CiphertextBlob: BRANCH_KEY };
      case 'KMS Decrypt':
        return { Plaintext: BRANCH_KEY };
      default:
        if (service === 'DynamoDB') return this.journal.answer(action, body);
        throw new Error(`the stub does not know ${service} ${action}`);
    }
  }
}

/** What KMS makes and opens here: the same key for everybody. */
const BRANCH_KEY = Buffer.alloc(32, 7).toString('base64');

const targets = {
  AmazonSQS: 'SQS',
  DynamoDB_20120810: 'DynamoDB',
  AWSEvents: 'EventBridge',
  PinpointSMSVoiceV2: 'EndUserMessaging',
  TrentService: 'KMS',
} as const satisfies Record<string, WireRequest['service']>;

const operationOf = (request: IncomingMessage): Pick<WireRequest, 'service' | 'action'> => {
  if (request.method === 'POST' && request.url === '/v2/email/outbound-emails') {
    return { service: 'SES', action: 'SendEmail' };
  }
  const [name = '', action = ''] = String(request.headers['x-amz-target']).split('.');
  const service = Object.entries(targets).find(([target]) => target === name)?.[1];
  if (service === undefined) throw new Error(`the stub does not know ${request.method} ${request.url}`);
  return { service, action };
};

const sentMessage = (entry: Record<string, unknown>, index: number) => ({
  Id: entry['Id'],
  MessageId: `m${index}`,
  MD5OfMessageBody: createHash('md5').update(String(entry['MessageBody'])).digest('hex'),
});
