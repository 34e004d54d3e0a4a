/** Order files that the journeys make themselves: small ones whose figures were worked out by hand, big ones from a seed. */

/**
 * Ten records under headers that say nothing, every date ambiguous. Read day first: Ann 01 Feb 10.00 and 02 Mar 20.00;
 * Ben 05 Feb 30.00; Cleo 10 Mar 40.00, 11 Apr 50.00, 12 May 60.50; Dora 07 May 5.25. Line 9 has no amount that can be
 * read, line 10 blanks only, line 11 no such day.
 */
export const PLAIN_SHOP = `Ref;Who;When;Sum
A1;ann@example.com;01/02/2024;10.00
A2;ann@example.com;02/03/2024;20.00
A3;ben@example.com;05/02/2024;30.00
A4;cleo@example.com;10/03/2024;40.00
A5;cleo@example.com;11/04/2024;50.00
A6;cleo@example.com;12/05/2024;60.50
A7;dora@example.com;07/05/2024;5.25
A8;eve@example.com;08/05/2024;twelve
;;;
A9;eve@example.com;13/13/2024;12.00
`;

/** The same shop a month later: one order that is known already, one new one of Ann. */
export const PLAIN_SHOP_LATER = `Ref;Who;When;Sum
A7;dora@example.com;07/05/2024;5.25
B1;ann@example.com;09/06/2024;100.00
`;

const SHOPIFY_HEADER = [
	'Name',
	'Email',
	'Financial Status',
	'Currency',
	'Subtotal',
	'Shipping',
	'Taxes',
	'Total',
	'Discount Amount',
	'Created at',
	'Lineitem quantity',
	'Lineitem name',
	'Lineitem price',
	'Lineitem sku',
	'Billing Name',
	'Cancelled at',
	'Payment Method',
	'Refunded Amount',
	'Id',
	'Source'
];

/**
 * A Shopify export: five orders of three people; #1004 is cancelled, #1003 gives 10.00 of its 30.00 back.
 * Counted: 4 orders, gross 125.00, discounts 5.00, refunds 10.00, net 110.00.
 */
export const SHOPIFY = [
	SHOPIFY_HEADER,
	[
		'#1001',
		'ann@example.com',
		'paid',
		'EUR',
		'45.00',
		'0.00',
		'0.00',
		'45.00',
		'5.00',
		'2024-01-05 10:15:00 +0100',
		'2',
		'Mug',
		'20.00',
		'MUG',
		'Ann',
		'',
		'Card',
		'0.00',
		'1',
		'web'
	],
	[
		'#1001',
		'ann@example.com',
		'',
		'',
		'',
		'',
		'',
		'',
		'',
		'2024-01-05 10:15:00 +0100',
		'1',
		'Tea',
		'10.00',
		'TEA',
		'',
		'',
		'',
		'',
		'',
		''
	],
	[
		'#1002',
		'ben@example.com',
		'paid',
		'EUR',
		'25.00',
		'0.00',
		'0.00',
		'25.00',
		'0.00',
		'2024-01-20 12:00:00 +0100',
		'1',
		'Bowl',
		'25.00',
		'BOWL',
		'Ben',
		'',
		'Card',
		'0.00',
		'2',
		'web'
	],
	[
		'#1003',
		'ann@example.com',
		'partially_refunded',
		'EUR',
		'30.00',
		'0.00',
		'0.00',
		'30.00',
		'0.00',
		'2024-02-03 09:00:00 +0100',
		'3',
		'Tea',
		'10.00',
		'TEA',
		'Ann',
		'',
		'Card',
		'10.00',
		'3',
		'web'
	],
	[
		'#1004',
		'cleo@example.com',
		'paid',
		'EUR',
		'99.00',
		'0.00',
		'0.00',
		'99.00',
		'0.00',
		'2024-02-10 09:00:00 +0100',
		'1',
		'Vase',
		'99.00',
		'VASE',
		'Cleo',
		'2024-02-11 09:00:00 +0100',
		'Card',
		'0.00',
		'4',
		'web'
	],
	[
		'#1005',
		'cleo@example.com',
		'paid',
		'EUR',
		'20.00',
		'0.00',
		'0.00',
		'20.00',
		'0.00',
		'2024-02-12 09:00:00 +0100',
		'1',
		'Mug',
		'20.00',
		'MUG',
		'Cleo',
		'',
		'Card',
		'0.00',
		'5',
		'web'
	]
]
	.map((cells) => `${cells.join(',')}\n`)
	.join('');

/** Uniform numbers in [0, 1) by mulberry32. */
function uniform(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Orders in the layout of a Shopify export, one line each, about 110 bytes a row; `prefix` keeps the ids of two files apart. */
export function manyOrders(rows: number, prefix: string, seed = 1): string {
	const next = uniform(seed);
	const parts = [
		'Name,Email,Financial Status,Currency,Subtotal,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price\n'
	];
	const customers = Math.ceil(rows * 0.27);
	for (let i = 0; i < rows; i++) {
		const day = new Date(Date.UTC(2022, 0, 1 + Math.floor(next() * 730))).toISOString().slice(0, 10);
		const price = (1 + Math.floor(next() * 9900)) / 100;
		const who = Math.floor(customers * next() ** 2);
		parts.push(
			`#${prefix}${i + 1},customer${who}@example.com,paid,EUR,${price.toFixed(2)},${price.toFixed(2)},0.00,${day} 10:00:00 +0000,1,Article ${Math.floor(next() * 400)},${price.toFixed(2)}\n`
		);
	}
	return parts.join('');
}
