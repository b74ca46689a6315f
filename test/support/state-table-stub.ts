import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;
type Input = { readonly Key?: Item; readonly Item?: Item; readonly ConditionExpression?: string };

/** As much of DynamoDB as templates need, in memory: it counts reads, and can be out of order. */
export class StateTableStub {
  readonly items = new Map<string, Item>();
  reads = 0;
  broken = false;

  readonly send = async (command: { readonly input: unknown }): Promise<{ readonly Item?: Item }> => {
    if (this.broken) throw new Error('no answer');
    const { Key, Item: item } = command.input as Input;
    if (item !== undefined) this.items.set(nameOf(item), item);
    if (Key === undefined) return {};
    this.reads += 1;
    const found = this.items.get(nameOf(Key));
    return found === undefined ? {} : { Item: found };
  };
}

const nameOf = ({ id, part }: Item): string => `${id?.S} ${part?.S}`;
