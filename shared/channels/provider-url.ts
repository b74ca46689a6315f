/** Names of this machine, as a process of it and as a Docker container on it calls it. */
const THIS_MACHINE = new Set(['127.0.0.1', '[::1]', 'localhost', 'host.docker.internal']);

/** Why a URL cannot be a provider's: messages leave a machine encrypted, and a secret has no place in it. */
export const problemOfProviderUrl = (url: string): string | undefined => {
  const parsed = URL.parse(url);
  if (parsed === null) return 'must be a URL';
  if (parsed.username !== '' || parsed.password !== '') return 'must hold no user name and no password';
  const isLocal = parsed.protocol === 'http:' && THIS_MACHINE.has(parsed.hostname);
  return parsed.protocol === 'https:' || isLocal ? undefined : 'must begin with https://';
};
