import type { LanguageRules } from '../intent-rule.ts';
import { optOutWords } from './opt-out-words.ts';

/** Languages in which nothing but the end of messages is understood. */
export const optOutOnly: readonly LanguageRules[] = [
  optOutIn(
    'fr',
    ['ne', 'pas'],
    [
      'ne me contactez|contacte|appelez|appelle|rappelez|écrivez|écris plus',
      'ne mécrivez|mécris|mappelez|mappelle|menvoyez|menvoie plus',
      'arrêtez|arrête de me|menvoyer|mappeler|mécrire',
      'arrêtez|arrête * messages|sms|mails|appels|emails',
      'plus de messages|sms|mails|appels|emails',
      'désabonnez|désinscrivez|désabonne|désinscris moi',
      'me désabonner|désinscrire',
      'laissez|laisse moi tranquille',
      'retirez|supprimez * liste|numéro',
    ],
  ),
  optOutIn(
    'es',
    ['no', 'nunca'],
    [
      'no me escriban|escriba|escribas|llamen|llame|llames|contacten|contacte|envíen|envíe|envíes|manden|mande más',
      'no me escriban|llamen|contacten|envíen|manden',
      'no vuelvan|vuelva|vuelvas a llamarme|escribirme|contactarme',
      'dejen|deje|deja|dejad de llamar~|escribir~|enviar~|mandar~|contactar~|molestar~',
      'dejen|deje|deja|dejad de me',
      'denme|deme|darme|dame|quiero * de baja',
      'no quiero * mensajes|llamadas|sms|correos|emails',
      'no más mensajes|llamadas|sms|correos|emails',
      'bórrenme|elimínenme|quítenme de',
      'déjenme|déjame en paz',
    ],
  ),
  optOutIn(
    'it',
    ['non', 'mai'],
    [
      'non scrivetemi|scrivermi|chiamatemi|chiamarmi|contattatemi|contattarmi|mandatemi|inviatemi più',
      'non mi scrivete|scrivere|chiamate|chiamare|contattate|contattare|mandate|inviate più',
      'basta messaggi|sms|chiamate|telefonate|email|mail',
      'smettete|smettetela|smettila di',
      'cancellatemi|toglietemi|rimuovetemi|cancellami|toglimi|rimuovimi da|dal|dalla|dalle',
      'voglio|vorrei disiscrivermi|cancellarmi',
      'non voglio * messaggi|sms|chiamate|email|mail',
      'lasciatemi|lasciami in pace',
    ],
  ),
  optOutIn(
    'pt',
    ['não', 'nunca'],
    [
      'parem|pare|para de me|enviar|mandar|ligar|contatar|escrever',
      'não me envie|enviem|mande|mandem|ligue|liguem|contate|contatem|escreva|escrevam mais',
      'não me envie|enviem|mande|mandem|ligue|liguem|contate|contatem',
      'não quero * mensagens|sms|ligações|emails',
      'não quero mais receber',
      'remova|removam|tire|tirem|retire|retirem * lista|número',
      'quero * descadastrar',
      'me deixe|deixem em paz',
    ],
  ),
  optOutIn(
    'nl',
    ['niet', 'nooit'],
    [
      'geen * berichten|berichtjes|sms|smsjes|mails|mailtjes|telefoontjes|emails meer',
      'stop met bellen|mailen|smsen|sturen|schrijven|berichten|appen|het',
      'schrijf me|mij * uit',
      'meld me|mij * af',
      'niet meer bellen|mailen|smsen|schrijven|benaderen|contacteren|sturen',
      'bel|mail|sms|app|benader|contacteer me|mij niet meer',
      'bel|mail|sms|app me|mij nooit',
      'laat me|mij met rust',
      'haal|verwijder * lijst|nummer',
      'wil * uitschrijven|afmelden',
    ],
  ),
  optOutIn(
    'pl',
    ['nie', 'nigdy'],
    [
      'nie dzwoń|dzwońcie|pisz|piszcie|kontaktuj|kontaktujcie|wysyłaj|wysyłajcie',
      'proszę nie dzwonić|pisać|wysyłać|kontaktować',
      'przestań|przestańcie|przestać dzwonić|pisać|wysyłać|mnie|do',
      'wypisz|wypiszcie|wypisać mnie|się',
      'usuń|usuńcie|usunąć mój|moje|mnie',
      'nie chcę * wiadomości|smsów|sms|maili|telefonów',
      'dajcie|daj mi spokój',
    ],
  ),
];

function optOutIn(
  language: Exclude<keyof typeof optOutWords, 'en' | 'de'>,
  negations: readonly string[],
  within: readonly string[],
): LanguageRules {
  return {
    language,
    negatesAfter: negations,
    negatesBefore: language === 'nl' ? negations : [],
    rules: [
      { intent: 'OPT_OUT', confidence: 1, alone: optOutWords[language] },
      { intent: 'OPT_OUT', confidence: 0.9, within },
    ],
    questionWords: [],
    positive: [],
    negative: [],
  };
}
