import type { Preset } from './preset';

/** UCI Online Retail, and II with its other header names: a row an invoice line, credits as invoices of their own. */
export const uciOnlineRetail: Preset = {
	id: 'uci.online_retail',
	required: [['invoiceno', 'invoice'], ['stockcode'], ['invoicedate'], ['customerid', 'customer id']],
	forbidden: [],
	rules: 'uci',
	fields: {
		order_id: ['invoiceno', 'invoice'],
		customer_id: ['customerid', 'customer id'],
		date: ['invoicedate'],
		country: ['country'],
		product_id: ['stockcode'],
		product_name: ['description'],
		quantity: ['quantity'],
		unit_price: ['unitprice', 'price']
	},
	identity: [{ kind: 'id', headers: ['customerid', 'customer id'], prefix: 'uci:' }],
	currency: 'GBP',
	dateOrder: 'mdy'
};
