import type { LanguageRules } from '../intent-rule.ts';
import { english } from './english.ts';
import { german } from './german.ts';
import { optOutOnly } from './opt-out-rules.ts';

/** Every language in which answers are understood, in all or in part. */
export const allLanguages: readonly LanguageRules[] = [english, german, ...optOutOnly];
