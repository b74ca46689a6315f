// @ts-check
console.log('about to fail');
class ConfigurationError extends Error {
  name = 'ConfigurationError';
}
throw new ConfigurationError('TABLE_NAME is missing');
