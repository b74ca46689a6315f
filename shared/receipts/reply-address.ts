import type { TokenSigner } from '../security/token-signer.ts';

const PURPOSE = 'reply/email';
/** RFC 4648's base32 in small letters: an address keeps no capitals on its way through every mail system. */
const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';
/** 16 bytes of id and 16 of signature are 26 digits each, so that the local part stays within its 64 characters. */
const BYTES = 16;
const ADDRESS = /reply\+([a-z2-7]{26})([a-z2-7]{26})@/i;

/** The address for answers to a command: it names the command and is signed. Throws on an id that is no UUID. */
export const replyAddressOf = async (
  commandId: string,
  domain: string,
  signer: Pick<TokenSigner, 'sign'>,
): Promise<string> => {
  const id = Buffer.from(commandId.replaceAll('-', ''), 'hex');
  if (id.length !== BYTES) throw new Error('a command without a UUID has no address for answers');
  const token = await signer.sign(PURPOSE, id.toString('base64url'));
  const mac = Buffer.from(token.split('.')[1] ?? '', 'base64url');
  return `reply+${toBase32(id)}${toBase32(mac)}@${domain}`;
};

/** The command that a text's reply address names; `undefined` where there is none that we signed. Throws `CustomersUnavailableError`. */
export const readReplyAddress = async (
  text: string,
  signer: Pick<TokenSigner, 'verify'>,
): Promise<string | undefined> => {
  const [, id, mac] = ADDRESS.exec(text) ?? [];
  if (id === undefined || mac === undefined) return undefined;
  const payload = fromBase32(id).toString('base64url');
  const token = `${Buffer.from(payload).toString('base64url')}.${fromBase32(mac).toString('base64url')}`;
  return (await signer.verify(PURPOSE, token)) === payload ? toUuid(fromBase32(id)) : undefined;
};

const toUuid = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const toBase32 = (bytes: Buffer): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => DIGITS[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
};

const fromBase32 = (text: string): Buffer => {
  const bits = [...text.toLowerCase()]
    .map((digit) => DIGITS.indexOf(digit).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.slice(0, BYTES * 8).match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};
