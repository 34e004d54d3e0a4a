import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { addMonths } from '$workers/core/ledger/calendar';
import { openLedger } from '$workers/core/ledger/ledger';
import { betaDeviates } from '$workers/core/numeric/deviates';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { subscriptionAnalysis } from '$workers/core/value/renewals';
import type { SubscriptionAnalysis, SubscriptionOptions } from '$workers/core/value/renewals';
import { subscribersOf } from '$workers/core/value/subscribers';
import { dataSet, dayOf } from '../helpers/dataSet';
import type { PlainOrder } from '../helpers/dataSet';
import { notFinite } from './inputs';

const EVERYBODY = { asOf: null, selection: null };
const ledgerOf = (orders: PlainOrder[]) => openLedger(DEFAULT_COUNTING, dataSet(orders));
const YEARLY: SubscriptionOptions = { period: 'year', months: 12, margin: null, annualRate: 0.1 };

function analysed(
	orders: PlainOrder[],
	options: SubscriptionOptions,
	asOf: string | null = null
): SubscriptionAnalysis {
	const found = subscriptionAnalysis(ledgerOf(orders), options, {
		asOf: asOf === null ? null : dayOf(asOf),
		selection: null
	});
	if (found.status === 'refused') throw new Error(found.reason);
	return found;
}

describe('subscribers', () => {
	const days = (customer: string, ...on: string[]): PlainOrder[] => on.map((day) => ({ customer, day, gross: 10_00 }));
	const all = subscribersOf(
		ledgerOf([
			// Two days early, five late, on the day, and twice in one time.
			...days('regular', '2024-01-15', '2024-02-13', '2024-03-20', '2024-04-15', '2024-04-25'),
			// March is missed: what comes later is no renewal.
			...days('gone', '2024-01-15', '2024-02-15', '2024-04-15'),
			// The time of the third renewal runs from the 31st of March to the 30th of April.
			...days('waiting', '2024-01-15', '2024-02-15', '2024-03-15'),
			// From the last of a month to the last of a shorter one.
			...days('end', '2024-01-31', '2024-02-29', '2024-03-31'),
			...days('new', '2024-04-20')
		]),
		'month',
		{ asOf: dayOf('2024-04-25'), selection: null }
	);
	const row = (i: number) => [all.closed[i], all.renewed[i], all.lost[i], all.early[i], all.paid[i], all.net[i]];

	it('renew by an order within half a period of when it is due', () => {
		expect(row(0)).toEqual([2, 2, 0, 1, 4, 50]);
		expect(row(3)).toEqual([2, 2, 0, 0, 3, 30]);
		expect(row(4)).toEqual([0, 0, 0, 0, 1, 10]);
	});

	it('are lost with the first renewal that did not come, and seen to come back', () => {
		expect(row(1)).toEqual([2, 1, 1, 0, 2, 20]);
		expect([...all.returned]).toEqual([0, 1, 0, 0, 0]);
	});

	it('are open while the time of a renewal is running', () => {
		expect(row(2)).toEqual([2, 2, 0, 0, 3, 30]);
		// The third was due on the 15th of April; of who has paid it the fourth is next, on the 15th of May.
		expect([all.due[2], all.due[0]]).toEqual([-10, 20]);
	});
});

/** Customers of one start who leave after so many years, as in table 1 of Fader & Hardie (2007), and pay € 50 a year. */
function yearly(lost: readonly number[], surviving: number): PlainOrder[] {
	const orders: PlainOrder[] = [];
	let customer = 0;
	const add = (customers: number, years: number): void => {
		for (let i = 0; i < customers; i++, customer++)
			for (let year = 0; year < years; year++)
				orders.push({ customer: `c${customer}`, day: addMonths(dayOf('2000-03-15'), 12 * year), gross: 50_00 });
	};
	lost.forEach((customers, t) => add(customers, t + 1));
	add(surviving, lost.length + 1);
	return orders;
}

describe('subscriptions against Fader & Hardie (2007), from orders on', () => {
	const HIGH_END = yearly([131, 126, 90, 60, 42, 34, 26], 491);
	// The time of the seventh renewal has passed.
	const found = analysed(HIGH_END, YEARLY, '2007-10-01');

	it('reach the parameters, and observe what was printed', () => {
		const { mle } = found;
		if (mle.status === 'refused') throw new Error(mle.reason);
		expect(mle.params.alpha).toBeCloseTo(0.668, 3);
		expect(mle.params.beta).toBeCloseTo(3.806, 3);
		expect(mle.logLikelihood).toBeCloseTo(-1611.16, 2);
		expect(found.observed.map(({ share }) => Math.round(1000 * share) / 10)).toEqual([
			100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1
		]);
		expect([found.subscribers, found.active, found.lost, found.returned]).toEqual([1000, 491, 509, 0]);
	});

	it('are continued as printed, within the penalty', () => {
		[0.46, 0.436, 0.414, 0.395, 0.378].forEach((share, i) => {
			const at = found.model[8 + i];
			expect(at.share).toBeCloseTo(share, 2);
			expect(at.low < share && share < at.high).toBe(true);
		});
	});

	it('leave 7.53 discounted periods to those who renewed seven times, who are due in 166 days', () => {
		const [seven] = found.tenures;
		expect([seven.from, seven.to, seven.customers]).toEqual([7, 7, 491]);
		expect((seven.residual ?? NaN) * 1.1 ** (166 / 365.25)).toBeCloseTo(7.53, 1);
		expect(found.price).toMatchObject({ value: 50, low: 50, high: 50 });
		expect(seven.value).toBeCloseTo(491 * 50 * (seven.residual ?? NaN), 6);
		expect(found.residualValue?.value).toBeCloseTo(seven.value ?? NaN, 6);
		expect(found.newPeriods?.value).toBeCloseTo(5.92, 1);
		expect(found.newValue?.value).toBeCloseTo(50 * (found.newPeriods?.value ?? NaN), 9);
	});

	it('are valued by margin and discount; without discount there is no end to it', () => {
		const half = analysed(HIGH_END, { ...YEARLY, margin: 0.5 }, '2007-10-01');
		expect(half.newValue?.value).toBeCloseTo(0.5 * (found.newValue?.value ?? NaN), 9);
		const none = analysed(HIGH_END, { ...YEARLY, annualRate: 0 }, '2007-10-01');
		expect([none.newPeriods, none.residualValue, none.tenures[0].residual]).toEqual([null, null, null]);
		expect(notFinite(none)).toEqual([]);
	});

	it('were foretold: the last two years held back', () => {
		const { holdout } = found;
		expect(holdout?.day).toBe(dayOf('2005-10-01'));
		expect(holdout?.rows.map(({ customers, actual }) => [customers, actual])).toEqual([
			[551, 517],
			[551, 491]
		]);
		for (const { expected, actual } of holdout?.rows ?? [])
			expect(expected.low < actual && actual < expected.high).toBe(true);
	});
});

describe('subscriptions that began at different times', () => {
	const [ALPHA, BETA] = [1.3, 5];
	/** Monthly subscribers of three years, who pay some days early or late. */
	function monthly(subscribers: number, seed: number): PlainOrder[] {
		const random = Xoshiro128.seeded(seed);
		const chance = betaDeviates(ALPHA, BETA);
		const start = dayOf('2021-01-01');
		return Array.from({ length: subscribers }, (_, i) => {
			const first = start + Math.floor(random.unit() * 1000);
			const leaves = chance(random);
			const orders: PlainOrder[] = [{ customer: `c${i}`, day: first, gross: 20_00 }];
			for (let renewal = 1; random.unit() >= leaves && addMonths(first, renewal) < start + 1096; renewal++)
				orders.push({
					customer: `c${i}`,
					day: addMonths(first, renewal) + Math.floor(random.unit() * 9) - 4,
					gross: 20_00
				});
			return orders;
		}).flat();
	}
	const found = analysed(monthly(2500, 12), { period: 'month', months: 12, margin: 0.4, annualRate: 0.12 });

	it('give the parameters back that they were made with', () => {
		const { params } = found.fit;
		const [alphaError, betaError] = found.standardErrors ?? [];
		expect(Math.abs(params.alpha - ALPHA) / alphaError).toBeLessThan(3);
		expect(Math.abs(params.beta - BETA) / betaError).toBeLessThan(3);
		expect(alphaError).toBeLessThan(0.3);
		// The product-limit curve of those who left at different times is that of the distribution.
		const twelve = found.observed.find(({ renewal }) => renewal === 12);
		// S(12) = Π (5 + t) / (6.3 + t), t from 0 to 11
		let share = 1;
		for (let t = 0; t < 12; t++) share *= (BETA + t) / (ALPHA + BETA + t);
		expect(twelve && twelve.low < share && share < twelve.high).toBe(true);
	});

	it('foretell their last months', () => {
		const { holdout } = found;
		expect(holdout?.rows).toHaveLength(6);
		expect(Math.abs((holdout?.expected ?? NaN) / (holdout?.actual ?? NaN) - 1)).toBeLessThan(0.03);
	});

	it('have tenures that add up, the longer ones leaving less', () => {
		expect(found.tenures.reduce((sum, { customers }) => sum + customers, 0)).toBe(found.active);
		const money = found.tenures.reduce((sum, { value }) => sum + (value ?? NaN), 0);
		expect(money / (found.residualValue?.value ?? NaN)).toBeCloseTo(1, 9);
		const renews = found.tenures.map((tenure) => tenure.renews);
		expect(renews).toEqual(renews.toSorted((a, b) => a - b));
		expect(found.cohorts.reduce((sum, { customers }) => sum + customers, 0)).toBe(found.subscribers);
		expect(found.cohorts.length).toBeLessThanOrEqual(12);
		expect(notFinite(found)).toEqual([]);
	});
});

describe('too little for subscriptions', () => {
	const refused = (orders: PlainOrder[], asOf: string) => {
		const found = subscriptionAnalysis(ledgerOf(orders), YEARLY, { asOf: dayOf(asOf), selection: null });
		return found.status === 'refused' ? [found.reason, found.figure, found.needed] : found.status;
	};

	it('is refused with what there is', () => {
		expect(refused(yearly([40, 30], 30), '2002-10-01')).toEqual(['periods', 2, 3]);
		expect(refused(yearly([40, 4], 1), '2003-10-01')).toEqual(['renewals', 6, 10]);
		expect(refused(yearly([0, 0, 0], 30), '2003-10-01')).toEqual(['lost', 0, 1]);
		expect(subscriptionAnalysis(ledgerOf([]), YEARLY, EVERYBODY)).toMatchObject({
			status: 'refused',
			reason: 'periods'
		});
	});
});
