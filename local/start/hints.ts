import { localRegion } from './aws-settings.ts';

type Place = { readonly endpoint: string; readonly busName: string; readonly commandId: string };

/** How to go on from a second terminal, by our own command and by the plain AWS CLI. */
export const hintLines = (example: string, { endpoint, busName, commandId }: Place): readonly string[] => [
  'The stage stays up until Ctrl-C. From a second terminal, in this folder:',
  `  npx switchboard command send ${example} --fresh     sends the next one`,
  `  npx switchboard command status ${commandId}`,
  'and by the other channels, to customers of the stage instead of what a command carries:',
  '  npx switchboard customer import examples/customers.csv',
  '  npx switchboard command send examples/send-sms.json --fresh       and examples/place-call.json',
  '  npx switchboard inbox list                                       what all of them were sent',
  '  npx switchboard sandbox reply --help                             lets a recipient answer',
  '  npm run local:watch                      puts what you change into the running functions',
  'or with the plain AWS CLI and jq:',
  `  AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test aws --endpoint-url ${endpoint} --region ${localRegion} \\`,
  `    events put-events --entries "$(jq -c --arg id "$(uuidgen | tr A-F a-f)" '[{EventBusName: "${busName}",`,
  `    Source: .source, DetailType: .messageType, Detail: (.messageId = $id | tojson)}]' ${example})"`,
];

/** Where to look on, after the demonstration. */
export const addressLines = (
  { endpoint, sandboxEndpoint }: { readonly endpoint: string; readonly sandboxEndpoint: string },
  seconds: number,
): readonly string[] => [
  '',
  `The campaign took ${seconds.toFixed(1)} s. The stage stays up until Ctrl-C:`,
  `  AWS (LocalStack)   ${endpoint}`,
  `  what all were sent ${sandboxEndpoint}/sandbox/inbox      or: npx switchboard inbox list`,
  '  live               npx switchboard top',
];

/** What the start took, in seconds; labelled, since an emulator's times say nothing about AWS. */
export const timeLines = (seconds: {
  readonly setup: number;
  readonly engine: number;
  readonly synth: number;
  readonly deploy: number;
  readonly walk: number;
  readonly total: number;
}): readonly string[] => [
  'Measured on this machine with LocalStack, an emulator; AWS has other times:',
  `  checks and installation ${format(seconds.setup)}, engine ${format(seconds.engine)} beside synth ` +
    `${format(seconds.synth)}, deploy ${format(seconds.deploy)}, command to delivered mail ${format(seconds.walk)}`,
  `  from npm start to the delivered mail: ${format(seconds.total)}`,
];

const format = (seconds: number): string => `${seconds.toFixed(1)} s`;
