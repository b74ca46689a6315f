import { describe, expect, it } from 'vitest';
import type { SagaWait, SagaWaits } from '../../shared/sagas/saga-ports.ts';

const aWait = (change: Partial<SagaWait> = {}): SagaWait => ({
  commandId: 'command-1',
  sagaId: 'answer-1',
  step: 'send-message',
  token: 'token-1',
  ...change,
});

/** What every place of waits promises; `open` gives one without any wait. */
export const describeSagaWaits = (name: string, open: () => Promise<SagaWaits>): void => {
  describe(name, () => {
    it('gives a wait back by its command, and none of another', async () => {
      const waits = await open();
      const [first, second] = [
        aWait(),
        aWait({ commandId: 'command-2', step: 'place-call', token: 'token-2' }),
      ];
      await waits.put(first);
      await waits.put(second);

      expect(await waits.get('command-1')).toEqual(first);
      expect(await waits.get('command-2')).toEqual(second);
      expect(await waits.get('command-3')).toBeUndefined();
    });

    it('gives the latest token of a command, as long as Step Functions makes them', async () => {
      const waits = await open();
      await waits.put(aWait());
      const latest = aWait({ token: 't'.repeat(1024) });
      await waits.put(latest);
      await waits.put(latest);

      expect(await waits.get('command-1')).toEqual(latest);
    });
  });
};
