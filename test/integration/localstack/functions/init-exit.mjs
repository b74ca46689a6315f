// @ts-check
process.exit(7);
