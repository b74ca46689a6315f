import type { PersonalCipher } from '../security/personal-cipher.ts';
import type { Admitted, AdmittedWork } from './admit-command.ts';
import { encryptPlainFields } from './plain-fields.ts';

/** What goes into a lane, and from there perhaps into its dead letters, holds no personal data in the clear. */
export const protect = async (admitted: Admitted, cipher: PersonalCipher): Promise<Admitted> => {
  if (admitted.kind === 'work') return protectWork(admitted, cipher);
  if (admitted.kind !== 'contact') return admitted;
  const { message } = admitted.entry.message;
  const safe = await encryptPlainFields(message, message.command.customerId, cipher);
  if (safe === message) return admitted;
  return { ...admitted, entry: { ...admitted.entry, message: { ...admitted.entry.message, message: safe } } };
};

const protectWork = async (admitted: AdmittedWork, cipher: PersonalCipher): Promise<Admitted> => {
  const { message } = admitted;
  return { ...admitted, message: await encryptPlainFields(message, message.command.customerId, cipher) };
};
