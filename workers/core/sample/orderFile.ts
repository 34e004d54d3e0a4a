import { isoDate } from '../ledger/calendar';
import type { Mapping } from '../import/types';
import type { Line } from './baskets';
import { GOODS } from './goods';
import { eachSampleOrder } from './orders';
import type { SampleOrder } from './orders';
import { HARBOUR_LANE } from './parameters';
import { CHANNELS, COUNTRIES, SHOWROOM } from './people';
import { TextBytes } from './textBytes';
import { SAMPLE_NAME } from './types';

const HEADER = [
	'Order',
	'Created at',
	'Status',
	'Currency',
	'Email',
	'Name',
	'Country',
	'Post code',
	'Channel',
	'Payment method',
	'Discount code',
	'SKU',
	'Product',
	'Category',
	'Quantity',
	'Unit price',
	'Discount',
	'Shipping',
	'Tax',
	'Total',
	'Refunded',
	'Refunded at'
] as const;

/**
 * How {@link sampleFile} is to be read. No layout of a platform that is known here prints categories, so it is a file of
 * its own that is read by a mapping, like any other shop's.
 */
export const SAMPLE_MAPPING = {
	name: SAMPLE_NAME,
	columns: {
		order_id: 'Order',
		date: 'Created at',
		status: 'Status',
		currency: 'Currency',
		email: 'Email',
		name: 'Name',
		country: 'Country',
		post_code: 'Post code',
		channel: 'Channel',
		payment_method: 'Payment method',
		discount_code: 'Discount code',
		product_id: 'SKU',
		product_name: 'Product',
		category: 'Category',
		quantity: 'Quantity',
		unit_price: 'Unit price',
		discount: 'Discount',
		shipping: 'Shipping',
		tax: 'Tax',
		total: 'Total',
		refunds: 'Refunded',
		refund_date: 'Refunded at'
	},
	header: true,
	delimiter: ',',
	encoding: 'utf-8',
	date_order: 'ymd',
	decimal: '.'
} as const satisfies Mapping;

const FIRST_NUMBER = 1001;
/** Cells of an order's own fields that its further lines leave empty: between its number and the line's cells, and behind these. */
const EMPTY_BEFORE = ','.repeat(HEADER.indexOf('SKU'));
const EMPTY_AFTER = `${','.repeat(HEADER.length - HEADER.indexOf('Discount'))}\n`;
const FREE_SHIPPING = 75;
const POSTAGE = { home: 490, abroad: 890 };
const DATES = Array.from({ length: HARBOUR_LANE.lastDay - HARBOUR_LANE.firstDay + 1 }, (_, day) =>
	isoDate(HARBOUR_LANE.firstDay + day)
);

/**
 * The order export of the sample shop: CSV, a row a line of an order, the order's own fields on its first row.
 * The same bytes in every engine: random numbers are whole or exact binary fractions, logarithms and exponentials are
 * made of the four operations that ECMAScript fixes to the bit, and money is computed in whole euros and cents.
 * @returns UTF-8 in parts, about 6 MB together
 */
export function sampleFile(): Uint8Array<ArrayBuffer>[] {
	const encoder = new TextEncoder();
	const goods = GOODS.map(({ sku, name, category }) => encoder.encode(`${sku},${quoted(name)},${quoted(category)},`));
	const people = new Map<Buyer, Uint8Array>();
	const cellsOf = (buyer: Buyer): Uint8Array => {
		const known = people.get(buyer);
		if (known !== undefined) return known;
		const cells = encoder.encode(`${buyer.email},${buyer.name}`);
		people.set(buyer, cells);
		return cells;
	};
	const out = new TextBytes();
	out.ascii(`${HEADER.join(',')}\n`);
	let number = FIRST_NUMBER;
	eachSampleOrder((order) => {
		for (const [i, { good, quantity }] of order.lines.entries()) {
			out.ascii('HL-');
			out.whole(number);
			if (i > 0) out.ascii(EMPTY_BEFORE);
			else addBefore(out, order, order.buyer === null ? GUEST : cellsOf(order.buyer));
			out.add(goods[good]);
			out.whole(quantity);
			out.amount(GOODS[good].price * 100);
			if (i > 0) out.ascii(EMPTY_AFTER);
			else addAfter(out, order);
		}
		number++;
	});
	return out.parts();
}
type Buyer = NonNullable<SampleOrder['buyer']>;
const GUEST = new TextEncoder().encode(',Guest');

/** An order's own cells between its number and those of its line. */
function addBefore(out: TextBytes, order: SampleOrder, person: Uint8Array): void {
	const { day, minute, refund, country, postCode, channel, payment, offer } = order;
	out.ascii(',');
	out.ascii(DATES[day]);
	out.ascii(' ');
	out.twoDigits(Math.floor(minute / 60));
	out.ascii(':');
	out.twoDigits(minute % 60);
	out.ascii(refund === null ? ',paid,' : refund.pieces === null ? ',refunded,' : ',partially refunded,');
	out.ascii(HARBOUR_LANE.currency);
	out.ascii(',');
	out.add(person);
	for (const cell of [COUNTRIES[country].code, postCode, CHANNELS[channel], payment, offer?.code ?? '']) {
		out.ascii(',');
		out.ascii(cell);
	}
	out.ascii(',');
}

/** An order's own cells behind those of its line: its money. */
function addAfter(out: TextBytes, { channel, country, lines, offer, refund }: SampleOrder): void {
	const { tax: rate } = COUNTRIES[country];
	const gross = lines.reduce((sum, line) => sum + priceOf(line), 0);
	const percent = offer?.percent ?? 0;
	const discount = gross * percent;
	const merchandise = gross * 100 - discount;
	const free = channel === SHOWROOM || merchandise >= FREE_SHIPPING * 100;
	const shipping = free ? 0 : country === 0 ? POSTAGE.home : POSTAGE.abroad;
	const total = merchandise + shipping;
	const back = refund === null ? 0 : refund.pieces === null ? total : priceOf(refund.pieces) * (100 - percent);
	out.amount(discount);
	out.amount(shipping);
	out.amount(Math.round((total * rate) / (100 + rate)));
	out.amount(total);
	out.amount(back);
	out.ascii(',');
	if (refund !== null) out.ascii(DATES[refund.day]);
	out.ascii('\n');
}

const priceOf = ({ good, quantity }: Line): number => GOODS[good].price * quantity;
const quoted = (text: string): string => (text.includes(',') ? `"${text}"` : text);
