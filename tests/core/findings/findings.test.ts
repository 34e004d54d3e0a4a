import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import type { CountingDefinition } from '$workers/core/counting';
import { findings } from '$workers/core/findings/findings';
import { FINDING_KINDS } from '$workers/core/findings/types';
import type { Finding, FindingKind, FindingsResult, HeldBack } from '$workers/core/findings/types';
import { openLedger } from '$workers/core/ledger/ledger';
import { selectCustomers } from '$workers/core/ledger/selection';
import { dataSet, dayOf } from '../helpers/dataSet';
import type { PlainOrder, PlainRefund } from '../helpers/dataSet';

/** Day numbers count from this one. */
const START = dayOf('2022-01-01');

function found(
	orders: PlainOrder[],
	refunds: PlainRefund[] = [],
	counting: Partial<CountingDefinition> = {}
): FindingsResult {
	return findings(openLedger({ ...DEFAULT_COUNTING, ...counting }, dataSet(orders, refunds)), {
		asOf: null,
		selection: null
	});
}

function told<K extends FindingKind>(result: FindingsResult, kind: K): Extract<Finding, { kind: K }> {
	const finding = result.told.find((one) => one.kind === kind);
	if (!finding)
		throw new Error(`${kind} is held back: ${JSON.stringify(result.held.find((one) => one.kind === kind))}`);
	return finding as Extract<Finding, { kind: K }>;
}
const heldBack = (result: FindingsResult, kind: FindingKind): HeldBack | undefined =>
	result.held.find((one) => one.kind === kind);

/** `n` times, each with its place from 0. */
const times = <T>(n: number, make: (i: number) => T | T[]): T[] =>
	Array.from({ length: n }, (_, i) => make(i)).flat() as T[];
const order = (customer: string, day: number, gross = 10_00, rest: Partial<PlainOrder> = {}): PlainOrder => ({
	customer,
	day: START + day,
	gross,
	...rest
});

describe('good customers gone silent', () => {
	/** Five who come every ten days until day 200: 100 gaps of ten days. */
	const regulars = times(5, (i) => times(21, (k) => order(`r${i}`, 10 * k)));
	const quiet = (n: number) => times(n, (i) => [0, 10, 20].map((day) => order(`s${i}`, day)));

	it('are those silent for over twice their own gap and the shop’s', () => {
		const finding = told(found([...regulars, ...quiet(10)]), 'silent');
		expect(finding.counts).toEqual({ silent: 10, known: 15 });
		expect(finding.money).toBe(300);
		expect(finding.params).toMatchObject({ shopGap: 10, share: { count: 10, of: 15 } });
		expect(finding.evidence).toEqual({ show: 'customers', rule: { kind: 'group', group: 'silent', among: null } });
	});

	it('are not told below ten of them', () => {
		expect(heldBack(found([...regulars, ...quiet(9)]), 'silent')).toMatchObject({
			reason: 'too-few',
			had: 9,
			needed: 10
		});
	});

	it('are not told where the shop has too few gaps', () => {
		// Ten customers with two gaps each, and one who makes day 200 the last.
		expect(heldBack(found([...quiet(10), order('x', 200)]), 'silent')).toMatchObject({
			reason: 'too-few',
			had: 20,
			needed: 30
		});
	});

	it('are not those whose own gap is long, nor those of two purchase days', () => {
		const slow = times(10, (i) => [0, 60, 120].map((day) => order(`l${i}`, day)));
		const twice = times(10, (i) => [0, 10].map((day) => order(`t${i}`, day)));
		// Day 200: 80 days of silence are under twice 60.
		expect(heldBack(found([...regulars, ...slow, ...twice]), 'silent')).toMatchObject({ reason: 'too-few', had: 0 });
	});

	it('the money is that of the 12 months to the last order, less what was given back', () => {
		const early = order('s0', -400, 500_00);
		const refund: PlainRefund = { customer: 's1', day: START + 30, amount: 4_00 };
		expect(told(found([early, ...regulars, ...quiet(10)], [refund]), 'silent').money).toBe(296);
	});
});

describe('concentration', () => {
	const shop = (best: number, rest: number, gross = 100_00) => [
		...times(best, (i) => order(`b${i}`, 0, gross)),
		...times(rest, (i) => order(`c${i}`, 0))
	];

	it('is what the best tenth of a hundred customers brings', () => {
		const finding = told(found(shop(10, 90)), 'concentration');
		expect(finding.counts).toEqual({ best: 10, customers: 100, silent: 0 });
		expect(finding.money).toBe(1000);
		expect(finding.params.share).toBe(1000 / 1900);
	});

	it('is not told of fewer than a hundred, nor where all bring about the same', () => {
		expect(heldBack(found(shop(10, 89)), 'concentration')).toMatchObject({ reason: 'too-few', had: 99, needed: 100 });
		expect(heldBack(found(shop(10, 90, 11_00)), 'concentration')).toMatchObject({ reason: 'small' });
	});
});

describe('a first product', () => {
	/** `n` customers who began with it on day 0, of whom `back` bought again after `gap` days. */
	const buyers = (product: number | undefined, n: number, back: number, gap = 100) =>
		times(n, (i) => [
			order(`p${product}-${i}`, 0, 10_00, { product }),
			...(i < back ? [order(`p${product}-${i}`, gap)] : [])
		]);
	const today = order('today', 400);

	it('whose buyers come back more than the rest is told', () => {
		const finding = told(found([...buyers(1, 40, 30), ...buyers(2, 40, 10), today]), 'first-product');
		expect(finding.counts).toEqual({ came: 40, others: 40, tested: 2 });
		expect(finding.params).toMatchObject({
			product: 1,
			share: { count: 30, of: 40 },
			rest: { count: 10, of: 40 },
			difference: { value: 0.5 }
		});
		// 40 first orders and 30 later ones at 10.
		expect(finding.money).toBe(700);
		expect(finding.evidence).toEqual({ show: 'customers', rule: { kind: 'first-product', products: [1] } });
	});

	it('is tested at 5 % shared by the products', () => {
		// 26 of 40 against 17 of 40: alone beyond chance (0.004 up), as one of two not.
		const mixed = [...buyers(1, 40, 26), ...buyers(2, 40, 17), today];
		expect(heldBack(found(mixed), 'first-product')).toMatchObject({ reason: 'within-chance', had: 2 });
		const alone = [...buyers(1, 40, 26), ...buyers(undefined, 40, 17), today];
		expect(told(found(alone), 'first-product').counts.tested).toBe(1);
	});

	it('is not told on few customers, without products, or for a return on the same day or after a year', () => {
		const few = [...buyers(1, 29, 29), ...buyers(undefined, 40, 0), today];
		expect(heldBack(found(few), 'first-product')).toMatchObject({ reason: 'too-few', had: 29, needed: 30 });
		expect(heldBack(found([...buyers(undefined, 40, 0), today]), 'first-product')).toMatchObject({ reason: 'absent' });
		const sameDay = [...buyers(1, 40, 40, 0), ...buyers(2, 40, 0), today];
		expect(heldBack(found(sameDay), 'first-product')).toMatchObject({ reason: 'within-chance' });
		const late = [...buyers(1, 40, 40, 366), ...buyers(2, 40, 0), today];
		expect(heldBack(found(late), 'first-product')).toMatchObject({ reason: 'within-chance' });
	});
});

describe('newer customers against older ones', () => {
	const QUARTERS = ['2022-01-10', '2022-04-10', '2022-07-10', '2022-10-10', '2023-01-10', '2023-04-10'];
	/** `n` customers a quarter, of whom so many order in the next; the first quarter is left out, the last is only the end. */
	const shop = (n: number, back: number[], end = '2023-06-30') => [
		...back.flatMap((some, q) =>
			times(n, (i) => [
				{ customer: `q${q}-${i}`, day: QUARTERS[q], gross: 10_00 },
				...(i < some ? [{ customer: `q${q}-${i}`, day: QUARTERS[q + 1], gross: 10_00 }] : [])
			])
		),
		{ customer: 'end', day: end, gross: 10_00 }
	];

	it('come back less: 10 of 100 where it was 40 of 100', () => {
		const finding = told(found(shop(50, [50, 20, 20, 5, 5])), 'newer-customers');
		expect(finding.params).toMatchObject({
			verdict: 'less',
			period: 'quarter',
			newer: { count: 10, of: 100 },
			older: { count: 40, of: 100 },
			least: 0.1,
			most: 0.4,
			since: '2022-Q4'
		});
		expect(finding.counts).toEqual({ newer: 100, older: 100, cohorts: 4 });
		// 100 first orders and 10 later ones of the newer half.
		expect(finding.money).toBe(1100);
	});

	it('come back more where the difference is the other way', () => {
		expect(told(found(shop(50, [50, 5, 5, 20, 20])), 'newer-customers').params.verdict).toBe('more');
	});

	it('"as often" is told only where the whole interval is within five points', () => {
		expect(told(found(shop(400, [0, 4, 4, 4, 4])), 'newer-customers').params.verdict).toBe('same');
		expect(heldBack(found(shop(50, [0, 20, 20, 20, 20])), 'newer-customers')).toMatchObject({
			reason: 'within-chance'
		});
	});

	it('are not compared in cohorts under thirty, nor in fewer than four', () => {
		expect(heldBack(found(shop(29, [0, 20, 20, 5, 5])), 'newer-customers')).toMatchObject({
			reason: 'too-few',
			had: 0,
			needed: 4
		});
		expect(heldBack(found(shop(50, [0, 20, 5], '2022-12-31')), 'newer-customers')).toMatchObject({
			reason: 'too-few',
			had: 2
		});
	});
});

describe('shares of discounts and refunds', () => {
	/** `n` customers on day 0 and others on day 99, so that the halves are days 0 to 49 and 50 to 99. */
	const shop = (n: number, before: (i: number) => number, now: (i: number) => number) => [
		...times(n, (i) => order(`a${i}`, 0, 100_00, { id: `a${i}`, discount: before(i) })),
		...times(n, (i) => order(`b${i}`, 99, 100_00, { id: `b${i}`, discount: now(i) }))
	];
	const none = () => 0;

	it('discounts that rose from 10 to 20 % of gross', () => {
		const finding = told(
			found(
				shop(
					30,
					() => 10_00,
					() => 20_00
				)
			),
			'discounts'
		);
		expect(finding.params).toMatchObject({ now: 0.2, before: 0.1, sum: 600 });
		expect(finding.params.difference.value).toBeCloseTo(0.1, 12);
		expect(finding.money).toBeCloseTo(300, 9);
		expect(finding.counts).toEqual({ customers: 30, before: 30 });
	});

	it('are not told on 29 customers, within chance, under a point, or where there are none', () => {
		expect(
			heldBack(
				found(
					shop(
						29,
						() => 10_00,
						() => 20_00
					)
				),
				'discounts'
			)
		).toMatchObject({
			reason: 'too-few',
			had: 29,
			needed: 30
		});
		const scattered = shop(
			30,
			(i) => (i < 15 ? 0 : 20_00),
			(i) => (i < 14 ? 0 : 20_00)
		);
		expect(heldBack(found(scattered), 'discounts')).toMatchObject({ reason: 'within-chance' });
		expect(
			heldBack(
				found(
					shop(
						30,
						() => 10_00,
						() => 10_50
					)
				),
				'discounts'
			)
		).toMatchObject({ reason: 'small' });
		expect(heldBack(found(shop(30, none, none)), 'discounts')).toMatchObject({ reason: 'absent' });
	});

	it('refunds that rose from nothing to 10 %', () => {
		const refunds = times(30, (i): PlainRefund => ({ order: `b${i}`, ofOrder: true, amount: 10_00 }));
		const finding = told(found(shop(30, none, none), refunds), 'refunds');
		expect(finding.params).toMatchObject({ now: 0.1, before: 0, sum: 300 });
		expect(finding.money).toBeCloseTo(300, 9);
	});

	it('a fall of refunds is not told where those of the newest orders are still to come', () => {
		const refunds = times(30, (i): PlainRefund => ({
			order: `a${i}`,
			customer: `a${i}`,
			day: START + 5,
			amount: 10_00
		}));
		expect(heldBack(found(shop(30, none, none), refunds), 'refunds')).toMatchObject({ reason: 'unfinished' });
		const own = found(shop(30, none, none), refunds, { refundsIn: 'own-period' });
		expect(told(own, 'refunds').params).toMatchObject({ now: 0, before: 0.1 });
	});

	it('are of no data of one day', () => {
		expect(heldBack(found(times(40, (i) => order(`a${i}`, 0, 10_00, { discount: 1_00 }))), 'discounts')).toMatchObject({
			reason: 'short'
		});
	});
});

describe('a country or channel', () => {
	/** Customers of two countries, each with an order on day 0 and on day 99. */
	const shop = (n: number, first: number, second: number, country = (name: string): string => name) =>
		times(n, (i) => [
			order(`x${i}`, 0, 10_00, { country: country('X') }),
			order(`x${i}`, 99, first, { country: country('X') }),
			order(`y${i}`, 0, 10_00, { country: country('Y') }),
			order(`y${i}`, 99, second, { country: country('Y') })
		]);

	it('whose part of net changed most is told, tested among all', () => {
		const finding = told(found(shop(40, 30_00, 10_00)), 'place');
		// 400 of 800 before, 1200 of 1600 now.
		expect(finding.params).toMatchObject({ field: 'country', value: 'X', now: 0.75, before: 0.5, sum: 1200 });
		expect(finding.money).toBe(400);
		expect(finding.counts).toEqual({ customers: 40, before: 40, tested: 2 });
		// Influence of a customer of X: 0.25 × 30/1600 − 0.5 × 10/800 = −0.0015625, of Y the opposite; 80 of them; z of 2.5 %.
		const error = Math.sqrt((80 / 79) * 80 * 0.0015625 ** 2);
		expect(finding.params.difference.low).toBeCloseTo(0.25 - 2.241402727604947 * error, 10);
		expect(finding.params.difference.high).toBeCloseTo(0.25 + 2.241402727604947 * error, 10);
		expect(finding.evidence).toEqual({ show: 'customers', rule: { kind: 'country', values: ['X'] } });
	});

	it('is not told where all grew alike, where there is one only, or on few customers', () => {
		expect(heldBack(found(shop(40, 30_00, 30_00)), 'place')).toMatchObject({ reason: 'within-chance', had: 2 });
		expect(heldBack(found(shop(40, 30_00, 10_00, () => 'X')), 'place')).toMatchObject({ reason: 'absent' });
		expect(heldBack(found(shop(29, 30_00, 10_00)), 'place')).toMatchObject({ reason: 'too-few', had: 29 });
	});
});

describe('customers who ordered once', () => {
	const shop = (n: number, once: number, day = 0) => [
		...times(n, (i) => [order(`c${i}`, day), ...(i < once ? [] : [order(`c${i}`, day + 20)])]),
		order('new', 400)
	];

	it('are told of those who came a year ago or earlier', () => {
		const finding = told(found(shop(30, 20)), 'once');
		expect(finding.counts).toEqual({ once: 20, old: 30 });
		expect(finding.money).toBe(200);
		expect(finding.params.share).toMatchObject({ count: 20, of: 30 });
	});

	it('are not told of 29, nor of data shorter than a year', () => {
		expect(heldBack(found(shop(29, 20)), 'once')).toMatchObject({ reason: 'too-few', had: 29, needed: 30 });
		expect(heldBack(found(shop(30, 20, 300)), 'once')).toMatchObject({ reason: 'short' });
	});
});

describe('orders without a customer', () => {
	const shop = (n: number, gross = 10_00) => [
		order('a', 0),
		...times(n, () => ({ day: START + 99, gross })),
		order('b', 99, 300_00)
	];

	it('are told by their part of the money', () => {
		const finding = told(found(shop(30)), 'guests');
		expect(finding.counts).toEqual({ orders: 30, all: 31 });
		expect(finding.money).toBe(300);
		expect(finding.params.share).toBe(0.5);
	});

	it('are not told of 29, under a twentieth, where there are none, or of a selection', () => {
		expect(heldBack(found(shop(29)), 'guests')).toMatchObject({ reason: 'too-few', had: 29, needed: 30 });
		expect(heldBack(found(shop(30, 10)), 'guests')).toMatchObject({ reason: 'small' });
		expect(heldBack(found(shop(0)), 'guests')).toMatchObject({ reason: 'absent' });
		const ledger = openLedger(DEFAULT_COUNTING, dataSet(shop(30)));
		const selection = selectCustomers(ledger, { kind: 'orders', min: 1, max: null }, { asOf: null });
		expect(heldBack(findings(ledger, { asOf: null, selection }), 'guests')).toMatchObject({ reason: 'absent' });
	});
});

describe('all findings', () => {
	it('are ranked by money, and every kind is told or held back', () => {
		const orders = [
			...times(10, (i) => order(`b${i}`, 0, 100_00)),
			...times(90, (i) => order(`c${i}`, 0)),
			order('today', 400)
		];
		const result = found(orders);
		expect(result.told.map(({ kind, money }) => [kind, money])).toEqual([
			['once', 1900],
			['concentration', 1010]
		]);
		expect([...result.told, ...result.held].map(({ kind }) => kind).sort()).toEqual([...FINDING_KINDS].sort());
		expect(result).toMatchObject({ currency: 'EUR', windows: 'halves', asOf: START + 400 });
	});

	it('wait for a currency where there are several', () => {
		const result = found([order('a', 0, 100, { currency: 'EUR' }), order('b', 1, 100, { currency: 'USD' })]);
		expect(result.told).toEqual([]);
		expect(result.held.every(({ reason }) => reason === 'no-currency')).toBe(true);
		expect(result.held).toHaveLength(FINDING_KINDS.length);
	});

	it('are none without orders, and none of one customer or of guests alone', () => {
		expect(found([])).toMatchObject({ asOf: null, told: [], held: [] });
		expect(found([order('a', 0)]).told).toEqual([]);
		expect(found([{ day: START, gross: 100 }]).told).toEqual([]);
	});
});
