/** The queue's name, in which its URL and its ARN end. */
export const queueNameIn = (urlOrArn: string): string =>
  urlOrArn.slice(Math.max(urlOrArn.lastIndexOf('/'), urlOrArn.lastIndexOf(':')) + 1);
