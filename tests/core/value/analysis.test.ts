import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { analyseValue } from '$workers/core/value/analysis';
import { customerIntervals } from '$workers/core/value/customerIntervals';
import { valueInput } from '$workers/core/value/input';
import { splitDays } from '$workers/core/value/splitDays';
import { USUAL_VALUE_OPTIONS } from '$workers/core/value/types';
import type { ModelName, ValueAnalysis, ValueInput, ValueOptions } from '$workers/core/value/types';
import { describeShared } from '../../shared';
import { referenceData } from '../helpers/referenceData';
import { inputOf, notFinite } from './inputs';
import type { PlainCustomer } from './inputs';

const MODELS: (ModelName | null)[] = [null, 'bgnbd', 'mbgnbd', 'paretonbd'];

const shop: PlainCustomer[] = Array.from({ length: 60 }, (_, i) => ({
	x: i % 6,
	tx: i % 6 > 0 ? 5 + ((i * 7) % 40) : 0,
	T: 50 + (i % 9),
	mean: 10 + ((i * 13) % 37),
	times: 5
}));

function analysed(input: ValueInput, changes: Partial<ValueOptions> = {}): ValueAnalysis {
	const result = analyseValue(input, { ...USUAL_VALUE_OPTIONS, ...changes });
	if (result.status !== 'done') throw new Error('refused');
	return result;
}
const sum = (column: ArrayLike<number>): number => Array.prototype.reduce.call(column, (a, b) => a + b, 0) as number;

describe('an analysis of bad data is a sentence, never NaN', () => {
	const cases: [name: string, customers: PlainCustomer[], chosen: boolean][] = [
		['one customer', [{ T: 10 }], false],
		['one customer who comes back', [{ x: 5, tx: 8, T: 10 }], false],
		['all orders on one day', [{ T: 0, times: 500 }], false],
		[
			'nine repeat buyers',
			[
				{ x: 1, tx: 3, T: 30, times: 9 },
				{ T: 30, times: 500 }
			],
			false
		],
		['identical customers', [{ x: 3, tx: 20, T: 40, times: 300 }], false],
		[
			'one-time buyers alone',
			[
				{ T: 10, times: 4_000 },
				{ T: 52, times: 6_000 }
			],
			false
		],
		[
			'one-time buyers, and a few who came back',
			[
				{ T: 10, times: 20_000 },
				{ T: 52, times: 30_000 },
				{ x: 1, tx: 4, T: 52, times: 40 }
			],
			true
		],
		['one customer with 10,000 orders', [...shop, { x: 10_000, tx: 52, T: 52, mean: 12 }], true],
		['nothing but zeros spent', shop.map((one) => ({ ...one, mean: 0, first: 0 })), true],
		['more given back than sold', shop.map((one) => ({ ...one, mean: -5, first: -20 })), true],
		['half given back', shop.map((one, i) => ({ ...one, mean: i % 2 > 0 ? -5 : 12, first: -3 })), true],
		['everybody spends the same', shop.map((one) => ({ ...one, mean: 20 })), true],
		['spend without a variance', shop.map((one, i) => ({ ...one, mean: (1 - i / 60.5) ** -3 })), true],
		[
			'buyers of every day',
			[
				{ x: 364, tx: 52, T: 52, times: 100 },
				{ x: 363, tx: 52, T: 52, times: 100 }
			],
			true
		],
		[
			'everybody bought today',
			[
				{ x: 4, tx: 20, T: 20, times: 50 },
				{ x: 2, tx: 20, T: 20, times: 50 }
			],
			true
		],
		[
			'everybody left long ago',
			[
				{ x: 4, tx: 2, T: 500, times: 50 },
				{ x: 2, tx: 1, T: 500, times: 50 }
			],
			true
		]
	];
	it.each(cases)('%s', (_, customers, chosen) => {
		const input = inputOf(customers);
		for (const model of MODELS) {
			const result = analysed(input, { model, months: model === null ? 12 : 36 });
			const intervals = customerIntervals(input, result, [0, input.now.age.length - 1]);
			expect(notFinite([result, intervals])).toEqual([]);
			expect(result.chosen !== null).toBe(chosen);
			expect(result.diagnoses.length).toBeGreaterThan(0);
			if (!chosen) expect(result.diagnoses.some(({ stops }) => stops)).toBe(true);
			const { frequency, age } = input.now;
			const sure = result.byCustomer?.pAlive.filter(
				(chance, i) => frequency[i] === 0 && age[i] > 0 && !(chance < 0.999)
			);
			expect(sure ?? []).toHaveLength(0);
		}
	});

	it('nobody at all is refused', () => {
		expect(analyseValue(inputOf([]), USUAL_VALUE_OPTIONS)).toMatchObject({ status: 'refused' });
	});
});

describe('an analysis', () => {
	const input = inputOf(shop);

	it('adds up: the total is the sum over customers, and the best hold their share of it', () => {
		const result = analysed(input);
		const clv = result.byCustomer?.clv as Float64Array;
		expect(result.total?.value).toBeCloseTo(sum(clv), 8);
		const best = clv.toSorted().reverse();
		expect(result.concentration.map(({ top, customers }) => [top, customers])).toEqual([
			[0.01, 3],
			[0.05, 15],
			[0.1, 30],
			[0.2, 60]
		]);
		expect(result.concentration[1].value).toBeCloseTo(sum(best.subarray(0, 15)), 8);
		expect(result.three.model).toBeCloseTo(sum(clv) / 300, 10);
	});

	it('without discount is worth the purchases expected times what one is worth times the margin', () => {
		const { byCustomer, total, outlook } = analysed(input, { annualRate: 0, margin: 0.4 });
		if (byCustomer === null) throw new Error('no values');
		byCustomer.clv.forEach((value, i) =>
			expect(value).toBeCloseTo(0.4 * byCustomer.expected[i] * byCustomer.spend[i], 9)
		);
		expect(total?.value).toBeCloseTo(0.4 * outlook[2].revenue.value, 6);
		expect(outlook[2].purchases.value).toBeCloseTo(sum(byCustomer.expected), 8);
	});

	it('puts each expectation inside its interval, and that inside the interval of what will happen', () => {
		for (const model of MODELS) {
			const { outlook } = analysed(input, { model });
			expect(outlook.map(({ months }) => months)).toEqual([3, 6, 12]);
			for (const { purchases, predictive, revenue, revenuePredictive } of outlook) {
				for (const [inner, outer] of [
					[purchases, predictive],
					[revenue, revenuePredictive]
				]) {
					expect(inner.low).toBeLessThan(inner.value);
					expect(inner.high).toBeGreaterThan(inner.value);
					expect(outer.low).toBeLessThan(inner.low);
					expect(outer.high).toBeGreaterThan(inner.high);
				}
			}
		}
	});

	it('never has one-time buyers alive for sure: under BG/NBD another model doubts them', () => {
		const result = analysed(input, { model: 'bgnbd' });
		expect(result).toMatchObject({ chosen: 'bgnbd', aliveBy: expect.stringMatching(/^(mbgnbd|paretonbd)$/) as string });
		const { pAlive } = result.byCustomer as NonNullable<ValueAnalysis['byCustomer']>;
		const other = analysed(input, { model: result.aliveBy });
		input.now.frequency.forEach((x, i) => {
			if (x > 0) return;
			expect(pAlive[i]).toBe(other.byCustomer?.pAlive[i]);
			expect(pAlive[i]).toBeLessThan(0.9);
		});
	});

	it('has each of these customers twice: the same parameters but for the penalty, twice the total, a narrower band', () => {
		const once = analysed(input, { model: 'mbgnbd' });
		const twice = analysed(inputOf([...shop, ...shop]), { model: 'mbgnbd' });
		const [one, two] = [once.outlook[2], twice.outlook[2]];
		expect(two.purchases.value / one.purchases.value).toBeCloseTo(2, 1);
		const width = ({ value, low, high }: { value: number; low: number; high: number }): number => (high - low) / value;
		expect(width(two.purchases) / width(one.purchases)).toBeCloseTo(Math.SQRT1_2, 1);
		expect(width(two.predictive) / width(one.predictive)).toBeCloseTo(Math.SQRT1_2, 1);
	});

	it('draws a map over frequency and silence that falls with silence', () => {
		const { map } = analysed(input, { model: 'mbgnbd' });
		if (map === null) throw new Error('no map');
		const columns = map.silences.length;
		expect(map.pAlive).toHaveLength(map.frequencies.length * columns);
		map.frequencies.forEach((_, row) => {
			const alive = map.pAlive.slice(row * columns, (row + 1) * columns);
			expect(alive).toEqual(alive.toSorted((a, b) => b - a));
		});
	});
});

describe('intervals of a customer', () => {
	const input = inputOf(shop);
	it('hold the figure of the list, and count whole purchases', () => {
		for (const model of MODELS) {
			const result = analysed(input, { model });
			const rows = [0, 7, 29, 299];
			const found = customerIntervals(input, result, rows);
			expect(found.map(({ row }) => row)).toEqual(rows);
			for (const { row, pAlive, expected, predictive, clv } of found) {
				expect(pAlive.value).toBe(result.byCustomer?.pAlive[row]);
				expect(clv.value).toBeCloseTo(result.byCustomer?.clv[row] as number, 10);
				for (const { value, low, high } of [pAlive, expected, clv]) {
					expect(low).toBeLessThan(value);
					expect(high).toBeGreaterThan(value);
				}
				expect(pAlive.high).toBeLessThan(1);
				expect([predictive.low % 1, predictive.high % 1]).toEqual([0, 0]);
				expect(predictive.high).toBeGreaterThanOrEqual(Math.floor(predictive.value));
			}
		}
	});
});

describeShared('an analysis of CDNOW', () => {
	const ledger = openLedger(DEFAULT_COUNTING, referenceData('cdnow_sample'));
	const input = valueInput(ledger, {
		asOf: null,
		selection: null,
		splits: splitDays(ledger.firstDay as number, ledger.lastDay as number),
		productName: () => null,
		dataHash: ''
	}) as ValueInput;

	it('chooses by the scoreboard, has no diagnosis that stops and no NaN, and totals of a plausible size', () => {
		const result = analysed(input);
		expect(notFinite(result)).toEqual([]);
		expect(result.board.because).toBe('scoreboard');
		expect(result.diagnoses.filter(({ stops }) => stops)).toEqual([]);
		expect([result.customers, result.repeaters]).toEqual([2357, 1139]);
		// 1,105 purchase days in the last 25 weeks, and falling: half a year brings about as many.
		expect(result.outlook[1].purchases.value).toBeGreaterThan(900);
		expect(result.outlook[1].purchases.value).toBeLessThan(1200);
		// No customer of CDNOW is new after March 1997.
		expect(result.newcomers).toEqual({ perMonth: zero, revenue: zero });
		expect(result.outlook[2].share).toBe(1);
	});

	it('takes the model that a person asks for', () => {
		for (const model of ['bgnbd', 'mbgnbd', 'paretonbd'] as const) {
			const { chosen, board } = analysed(input, { model });
			expect([chosen, board.because]).toEqual([model, 'person']);
		}
	});
});
const zero = { value: 0, low: 0, high: 0 };
