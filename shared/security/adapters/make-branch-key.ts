import { GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import { CustomersUnavailableError } from '../../customers/errors.ts';
import { insertKeys } from './insert-keys.ts';
import { BRANCH_KEY, encryptionContext, type KeysAccess, type MadeBranchKey } from './kms-branch-keys.ts';
import { unlessUnavailable } from './read-items.ts';

/**
 * Makes a branch key and stores it where there is none. Two processes may do so at the same time; the one that is stored
 * counts for both, so whoever made one looks what is there. Throws `CustomersUnavailableError`.
 */
export const makeBranchKey = async (access: KeysAccess): Promise<MadeBranchKey> => {
  const { CiphertextBlob, Plaintext } = await unlessUnavailable(
    access.kms.send(
      new GenerateDataKeyCommand({
        KeyId: access.kmsKeyId,
        KeySpec: 'AES_256',
        EncryptionContext: encryptionContext(access.stage),
      }),
    ),
  );
  if (CiphertextBlob === undefined || Plaintext === undefined) {
    throw new CustomersUnavailableError('keys: KMS made no branch key');
  }
  await insertKeys([{ id: BRANCH_KEY, wrapped: CiphertextBlob, createdAt: access.now() }], access);
  return { secret: Plaintext, wrapped: CiphertextBlob };
};
