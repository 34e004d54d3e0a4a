import { STATUS } from '../tables';

/** Words of data/exports/README.md §8, six languages, as {@link plainWord} makes them. */
const UNPAID = [
	'pending|pending payment|awaiting payment|authorized|authorised|on hold|holded|failed|declined|denied|expired|incomplete',
	'unpaid|requires capture',
	'ausstehend|zahlung ausstehend|offen|unbezahlt|wartend|fehlgeschlagen',
	'en attente|en attente de paiement|échouée|erreur de paiement|impayée',
	'pendiente|pendiente de pago|en espera|fallido',
	'in attesa|in attesa di pagamento|fallito',
	'in afwachting|wacht op betaling|in de wacht|mislukt'
];
const CANCELLED = ['cancelled|canceled|storniert|abgebrochen|annulée|cancelado|annullato|geannuleerd'];
const REFUNDED = ['refunded|erstattet|rückerstattet|remboursée|reembolsado|rimborsato|terugbetaald'];
const REFUND_ROW = [
	'refund|return|credit|credit note|gutschrift|retoure|erstattung|avoir|remboursement',
	'abono|reembolso|nota di credito|rimborso|creditnota|terugbetaling'
];
/** Words that are known to count; only told apart from unknown ones. */
const COUNTED = [
	'paid|closed|partially paid|partly paid|partially refunded|partly refunded|complete|completed|processing|shipped|partially shipped',
	'delivered|fulfilled|partially fulfilled|success|succeeded|captured|payment accepted|awaiting shipment|awaiting fulfillment',
	'bezahlt|abgeschlossen|in bearbeitung|versandt|versendet|geliefert|zahlung erhalten|teilweise erstattet',
	'payée|terminée|en cours|expédiée|livrée|paiement accepté|completado|procesando|enviado|entregado|pagado|pago aceptado',
	'completato|in lavorazione|spedito|consegnato|pagato|pagamento accettato',
	'voltooid|afgerond|in behandeling|verwerken|verzonden|geleverd|betaald'
];

const words = (lists: string[]): ReadonlySet<string> =>
	new Set(lists.flatMap((list) => list.split('|')).map((word) => plainWord(word)));
const unpaid = words(UNPAID);
const cancelled = words(CANCELLED);
const refunded = words(REFUNDED);
const refundRow = words(REFUND_ROW);
const counted = words(COUNTED);
const voided = words(['voided|void']);

/** Lower case; `_`, `-` and blanks are equal; gender endings (annulé, annulée; cancelado, cancelada) are one. */
function plainWord(text: string): string {
	return text
		.normalize('NFC')
		.toLowerCase()
		.replace(/[\s_-]+/gu, ' ')
		.trim()
		.split(' ')
		.map((word) => word.replace(/ée?s?$/u, 'é').replace(/(ad|at|id|it)[oa]s?$/u, '$1o'))
		.join(' ');
}

export interface StatusMeaning {
	/** Bits of {@link STATUS}. */
	flags: number;
	/** The whole order was given back. */
	refunded: boolean;
	/** False: a word that is in no list; such orders count, and it is said. */
	known: boolean;
}

export function statusMeaning(text: string): StatusMeaning {
	const word = plainWord(text);
	const flags =
		(cancelled.has(word) ? STATUS.cancelled : 0) |
		(voided.has(word) ? STATUS.voided : 0) |
		(unpaid.has(word) ? STATUS.unpaid : 0);
	const isRefunded = refunded.has(word);
	return { flags, refunded: isRefunded, known: flags !== 0 || isRefunded || counted.has(word) || word === '' };
}

/** Does a cell of a kind column say that the row gives money back? */
export function isRefundKind(text: string): boolean {
	return refundRow.has(plainWord(text));
}

const TOTAL_WORDS = new Set([
	'total',
	'totals',
	'grand total',
	'gesamt',
	'summe',
	'total général',
	'total general',
	'totale',
	'totaal'
]);

/** Is the first cell of a record a word for total, alone or with a colon and more words? */
export function isTotalCell(text: string): boolean {
	const word = text.normalize('NFC').trim().toLowerCase();
	const colon = word.indexOf(':');
	return TOTAL_WORDS.has((colon < 0 ? word : word.slice(0, colon)).trim().replace(/\s+/gu, ' '));
}
