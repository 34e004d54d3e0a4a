import { exactSum } from '../numeric/exactSum';
import { around, bonferroni } from '../numeric/intervals';
import { NONE } from '../tables';
import { held, isHere } from './shop';
import type { Shop } from './shop';
import { NEEDED, WORTH } from './types';
import type { Finding, HeldBack } from './types';

const FIELDS = ['country', 'channel'] as const;
type Field = (typeof FIELDS)[number];

/** Sums over customers of net now (a) and before (b), whole units, and of their products. */
interface Sums {
	a: number;
	b: number;
	aa: number;
	ab: number;
	bb: number;
}
const none = (): Sums => ({ a: 0, b: 0, aa: 0, ab: 0, bb: 0 });
function add(sums: Sums, a: number, b: number): void {
	sums.a += a;
	sums.b += b;
	sums.aa += a * a;
	sums.ab += a * b;
	sums.bb += b * b;
}

/** Customers of a country or channel, in each window. */
interface Place {
	field: Field;
	code: number;
	now: number;
	before: number;
	sums: Sums;
}

/**
 * The country (of a customer's latest order) or channel (of the first) whose part of customers' net changed most from the
 * window before: a part, so that a season or growth that moves all is no finding. Every one with enough customers in
 * either window is tested, the interval of its change by customer-clustered linearisation at 5 % / tests (Bonferroni);
 * told is the largest change whose interval is clear of 0. A field with one value says nothing that the whole does not.
 */
export function place(shop: Shop): Finding | HeldBack {
	const { ledger, facts, windows, perUnit } = shop;
	if (windows === null) return held('place', 'short');
	const { now, before } = windows;
	const total = { now: exactSum(now.net), before: exactSum(before.net) };
	const books: Record<Field, Map<number, Place>> = { country: new Map(), channel: new Map() };
	const all = none();
	let buyers = 0;
	for (let c = 0; c < ledger.customers; c++) {
		if (!isHere(shop, c)) continue;
		const a = now.net[c];
		const b = before.net[c];
		const bought = [now.orders[c] > 0 ? 1 : 0, before.orders[c] > 0 ? 1 : 0];
		const counts = bought[0] + bought[1] > 0 || a !== 0 || b !== 0;
		if (counts) {
			add(all, a, b);
			buyers++;
		}
		for (const field of FIELDS) {
			const code = facts[field][c];
			if (code === NONE) continue;
			const found = books[field].get(code) ?? { field, code, now: 0, before: 0, sums: none() };
			books[field].set(code, found);
			found.now += bought[0];
			found.before += bought[1];
			if (counts) add(found.sums, a, b);
		}
	}
	const places = FIELDS.flatMap((field) => (books[field].size > 1 ? [...books[field].values()] : []));
	if (places.length === 0) return held('place', 'absent');
	const tested = places.filter((found) => Math.max(found.now, found.before) >= NEEDED.window);
	const most = Math.max(...places.map((found) => Math.max(found.now, found.before)));
	if (tested.length === 0) return held('place', 'too-few', most, NEEDED.window);
	if (total.now <= 0 || total.before <= 0) return held('place', 'small');

	const z = bonferroni(tested.length);
	const changes = tested
		.map((found) => {
			const part = found.sums.a / total.now;
			const partBefore = found.sums.b / total.before;
			const variance = (buyers / (buyers - 1)) * squares(found.sums, all, total, part, partBefore);
			const value = part - partBefore;
			return { found, part, partBefore, value, ...around(value, Math.sqrt(Math.max(0, variance)), z) };
		})
		.filter(({ low, high }) => low > 0 || high < 0)
		.sort((x, y) => Math.abs(y.value) - Math.abs(x.value) || y.value - x.value);
	if (changes.length === 0) return held('place', 'within-chance', tested.length);
	const [{ found, part, partBefore, value, low, high }] = changes;
	if (Math.abs(value) < WORTH.change) return held('place', 'small');
	const name = ledger.dictionaries[found.field][found.code];
	return {
		kind: 'place',
		money: Math.abs(value * total.now) / perUnit,
		counts: { customers: found.now, before: found.before, tested: tested.length },
		params: {
			field: found.field,
			value: name,
			now: part,
			before: partBefore,
			sum: found.sums.a / perUnit,
			difference: { value, low, high }
		},
		evidence: { show: 'customers', rule: { kind: found.field, values: [name] } }
	};
}

/**
 * Σ (influence of a customer on the difference of the two parts)²: (1 − p) a / A − (1 − q) b / B within the place,
 * −p a / A + q b / B outside, p and q the parts, A and B the totals; from sums alone, so that a thousand places cost no
 * more than one.
 */
function squares(within: Sums, all: Sums, total: { now: number; before: number }, p: number, q: number): number {
	const of = ({ aa, ab, bb }: Sums, u: number, v: number): number => {
		const [x, y] = [u / total.now, v / total.before];
		return x * x * aa - 2 * x * y * ab + y * y * bb;
	};
	const outside = { ...none(), aa: all.aa - within.aa, ab: all.ab - within.ab, bb: all.bb - within.bb };
	return of(within, 1 - p, 1 - q) + of(outside, p, q);
}
