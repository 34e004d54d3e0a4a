import { isIn, orderValues } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import type { Ledger, LedgerColumn, Selection } from '../ledger/types';
import { NONE } from '../tables';
import { ownGaps } from './ownGaps';
import { usualGap } from './shopGaps';
import { FEW } from './types';
import type { Feature, FeatureName, ShopGaps } from './types';

/** Features that every shop has, in the order of a row's first places. */
const MEASURED: readonly FeatureName[] = ['recency', 'frequency', 'overdue', 'spend-trend', 'discounts', 'tenure'];
const PRODUCTS = 8;
const CHANNELS = 6;
/** A factor by which the value of purchases counts as changed at most: refunds leave next to nothing of some. */
const MOST_CHANGE = 10;

export const isMeasured = ({ name }: Feature): boolean => MEASURED.includes(name);

/**
 * What to look at: the measured features, the commonest first products and first channels up to the cut, those of
 * {@link FEW} customers at least.
 */
export function chooseFeatures(ledger: Ledger, cut: Cut, selection: Selection): Feature[] {
	const products = new Map<number, number>();
	const channels = new Map<number, number>();
	const count = (counts: Map<number, number>, value: number): void => {
		if (value !== NONE) counts.set(value, (counts.get(value) ?? 0) + 1);
	};
	for (let c = 0; c < ledger.customers; c++) {
		if (cut.end[c] === ledger.offset[c] || !isIn(selection, c)) continue;
		count(products, ledger.firstProduct[ledger.offset[c]]);
		count(channels, firstChannel(ledger, cut, c));
	}
	return [
		...MEASURED.map((name) => ({ name, value: NONE })),
		...commonest(products, PRODUCTS).map((value) => ({ name: 'product', value }) as const),
		...commonest(channels, CHANNELS).map((value) => ({ name: 'channel', value }) as const)
	];
}

function commonest(counts: ReadonlyMap<number, number>, most: number): number[] {
	return [...counts]
		.filter(([, customers]) => customers >= FEW)
		.toSorted(([value, customers], [other, others]) => others - customers || value - other)
		.slice(0, most)
		.map(([value]) => value);
}

/** Channel of the first order that names one, or NONE. */
function firstChannel({ offset, channel }: Ledger, { end }: Cut, customer: number): number {
	for (let i = offset[customer]; i < end[customer]; i++) if (channel[i] !== NONE) return channel[i];
	return NONE;
}

/** Writes what is known of a customer with an order by the cut into a row: a place a feature, all finite. */
export type FeatureReader = (customer: number, row: Float64Array) => void;

export function featureReader(
	ledger: Ledger,
	cut: Cut,
	{ features, shop }: { features: readonly Feature[]; shop: ShopGaps }
): FeatureReader {
	const { offset, day, discount, currency, firstProduct } = ledger;
	const own = ownGaps(
		ledger,
		cut,
		shop.numbers.map(({ typical }) => typical)
	);
	const values = valuesBy(ledger, cut.day);
	const placesOf = (name: FeatureName): Map<number, number> =>
		new Map(features.flatMap((feature, place) => (feature.name === name ? [[feature.value, place]] : [])));
	const products = placesOf('product');
	const channels = placesOf('channel');

	return (customer, row) => {
		const from = offset[customer];
		const to = cut.end[customer];
		const gaps = own.count[customer];
		const silence = cut.day + 1 - day[to - 1];
		const half = (gaps + 1) >> 1;
		let earlier = 0;
		let later = 0;
		let discounted = 0;
		let currencies = 1;
		for (let i = from, purchase = 0; i < to; i++) {
			if (i > from && day[i] !== day[i - 1]) purchase++;
			if (purchase < half) earlier += values[i];
			else if (purchase > gaps - half) later += values[i];
			if (discount[i] > 0) discounted++;
			if (currency[i] !== currency[from]) currencies = 2;
		}
		row.fill(0);
		row[0] = Math.log(silence);
		row[1] = Math.log(gaps + 1);
		row[2] = Math.log(silence / usualGap(gaps, own.mean[customer], shop));
		row[3] = half === 0 || currencies > 1 ? 0 : changeOf(earlier, later);
		row[4] = discounted / (to - from);
		row[5] = Math.log(cut.day + 1 - day[from]);
		const product = products.get(firstProduct[from]);
		if (product !== undefined) row[product] = 1;
		const channel = channels.get(firstChannel(ledger, cut, customer));
		if (channel !== undefined) row[channel] = 1;
	};
}

/** log(later / earlier) of sums over as many purchase days each. */
function changeOf(earlier: number, later: number): number {
	if (earlier <= 0 && later <= 0) return 0;
	if (earlier <= 0) return Math.log(MOST_CHANGE);
	return Math.log(Math.min(MOST_CHANGE, Math.max(1 / MOST_CHANGE, later / earlier)));
}

/** Values of orders by a day, each in its own currency. */
function valuesBy(ledger: Ledger, day: number): LedgerColumn {
	const columns = ledger.currencies.map((_, currency) => orderValues(ledger, day, currency));
	if (columns.length === 1) return columns[0];
	const values = new Float64Array(ledger.orders);
	for (const column of columns) for (let i = 0; i < values.length; i++) values[i] += column[i];
	return values;
}
