// @ts-check
console.log('about to fail');
const error = new Error('TABLE_NAME is missing');
error.name = 'ConfigurationError';
throw error;
