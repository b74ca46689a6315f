/**
 * Answers that are nothing but these end further messages, by language. English: the words of US carriers and of the FCC's rule
 * of 2025; others: what carriers and senders of the language ask for.
 */
export const optOutWords = {
  en: [
    'stop',
    'stopall',
    'quit',
    'end',
    'revoke',
    'opt out',
    'optout',
    'cancel',
    'unsubscribe',
    'stop please',
    'please stop',
  ],
  de: [
    'stopp',
    'abmelden',
    'abbestellen',
    'austragen',
    'bitte stoppen',
    'bitte abmelden',
    'stopp bitte',
    'bitte stopp',
  ],
  fr: [
    'arrêt',
    'arrêter',
    'arrêtez',
    'désabonner',
    'se désabonner',
    'désabonnement',
    'désinscription',
    'désinscrire',
  ],
  es: ['alto', 'baja', 'parar', 'basta', 'darme de baja', 'darse de baja', 'cancelar suscripción'],
  it: ['basta', 'ferma', 'cancellami', 'disiscrivimi', 'disiscriviti', 'annulla iscrizione'],
  pt: ['pare', 'parar', 'sair', 'descadastrar', 'cancelar inscrição'],
  nl: ['afmelden', 'uitschrijven', 'stoppen', 'afmelden aub'],
  pl: ['wypisz', 'wypisz mnie', 'rezygnuję', 'anuluj subskrypcję'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
