import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { type SealingKey, seal, unseal } from '../../shared/security/adapters/compact-jwe.ts';
import { sealingKeyOf } from '../../shared/security/adapters/jose-personal-reader.ts';
import type { Benchmark } from './benchmark.ts';
import { pairedRounds, quantile } from './paired-rounds.ts';

/** What a customer's row keeps encrypted, as JSON. */
const personal = Buffer.from(
  JSON.stringify({
    name: 'Ada Lovelace',
    addresses: { email: 'ada.lovelace@example.com', phone: '+4930901820' },
    attributes: { tier: 'gold', salutation: 'Dear Ms Lovelace' },
  }),
);

/** P8: encryption of a customer's data ÷ plain AES-GCM with a key at hand; and by jose, as it was before. */
export const encryption: Benchmark = async ({ quick }) => {
  const [rounds, times] = quick ? [5, 1000] : [41, 10_000];
  const own = sealingKeyOf('cust-456', randomBytes(32));
  const jwe = seal(own, personal);
  const key = createSecretKey(own.key);
  const plain = plainSeal(key, personal);
  const writing = await pairedRounds(
    {
      'AES-GCM': costOf(times, () => plainSeal(key, personal)),
      'AES-GCM again': costOf(times, () => plainSeal(key, personal)),
      ours: costOf(times, () => seal(own, personal)),
      jose: costOf(times, () => joseSeal(own, personal)),
    },
    'AES-GCM',
    rounds,
  );
  const reading = await pairedRounds(
    {
      'AES-GCM': costOf(times, () => plainOpen(key, plain)),
      ours: costOf(times, () => unseal(own, jwe)),
      jose: costOf(times, () => compactDecrypt(jwe, own.key)),
    },
    'AES-GCM',
    rounds,
  );
  const rowOf = (what: 'encrypt' | 'decrypt', by: 'AES-GCM' | 'ours' | 'jose', bytes: number) => {
    const { ratios, costs } = what === 'encrypt' ? writing : reading;
    const { median, p10, p90 } = ratios[by];
    return {
      what: `${what}, ${by}`,
      'ratio (median)': round(median),
      '10 %': round(p10),
      '90 %': round(p90),
      'CPU µs here': round(quantile(costs[by], 0.5)),
      'bytes added': bytes - personal.length,
    };
  };
  return {
    title: `P8 · encryption of ${personal.length} bytes of a customer, a key of its own for each`,
    layer: 'in process',
    goal: '≤ 2.5 × AES-GCM with the key at hand, ≤ 160 bytes added',
    rows: [
      ...(['encrypt', 'decrypt'] as const).flatMap((what) => [
        rowOf(what, 'AES-GCM', plain.length),
        rowOf(what, 'ours', jwe.length),
        rowOf(what, 'jose', jwe.length),
      ]),
    ],
    notes: [
      `${rounds} paired rounds of ${times} texts. Plain: nonce, text and tag as bytes, which no queue and no JSON can carry.`,
      'Ours and jose write the same compact JWE. All threads count: jose works in the thread pool.',
      `Of our added bytes ${Math.ceil((personal.length * 4) / 3) - personal.length} are base64url of the text itself; each character of the customer's id adds 2.7 more.`,
    ],
    sameToSame: writing.ratios['AES-GCM again'].median,
  };
};

const plainSeal = (key: KeyObject, bytes: Uint8Array): Buffer => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
};

const plainOpen = (key: KeyObject, sealed: Buffer): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
};

const joseSeal = ({ key, keyId, customerId }: SealingKey, bytes: Uint8Array): Promise<string> =>
  new CompactEncrypt(bytes)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: keyId, sub: customerId })
    .encrypt(key);

/** Microseconds of CPU for each, one after the other. */
const costOf = (times: number, work: () => unknown) => async (): Promise<number> => {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) {
    const answer = work();
    if (answer instanceof Promise) await answer;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
};

const round = (value: number): number => Math.round(value * 100) / 100;
