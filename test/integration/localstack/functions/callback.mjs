// @ts-check
/** The style that Node.js 24 on AWS refuses. @param {unknown} _event @param {unknown} _context @param {(error: null, value: string) => void} callback */
export const handler = (_event, _context, callback) => callback(null, 'called back');
