import { describe, expect, it } from 'vitest';
import { behaviourScores, trainBehaviour } from '$workers/core/churn/behaviour';
import { repurchaseLadder } from '$workers/core/churn/ladder';
import { lapsePoints } from '$workers/core/churn/lapsePoint';
import { overdue } from '$workers/core/churn/overdue';
import { boughtWithin } from '$workers/core/churn/outcomes';
import type { Ledger } from '$workers/core/ledger/types';
import { ledgerOf, numbersOf, shopOf, START, times } from './shops';

interface Case {
	ledger: Ledger;
	asOf: number | null;
	selection: Uint8Array | null;
}
const all = (ledger: Ledger, asOf: number | null = null): Case => ({ ledger, asOf, selection: null });

const CASES: Record<string, Case> = {
	'no customers': all(ledgerOf([])),
	'guests only': all(ledgerOf([{ day: START, gross: 1 }])),
	'one customer': all(shopOf([[0]])),
	'all orders on one day': all(shopOf(times(100, [0, 0, 0]))),
	'one customer with 10,000 orders': all(shopOf([Array.from({ length: 10_000 }, (_, i) => i)])),
	'one customer with 10,000 orders on one day': all(shopOf([new Array(10_000).fill(0)])),
	'everybody identical': all(shopOf(times(200, [0, 100, 200, 300, 400]))),
	'everybody bought once, a year ago': all(shopOf(times(200, [0])), START + 400),
	'orders after the day only': all(shopOf(times(50, [10, 20])), START),
	'most orders after the day': all(shopOf([...times(50, [10, 20, 400, 800]), [0]]), START + 300),
	'nobody is selected': { ...all(shopOf(times(100, [0, 50, 300]))), selection: new Uint8Array(100) },
	'a selection of those who come later': {
		...all(shopOf([...times(100, [0, 50, 300]), ...times(10, [400])]), START + 350),
		selection: new Uint8Array(110).fill(1, 100)
	}
};

describe.each(Object.entries(CASES))('%s', (name, { ledger, asOf, selection }) => {
	const view = { asOf, selection };
	it('has no figure that is not a number', () => {
		const results = {
			ladder: repurchaseLadder(ledger, {}, view),
			lapse: lapsePoints(ledger, {}, view),
			overdue: overdue(ledger, view)
		};
		for (const [kernel, result] of Object.entries(results)) {
			expect(
				numbersOf(result).filter((x) => !Number.isFinite(x)),
				kernel
			).toEqual([]);
		}
	});
	it('trains a model or says why not', () => {
		const model = trainBehaviour(ledger, { origin: asOf, selection });
		expect(numbersOf(model).filter((x) => !Number.isFinite(x))).toEqual([]);
		if (model.status === 'fitted') {
			const scores = behaviourScores(model, ledger, view);
			expect(numbersOf(scores).filter((x) => !Number.isFinite(x))).toEqual([]);
		} else expect(model.figure).toBeLessThan(model.needed);
		if (name !== 'everybody identical') expect(model.status).toBe('not_enough');
	});
});

describe('what is refused', () => {
	const reason = (name: keyof typeof CASES): string => {
		const { ledger, asOf, selection } = CASES[name];
		const model = trainBehaviour(ledger, { origin: asOf, selection });
		return model.status === 'fitted' ? 'fitted' : model.reason;
	};
	it('names what is missing', () => {
		expect(reason('no customers')).toBe('no_customers');
		expect(reason('guests only')).toBe('no_customers');
		expect(reason('orders after the day only')).toBe('no_customers');
		expect(reason('nobody is selected')).toBe('no_customers');
		expect(reason('one customer')).toBe('too_short');
		expect(reason('all orders on one day')).toBe('too_short');
		expect(reason('everybody bought once, a year ago')).toBe('too_few_gaps');
		expect(reason('one customer with 10,000 orders')).toBe('one_outcome');
	});
});

describe('who bought within some days', () => {
	it('is counted from the day after on, and only among those who had come', () => {
		const shop = shopOf([[0, 10], [0, 11], [0], [5], [0, 5, 10]]);
		expect([...boughtWithin(shop, { asOf: START, days: 10 })]).toEqual([1, 0, 0, 0, 1]);
		expect([...boughtWithin(shop, { asOf: START + 10, days: 1 })]).toEqual([0, 1, 0, 0, 0]);
		expect([...boughtWithin(ledgerOf([]), { asOf: START, days: 1 })]).toEqual([]);
	});
});
