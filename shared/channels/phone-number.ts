import * as z from 'zod';

/** A phone number in E.164: plus, country code, at most 15 digits, nothing else. */
export const phoneNumberSchema = z.string().regex(/^\+[1-9]\d{6,14}$/);
