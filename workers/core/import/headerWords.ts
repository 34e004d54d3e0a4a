import type { Field } from './types';

/** Words that headers of order files use for a field, in six languages, as {@link headerWord} makes them; earlier ones are surer. */
const WORDS: readonly [Field, string][] = [
	[
		'order_id',
		'order id|order number|order no|order no.|order nr|order #|order|orderid|ordernumber|invoice no|invoiceno|invoice number|invoice|transaction id|receipt|receipt number|receipt no|ticket number'
	],
	[
		'order_id',
		'bestellnummer|bestellnr|bestell nr|bestell nr.|auftragsnummer|auftragsnr|auftrag|bestellung|rechnungsnummer|belegnummer|beleg|bon|bonnummer|bon nr|kassenbon'
	],
	[
		'order_id',
		'numéro de commande|n° de commande|n° commande|commande|id commande|número de pedido|nº pedido|pedido|id pedido'
	],
	['order_id', 'numero ordine|n. ordine|ordine|id ordine|bestelnummer|ordernummer|bestelling'],
	[
		'customer_id',
		'customer id|customerid|customer number|customer no|client id|user id|userid|masterid|buyer id|account id'
	],
	[
		'customer_id',
		'kundennummer|kundennr|kunden nr|kunden nr.|kunden id|kundenid|numéro client|n° client|id client|code client'
	],
	['customer_id', 'número de cliente|id cliente|codice cliente|numero cliente|klantnummer|klant id|klantnr'],
	['email', 'email|e mail|email address|e mail address|customer email|billing email|contact email|buyer email|mail'],
	[
		'email',
		'e mail adresse|email adresse|courriel|adresse e mail|adresse email|correo|correo electrónico|indirizzo email|e mailadres|emailadres'
	],
	[
		'phone',
		'phone|phone number|telephone|mobile|telefon|telefonnummer|handy|téléphone|teléfono|telefono|cellulare|telefoon|billing phone'
	],
	[
		'name',
		'customer name|customer|full name|buyer name|buyer|client|billing name|bill to name|kunde|kundenname|nom du client|nom client'
	],
	['name', 'cliente|nombre del cliente|nombre cliente|nome cliente|klant|klantnaam|name|nom|nombre|nome|naam'],
	[
		'date',
		'order date|date|created at|created|purchase date|invoicedate|invoice date|sale date|date created|order time|timestamp|order purchase timestamp'
	],
	[
		'date',
		'datum|bestelldatum|auftragsdatum|rechnungsdatum|kaufdatum|date de commande|date commande|date d’achat|fecha|fecha de pedido|fecha del pedido'
	],
	['date', 'data|data ordine|data dell’ordine|besteldatum|orderdatum'],
	['currency', 'currency|currency code|order currency|währung|devise|moneda|divisa|valuta'],
	[
		'status',
		'status|order status|financial status|payment status|state of order|bestellstatus|zahlungsstatus|statut|état|estado|stato|stato ordine'
	],
	['gross', 'gross sales|gross|subtotal|sub total|zwischensumme|warenwert|sous total|subtotale|subtotaal'],
	[
		'discount',
		'discount|discounts|discount amount|discount total|rabatt|nachlass|remise|réduction|descuento|sconto|korting'
	],
	[
		'shipping',
		'shipping|shipping cost|shipping total|postage|freight|versand|versandkosten|frais de port|livraison|envío|gastos de envío|spedizione|verzendkosten'
	],
	[
		'tax',
		'tax|taxes|vat|sales tax|tax total|steuer|mwst|mwst.|ust|umsatzsteuer|taxe|taxes|tva|impuesto|impuestos|iva|imposta|btw'
	],
	[
		'total',
		'total|order total|grand total|total amount|total price|gesamt|gesamtbetrag|gesamtsumme|summe|rechnungsbetrag|montant total|total ttc'
	],
	['total', 'importe total|totale|totale ordine|totaal|totaalbedrag|dollar value|dollars'],
	[
		'refunds',
		'refunded amount|amount refunded|refund amount|refunds|refund|refunded|erstattet|erstattungsbetrag|montant remboursé|importe reembolsado|importo rimborsato|terugbetaald bedrag'
	],
	[
		'refund_date',
		'refund date|refunded at|date of refund|erstattungsdatum|date de remboursement|fecha de reembolso|data rimborso'
	],
	['country', 'country|shipping country|billing country|country code|land|pays|país|paese|ländercode'],
	['region', 'region|state|province|county|bundesland|région|provincia|regione|provincie'],
	[
		'post_code',
		'post code|postcode|postal code|zip|zip code|plz|postleitzahl|code postal|código postal|cap|billing zip|shipping zip'
	],
	[
		'channel',
		'channel|sales channel|source|order source|kanal|vertriebskanal|quelle|canal|origen|canale|kanaal|saleschannel'
	],
	[
		'discount_code',
		'discount code|coupon|coupon code|coupon codes|voucher|voucher code|promo code|gutschein|gutscheincode|code promo|cupón|codice sconto|kortingscode'
	],
	[
		'payment_method',
		'payment method|payment|gateway|payment type|zahlungsart|zahlungsmethode|moyen de paiement|mode de paiement|método de pago|forma de pago'
	],
	['payment_method', 'metodo di pagamento|betaalmethode|betaalwijze'],
	[
		'customer_since',
		'customer since|registered|registration date|kunde seit|client depuis|cliente desde|cliente dal|klant sinds'
	],
	['account', 'account|account type|customer type|kundentyp|type de client|tipo de cliente|tipo cliente|klanttype'],
	[
		'product_id',
		'product id|productid|sku|item sku|lineitem sku|stockcode|stock code|item id|product code|artikelnummer|artikelnr|artikel nr|référence|réf'
	],
	['product_id', 'référence produit|código|código de producto|codice articolo|codice prodotto|artikelcode'],
	[
		'product_name',
		'product name|product|item name|lineitem name|item|description|product title|produkt|produktname|artikel|artikelbezeichnung|bezeichnung'
	],
	[
		'product_name',
		'produit|nom du produit|désignation|producto|artículo|prodotto|articolo|product naam|productnaam|omschrijving'
	],
	['category', 'category|product category|kategorie|warengruppe|catégorie|categoría|categoria|categorie'],
	[
		'quantity',
		'quantity|qty|units|number of items|lineitem quantity|item count|menge|anzahl|stück|quantité|qté|cantidad|quantità|aantal|number of cds|cds'
	],
	[
		'unit_price',
		'unit price|unitprice|price|item price|lineitem price|preis|einzelpreis|stückpreis|prix|prix unitaire|precio|precio unitario|prezzo|prezzo unitario'
	],
	['unit_price', 'prijs|stukprijs'],
	[
		'list_price',
		'list price|compare at price|rrp|msrp|uvp|listenpreis|prix catalogue|precio de lista|prezzo di listino|adviesprijs'
	],
	[
		'amount',
		'amount|line total|line amount|sales|revenue|item total|betrag|umsatz|positionssumme|montant|importe|importo|bedrag|omzet'
	],
	['line_discount', 'line discount|lineitem discount|item discount|positionsrabatt'],
	['kind', 'kind|type|transaction type|event type|document type|art|belegart|typ|tipo|type de document'],
	['net_items', 'net sales|net items|net amount|nettoumsatz|ventes nettes|ventas netas|vendite nette|netto omzet']
];

const places = new Map<string, { field: Field; place: number }[]>();
for (const [field, words] of WORDS) {
	for (const [i, word] of words.split('|').entries()) {
		const known = places.get(word) ?? [];
		if (!known.some((entry) => entry.field === field)) known.push({ field, place: i });
		places.set(word, known);
	}
}

/** A header as the word lists hold it: lower case, `_` and `-` as blanks, no unit in brackets. */
export function headerWord(header: string): string {
	return header
		.normalize('NFC')
		.replace(/^\uFEFF/, '')
		.replace(/\((?:[A-Z]{3}|[€£$])\)|[€£$]/g, '')
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.replace(/[\s_-]+/gu, ' ')
		.trim();
}

/** Fields that a header may stand for, with how far down its word stands (0 is surest). */
export function fieldsOf(header: string): readonly { field: Field; place: number }[] {
	return places.get(headerWord(header)) ?? places.get(headerWord(header).replaceAll(' ', '')) ?? [];
}
