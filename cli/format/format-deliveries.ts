import type { Delivery } from '../delivery/delivery.ts';
import { formatIssue } from './format-timeline.ts';

type Way = { readonly direct: boolean; readonly stage: string };

/** What became of the documents of a `command send`, and how to follow them. Documents are counted from 1 here. */
export const formatDeliveries = (
  deliveries: readonly Delivery[],
  { direct, stage }: Way,
): readonly string[] => {
  const sent = deliveries.filter(({ status }) =>
    ['PUT', 'ACCEPTED', 'PERFORMED', 'EXPANDED'].includes(status),
  );
  const where = direct ? 'in their lanes' : 'on the bus';
  const followed = sent.find(({ commandId, batchId }) => (commandId ?? batchId) !== undefined);
  const onStage = stage === 'local' ? '' : ` --stage ${stage}`;
  return [
    `${sent.length} of ${deliveries.length} ${deliveries.length === 1 ? 'document is' : 'documents are'} ${where}.`,
    ...deliveries.flatMap(formatDelivery),
    ...(followed === undefined
      ? []
      : [
          followed.batchId === undefined
            ? `Follow with: npx switchboard command status ${followed.commandId}${onStage} --wait 60`
            : `Follow with: npx switchboard batch show ${followed.batchId}${onStage} --wait 60`,
        ]),
  ];
};

const formatDelivery = (delivery: Delivery): readonly string[] => {
  const { index, commandId, batchId, status } = delivery;
  const named = `  ${index + 1}  ${batchId ?? commandId ?? '(no usable messageId)'}  ${status}`;
  switch (status) {
    case 'REJECTED':
      return [named, ...delivery.issues.map((issue) => `       ${formatIssue(issue)}`)];
    case 'FAILED':
      return [`${named}  ${delivery.cause}: send it again, with the same id it is delivered once`];
    case 'PARKED':
      return [`${named}  ${delivery.cause}: it goes no further`];
    case 'EXPANDED':
      return [`${named}  ${delivery.accepted} of ${delivery.members} members are in their lanes`];
    case 'ACCEPTED':
      return [`${named}  ${delivery.lane}, as ${delivery.identity}`];
    default:
      return [named];
  }
};
