import { civil } from '../ledger/calendar';
import { Xoshiro128 } from '../numeric/xoshiro';
import { Baskets } from './baskets';
import type { Line } from './baskets';
import { drawPurchases } from './buyers';
import { GOODS } from './goods';
import { HARBOUR_LANE } from './parameters';
import { ONLINE_SHOP, SHOWROOM, channelOf, person, place } from './people';
import type { Person } from './people';
import { arrivals, minutes } from './seasons';
import { exactly } from './weights';

/** An order of the sample shop, before it is printed. */
export interface SampleOrder {
	/** Days after the shop's first one. */
	day: number;
	/** 0 to 1439 */
	minute: number;
	/** null: a guest. */
	buyer: Pick<Person, 'email' | 'name'> | null;
	/** Position in COUNTRIES. */
	country: number;
	postCode: string;
	/** Position in CHANNELS. */
	channel: number;
	payment: string;
	lines: Line[];
	offer: Offer | null;
	refund: Refund | null;
}

interface Offer {
	code: string;
	percent: number;
}

interface Refund {
	/** null: the whole order with its postage. */
	pieces: Line | null;
	/** Days after the shop's first one. */
	day: number;
}

/** What an order is before offers and refunds. */
type Bought = Pick<SampleOrder, 'buyer' | 'country' | 'postCode' | 'channel' | 'payment' | 'lines'>;

/** Sequences of the seed: what one of them is used for does not move the others. */
const SEQUENCES = ['purchases', 'people', 'moments', 'baskets', 'guests', 'trade', 'offers'] as const;
const MINUTES = 1440;
const LAST_DAY = HARBOUR_LANE.lastDay - HARBOUR_LANE.firstDay;
/** Month and date of each day of the shop. */
const CALENDAR = Array.from({ length: LAST_DAY + 1 }, (_, day) => civil(HARBOUR_LANE.firstDay + day));

/** About half of all customers leave less readily than this: they lean to other goods and channels than the rest. */
const LEAVES_SOON = 0.12;
/** One order in so many comes another way than most of its customer's. */
const OTHER_CHANNEL = 7;
const PAYMENTS = ['Card', 'Card', 'Card', 'PayPal', 'PayPal', 'Bank transfer'];

/** Makes all orders of the shop, by moment; none is kept. */
export function eachSampleOrder(take: (order: SampleOrder) => void): void {
	const { seed, orders, guests, wholesale, discounted, refunded } = HARBOUR_LANE;
	const random = (sequence: (typeof SEQUENCES)[number]) => Xoshiro128.seeded(seed, SEQUENCES.indexOf(sequence));
	const purchases = drawPurchases(random('purchases'));
	const people = random('people');
	const buyers = purchases.dropout.map((leaves, number) => person(number, leaves < LEAVES_SOON ? 0 : 1, people));
	const known = new Uint8Array(buyers.length);

	// Rows: purchases of customers, then those of guests, of the trade buyer, and the test.
	const [firstGuest, firstTrade, test] = [orders, orders + guests, orders + guests + wholesale];
	const rows = test + 1;
	const queue = new Float64Array(rows);
	const moments = random('moments');
	const minute = minutes();
	const arrive = arrivals(HARBOUR_LANE.firstDay, HARBOUR_LANE.lastDay);
	for (let row = 0; row < test; row++) {
		const day =
			row < firstGuest
				? purchases.day[row]
				: row < firstTrade
					? arrive(moments)
					: tradeDay(row - firstTrade) + moments.below(5);
		queue[row] = (day * MINUTES + minute(moments)) * rows + row;
	}
	queue[test] = TEST_MINUTE * rows + test;
	queue.sort();

	const baskets = new Baskets();
	const [goods, visits, trade, offers] = [random('baskets'), random('guests'), random('trade'), random('offers')];
	const chosen = [orders, guests].map((of) => ({
		offer: exactly(Math.round(discounted * of), of),
		refund: exactly(Math.round(refunded * of), of)
	}));
	const make = (place: number): SampleOrder => {
		const row = place % rows;
		const moment = (place - row) / rows;
		const day = Math.floor(moment / MINUTES);
		const { month } = CALENDAR[day];
		const at = { day, minute: moment - day * MINUTES };
		if (row === test) return order(at, TEST);
		if (row >= firstTrade) return order(at, tradeOrder(trade));
		const guest = row >= firstGuest;
		const buyer = guest ? null : buyers[purchases.buyer[row]];
		const made = order(
			at,
			buyer === null
				? guestsOrder(baskets, month, visits)
				: customersOrder(buyer, baskets.fill(purchases.spent[row], month, buyer.leaning, goods), goods)
		);
		const { offer, refund } = chosen[guest ? 1 : 0];
		if (offer(offers)) made.offer = offerOf(month, !guest && known[purchases.buyer[row]] === 0);
		if (refund(offers)) made.refund = refundOf(made.lines, day, offers);
		if (!guest) known[purchases.buyer[row]] = 1;
		return made;
	};
	for (let i = 0; i < rows; i++) take(make(queue[i]));
}

function order({ day, minute }: Pick<SampleOrder, 'day' | 'minute'>, bought: Bought): SampleOrder {
	const { buyer, country, postCode, channel, payment, lines } = bought;
	return { day, minute, buyer, country, postCode, channel, payment, lines, offer: null, refund: null };
}

function customersOrder(buyer: Person, lines: Line[], random: Xoshiro128): Bought {
	const { country, postCode, leaning } = buyer;
	const usual = random.below(OTHER_CHANNEL) > 0;
	const channel = usual ? buyer.channel : channelOf(leaning, country, random);
	const payment = channel === SHOWROOM ? 'Card' : PAYMENTS[random.below(PAYMENTS.length)];
	return { buyer, country, postCode, channel, payment, lines };
}

/** A purchase of which nobody knows whose it is, often at the counter. */
function guestsOrder(baskets: Baskets, month: number, random: Xoshiro128): Bought {
	const { country, postCode } = place(random);
	const counter = country === 0 && random.below(3) > 0;
	return {
		buyer: null,
		country,
		postCode,
		channel: counter ? SHOWROOM : channelOf(1, country, random),
		payment: counter && random.below(3) === 0 ? 'Cash' : 'Card',
		lines: baskets.fill(GUEST_LEAST + random.below(GUEST_RANGE), month, 1, random)
	};
}
const GUEST_LEAST = 8;
const GUEST_RANGE = 70;

/** A hotel that buys for its rooms, about the middle of each month: far from all other customers. */
function tradeOrder(random: Xoshiro128): Bought {
	const lines = TRADE_GOODS.map((good) => ({ good, quantity: DOZEN * (1 + random.below(4)) }));
	return { ...TRADE_BUYER, payment: 'Bank transfer', lines: lines.slice(random.below(3)) };
}
const DOZEN = 12;
const TRADE_GOODS = ['Soy candle, Sea Salt', 'Stoneware mug', 'Water glass', 'Bath towel', 'Hand towel'].map((wanted) =>
	GOODS.findIndex(({ name }) => name === wanted)
);
const TRADE_BUYER = {
	buyer: { email: 'purchasing@brightwater-hotels.example', name: 'Brightwater Hotels' },
	country: 0,
	postCode: 'D02 X2P7',
	channel: SHOWROOM
};
const TRADE_DATE = 13;
const TRADE_DAYS = CALENDAR.flatMap(({ date }, day) => (date === TRADE_DATE ? [day] : []));
const tradeDay = (month: number): number => TRADE_DAYS[month];

/** Somebody tried the checkout on the morning the shop opened. */
const TEST: Bought = {
	buyer: { email: 'checkout@harbour-lane.example', name: 'Test Order' },
	country: 0,
	postCode: 'D02 X2P7',
	channel: ONLINE_SHOP,
	payment: 'Bogus gateway',
	lines: [{ good: 0, quantity: 1 }]
};
const TEST_MINUTE = 5 * 60 + 4;

/** @param first the first order of its customer */
function offerOf(month: number, first: boolean): Offer {
	if (month === 11) return { code: 'LANTERN20', percent: 20 };
	if (first) return { code: 'WELCOME10', percent: 10 };
	if (month === 5) return { code: 'BALCONY15', percent: 15 };
	return { code: 'LETTER10', percent: 10 };
}

/** Two in five bring everything back, the others some pieces, within three weeks or until the file was written. */
function refundOf(lines: readonly Line[], ordered: number, random: Xoshiro128): Refund {
	const day = Math.min(LAST_DAY, ordered + 3 + random.below(19));
	const onePiece = lines.length === 1 && lines[0].quantity === 1;
	if (onePiece || random.below(5) < 2) return { pieces: null, day };
	const { good, quantity } = lines[random.below(lines.length)];
	// Of a single line, at least one piece stays.
	const most = lines.length === 1 ? quantity - 1 : quantity;
	return { pieces: { good, quantity: 1 + random.below(most) }, day };
}
