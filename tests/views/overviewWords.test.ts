import { describe, expect, it } from 'vitest';
import { DEFINITIONS } from '../../src/lib/format/definitions';
import { copyText, countsSentence, explanation } from '../../src/lib/format/explanations';
import { findingWords, heldSentence, heldWords } from '../../src/lib/format/findings';
import { overviewFigures } from '../../src/lib/format/overviewFigures';
import { againstWords, changeWords, layersTitle, overviewTitle } from '../../src/lib/format/overviewWords';
import { DEFAULT_COUNTING } from '../../workers/core/counting';
import { FINDING_KINDS, type Finding, type HeldBack } from '../../workers/core/findings/types';
import { openLedger } from '../../workers/core/ledger/ledger';
import type { RevenueLayers } from '../../workers/core/metrics/layers';
import { otherwise } from '../../workers/core/metrics/otherwise';
import { overview } from '../../workers/core/metrics/overview';
import type { OverviewResult } from '../../workers/core/metrics/types';
import { dataSet, type PlainOrder } from '../core/helpers/dataSet';
import { eightCustomers } from '../core/helpers/eightCustomers';

const EMPTY = /NaN|undefined|Infinity|null|\[object/;
const counted = (orders: PlainOrder[]): OverviewResult =>
	overview(openLedger(DEFAULT_COUNTING, dataSet(orders)), { asOf: null }, null);
const title = (result: OverviewResult): string => overviewTitle(result, result.money[0] ?? null);

describe('the finding of the overview', () => {
	const eight = overview(openLedger(DEFAULT_COUNTING, eightCustomers()), { asOf: null }, null);

	it('says of 100 in the currency what returning customers bring', () => {
		// 150 of 590; a year ago nobody could be returning, because the data begins there: no change.
		expect(title(eight)).toBe('Returning customers bring 25 of every 100 euros');
	});

	it('says the change where data lies before the window before', () => {
		const orders: PlainOrder[] = [
			{ customer: 'old', day: '2020-01-01', gross: 100 },
			{ customer: 'old', day: '2022-06-01', gross: 5400 },
			{ customer: 'b', day: '2022-07-01', gross: 4600 },
			{ customer: 'old', day: '2023-06-01', gross: 6000 },
			{ customer: 'c', day: '2023-12-31', gross: 4000 }
		];
		expect(title(counted(orders))).toBe('Returning customers bring 60 of every 100 euros, six more than a year ago');
		orders[1].gross = 6000;
		orders[2].gross = 4000;
		expect(title(counted(orders))).toBe('Returning customers bring 60 of every 100 euros, as a year ago');
	});

	it.each<[string, PlainOrder[], string | RegExp]>([
		['one order', [{ customer: 'a', day: '2024-03-01', gross: 100 }], /^One order, one customer, on /],
		[
			'one customer',
			[
				{ customer: 'a', day: '2024-03-01', gross: 100 },
				{ customer: 'a', day: '2024-04-01', gross: 100 }
			],
			'One customer, 2 orders'
		],
		['guests only', [{ day: '2024-03-01', gross: 100 }], '1 order, and none of them says who bought'],
		[
			'all on one day',
			[
				{ customer: 'a', day: '2024-03-01', gross: 100 },
				{ customer: 'b', day: '2024-03-01', gross: 100 }
			],
			/^2 orders from 2 customers, all on /
		],
		[
			'several currencies',
			[
				{ customer: 'a', day: '2024-03-01', gross: 100, currency: 'EUR' },
				{ customer: 'b', day: '2024-04-01', gross: 100, currency: 'USD' }
			],
			'2 orders from 2 customers, in two currencies'
		],
		[
			'no currency named',
			[
				{ customer: 'a', day: '2024-01-01', gross: 100, currency: 'XXX' },
				{ customer: 'a', day: '2024-03-01', gross: 50, currency: 'XXX' },
				{ customer: 'b', day: '2024-03-01', gross: 50, currency: 'XXX' }
			],
			'Returning customers bring 50 of every 100 earned'
		]
	])('has words for %s', (_, orders, expected) => expect(title(counted(orders))).toMatch(expected));

	it('says what it is compared with, and why', () => {
		expect(againstWords(eight)?.text).toBe('the 12 months before');
		expect(againstWords(counted([{ customer: 'a', day: '2024-01-01', gross: 1 }]))).toBeNull();
	});
});

describe('a change in words', () => {
	const change = (now: number, before: number, withinChance: boolean) => ({
		now,
		before,
		difference: { value: now - before, low: null, high: null },
		relative: before === 0 ? null : now / before - 1,
		withinChance
	});

	it('is strong only beyond chance', () => {
		expect(changeWords('money', change(110, 100, false), 'year', 'EUR').strong).toBe('+10.0%');
		expect(changeWords('money', change(110, 100, true), 'year', 'EUR')).toEqual({
			strong: '',
			rest: '+10.0%, within chance'
		});
		expect(changeWords('share', change(0.365, 0.345, false), 'year', 'EUR').strong).toBe('+2.0 points');
	});

	it('is an amount where before was below zero: a percentage would have the wrong sign', () => {
		expect(changeWords('money', change(-315, -665, false), 'halves', 'EUR').strong).toMatch(/^\+.*350/);
	});
});

describe('the title of layers', () => {
	const years = (nets: Record<string, number[]>): RevenueLayers => ({
		by: 'year',
		months: Array.from(
			{ length: 36 },
			(_, m) => `${2021 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}`
		),
		money: [
			{
				currency: 'EUR',
				exponent: 2,
				layers: Object.entries(nets).map(([label, perYear]) => ({
					label,
					andBefore: false,
					customers: 1,
					net: perYear.flatMap((net) => Array.from({ length: 12 }, () => net))
				})),
				withoutCustomer: Array.from({ length: 36 }, () => 0)
			}
		]
	});

	it('says "thinner every year" only where it is so', () => {
		const thinner = years({ 2021: [50, 30, 10], 2022: [0, 50, 20], 2023: [0, 0, 50] });
		expect(layersTitle(thinner, 'EUR', 36)).toBe('Each year’s newcomers keep buying, in a thinner layer every year');
		// 2021's come back stronger in 2023: 40 of 110 in that year.
		const thicker = years({ 2021: [50, 30, 40], 2022: [0, 50, 20], 2023: [0, 0, 50] });
		expect(layersTitle(thicker, 'EUR', 36)).toBe('Customers of 2021 still brought 36% of the money in 2023');
		// The last year has not ended: 2022 is the newest whole one, 30 of 80.
		expect(layersTitle(thicker, 'EUR', 35)).toBe('Customers of 2021 still brought 38% of the money in 2022');
	});

	it('names its subject where there is no finding', () => {
		const one = years({ 2023: [0, 0, 50] });
		expect(layersTitle(one, 'EUR', 36)).toBe('Net by month, and by when customers first came');
		expect(layersTitle(one, 'USD', 36)).toBe('Net by month, and by when customers first came');
	});
});

describe('findings in words', () => {
	const rate = { count: 10, of: 20, value: 0.5, low: 0.3, high: 0.7 };
	const difference = { value: 0.1, low: 0.05, high: 0.15 };
	const rule = { kind: 'orders', min: 1, max: 1 } as const;
	const evidence = { show: 'customers', rule } as const;
	const all: Finding[] = [
		{ kind: 'silent', money: 1, counts: { silent: 1311, known: 2000 }, params: { share: rate, shopGap: 90 }, evidence },
		{
			kind: 'concentration',
			money: 904_584,
			counts: { best: 1840, customers: 18_400, silent: 212 },
			params: { share: 0.39 },
			evidence
		},
		{
			kind: 'first-product',
			money: 1,
			counts: { came: 40, others: 40, tested: 12 },
			params: { product: 1, share: rate, rest: rate, difference },
			evidence
		},
		{
			kind: 'newer-customers',
			money: 1,
			counts: { newer: 100, older: 100, cohorts: 11 },
			params: {
				verdict: 'less',
				period: 'quarter',
				newer: rate,
				older: rate,
				difference: { value: -0.1, low: -0.15, high: -0.05 },
				least: 0.17,
				most: 0.23,
				since: '2022-Q4'
			},
			evidence
		},
		{
			kind: 'discounts',
			money: 300,
			counts: { customers: 30, before: 30 },
			params: { now: 0.2, before: 0.1, difference, sum: 600 },
			evidence
		},
		{
			kind: 'refunds',
			money: 300,
			counts: { customers: 30, before: 30 },
			params: { now: 0.1, before: 0.2, difference: { value: -0.1, low: -0.15, high: -0.05 }, sum: 600 },
			evidence
		},
		{
			kind: 'place',
			money: 400,
			counts: { customers: 40, before: 40, tested: 2 },
			params: { field: 'country', value: 'X'.repeat(10_000), now: 0.75, before: 0.5, sum: 1200, difference },
			evidence
		},
		{ kind: 'once', money: 200, counts: { once: 20, old: 30 }, params: { share: rate }, evidence },
		{ kind: 'guests', money: 300, counts: { orders: 30, all: 60 }, params: { share: 0.14 }, evidence }
	];

	it.each(all.map((finding): [string, Finding] => [finding.kind, finding]))('%s reads as a sentence', (_, finding) => {
		const words = findingWords(finding, { currency: 'EUR', productName: 'Candle', kind: 'year' });
		const line = words.line.map(({ text }) => text).join('');
		expect(`${words.title} ${line} ${words.link}`).not.toMatch(EMPTY);
		expect(words.title.length).toBeLessThan(140);
		expect(line.endsWith('.')).toBe(true);
		expect(words.line.filter(({ strong }) => strong)).toHaveLength(1);
	});

	it('says less where it is less, with bounds from small to large', () => {
		const words = (kind: string) => {
			const finding = all.find((one) => one.kind === kind) as Finding;
			const { title, line } = findingWords(finding, { currency: 'EUR', productName: null, kind: 'year' });
			return `${title}: ${line.map(({ text }) => text).join('')}`;
		};
		expect(words('newer-customers')).toContain('5.0 to 15.0 points less');
		expect(words('refunds')).toContain('5.0 to 15.0 points lower');
		expect(words('concentration')).toContain(
			'A tenth of customers bring 39% of the money: 1,840 people, €904,584 so far'
		);
		expect(words('first-product')).toContain('Who began with one product comes back more');
	});

	const reasons = ['too-few', 'within-chance', 'small', 'absent', 'unfinished', 'short', 'no-currency'] as const;
	it.each(FINDING_KINDS)('%s has words for every reason to be held back', (kind) => {
		for (const reason of reasons) {
			const { name, why } = heldWords({ kind, reason, had: 3, needed: 30 });
			expect(`${name} ${why}`).not.toMatch(EMPTY);
			expect(why.length).toBeGreaterThan(5);
		}
	});

	it('says how many are held back and why; what the files do not hold is not among them', () => {
		const held = (reason: HeldBack['reason']): HeldBack => ({ kind: 'once', reason, had: 3, needed: 30 });
		expect(heldSentence([held('too-few'), held('short'), held('absent')])).toBe(
			'2 findings held back: too few orders to be sure.'
		);
		expect(heldSentence([held('within-chance')])).toBe('1 finding held back: within chance.');
		expect(heldSentence([held('absent'), held('small')])).toBe('');
		expect(heldSentence([held('no-currency')])).toContain('one currency');
	});
});

describe('the sheet of a figure', () => {
	const ledger = openLedger(DEFAULT_COUNTING, eightCustomers());
	const result = overview(ledger, { asOf: null }, null);
	const [amounts] = result.money;
	const around = {
		result,
		amounts,
		otherwise: otherwise(ledger, { asOf: null, selection: null }),
		counting: DEFAULT_COUNTING
	};
	const figures = overviewFigures(result, amounts);
	const shown = (key: string) => {
		const found = figures.find((figure) => figure.key === key);
		if (!found) throw new Error(key);
		return { figure: found, told: explanation(found, around) };
	};

	it('there is one for every figure, each with words for everything', () => {
		expect(figures.filter(({ place }) => place === 'first').map(({ key }) => key)).toEqual([
			'net',
			'aov',
			'repeat',
			'retention',
			'frequency'
		]);
		expect(figures.filter(({ place }) => place === 'more')).toHaveLength(5);
		expect(new Set(figures.map(({ key }) => key)).size).toBe(figures.length);
		for (const { key } of figures) {
			const { told } = shown(key);
			expect(JSON.stringify({ ...told, drawn: '', behind: told.behind?.text })).not.toMatch(/NaN|undefined|Infinity/);
			expect(told.what.length).toBeGreaterThan(10);
			expect(told.misleads.length).toBeGreaterThan(10);
			expect(told.sure.length).toBeGreaterThan(10);
		}
	});

	it('has the formula with this shop’s numbers', () => {
		const { told } = shown('repeat');
		expect(told.formula).toMatchObject({
			kind: 'fraction',
			top: { value: '3', text: 'customers with two orders or more' },
			below: { value: '7' },
			result: '42.9%'
		});
		expect(told.sure).toContain('(Wilson)');
		expect(told.sure).toContain('(Newcombe)');
		expect(told.behind).toEqual({ text: '3 customers behind it', group: 'repeated' });
	});

	it('net is gross less discounts less refunds, in this window: 810 − 0 − 220', () => {
		const { told } = shown('net');
		// a 60 + 40, b 20 + 30, d 10 + 10, e 500, f 30, guest 15, g 70, h 25 = 810; e 100, f 30, g 90 back.
		expect(told.formula).toMatchObject({
			kind: 'sum',
			terms: [
				{ sign: '', value: '€810.00' },
				{ sign: '−', value: '€0.00' },
				{ sign: '−', value: '€220.00' }
			],
			result: '€590.00'
		});
		expect(told.sure).toMatch(/^Counted, so it has no interval/);
		expect(told.behindNote).toContain('1 order without a customer');
	});

	it('others count it differently, with values', () => {
		expect(shown('repeat').told.others).toEqual([
			{ text: 'Two different days instead of two orders', value: '28.6%' },
			{ text: 'Ever ordered twice, all time', value: '37.5%' },
			{
				text: 'Again within 12 months of the first order, only customers with 12 months behind them',
				value: '66.7%'
			}
		]);
	});

	it('new customers have no change where the data begins with the window before', () => {
		expect(shown('new').figure.change).toBeNull();
		expect(shown('new').told.sure).toContain('No change is shown');
	});

	it('copies with all that is needed to find it again', () => {
		const { told, figure } = shown('aov');
		const text = copyText(told, figure, around, {
			shop: 'Harbour Lane',
			showing: 'all customers',
			files: ['orders.csv'],
			hash: 'abc',
			revision: 'r1',
			version: '0.1.0',
			copied: 'today'
		});
		for (const part of [
			'Order value, mean',
			'€590.00 net / 11 orders',
			'Harbour Lane',
			'orders.csv',
			'SHA-256 abc',
			'r1'
		])
			expect(text).toContain(part);
		expect(text).not.toMatch(EMPTY);
	});

	it('says what counts from the definition in force', () => {
		expect(countsSentence(DEFAULT_COUNTING)).toBe(
			'Every order that is not cancelled, test, voided or unpaid; refunded ones too. Two orders on one day are two.'
		);
		expect(countsSentence({ ...DEFAULT_COUNTING, exclude: [], mergeSameDay: true })).toBe(
			'Every order, whatever its status. Orders of a customer on one day are one.'
		);
	});
});

describe('definitions', () => {
	it('are each there once, and every figure has one', () => {
		const ids = DEFINITIONS.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});
});
