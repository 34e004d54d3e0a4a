import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
	CHURN_SHEETS,
	churnExplanation,
	modelExplanation,
	PROFILE_SHEETS,
	profileExplanation,
	VALUE_SHEETS
} from '$lib/format/modelExplanations';
import { VALUE_FIGURES, valueExplanation } from '$lib/format/valueExplanations';
import { DEFINITIONS } from '$lib/format/definitions';
import type { Explanation } from '$lib/format/explanations';
import { repurchaseLadder } from '$workers/core/churn/ladder';
import { lapsePoints } from '$workers/core/churn/lapsePoint';
import { overdue } from '$workers/core/churn/overdue';
import { overdueBands } from '$workers/core/churn/overdueBands';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { analyseValue } from '$workers/core/value/analysis';
import { customerOutlook } from '$workers/core/value/customerOutlook';
import { digest } from '$workers/core/value/digest';
import { valueInput } from '$workers/core/value/input';
import { splitDays } from '$workers/core/value/splitDays';
import { USUAL_VALUE_OPTIONS } from '$workers/core/value/types';
import { shopOf, START } from '../core/churn/shops';
import { randomNumbers } from '../core/helpers/randomNumbers';

/** Customers who come within a year, buy at a rate of their own and leave unnoticed. */
function shop() {
	const random = randomNumbers(11);
	return shopOf(
		Array.from({ length: 400 }, () => {
			const rate = 0.004 + 0.03 * random() * random();
			const first = Math.floor(random() * 365);
			const gone = first + 60 - Math.log(1 - random()) * 250;
			const days = [first];
			for (let day = first; ;) {
				day += Math.max(1, Math.round(-Math.log(1 - random()) / rate));
				if (day > Math.min(gone, 700)) return days;
				days.push(day);
			}
		})
	);
}

const ledger = shop();
const asOf = START + 700;
const told = { counting: DEFAULT_COUNTING, currency: 'EUR' };
const input =
	valueInput(ledger, {
		asOf,
		selection: null,
		splits: splitDays(START, asOf),
		productName: () => null,
		dataHash: 'x'
	}) ?? expect.fail('nothing counts');
const options = { ...USUAL_VALUE_OPTIONS, margin: 0.4 };
const found = digest(input, analyseValue(input, options));
const context = { asOf, selection: null };
const churn = {
	customers: ledger.customers,
	currency: 'EUR',
	ladder: repurchaseLadder(ledger, {}, context),
	lapse: lapsePoints(ledger, {}, context),
	overdue: overdueBands(ledger, overdue(ledger, context))
};

const ids = new Set<string>(DEFINITIONS.map(({ id }) => id));
function expectWhole(explained: Explanation | null, key: string): void {
	if (explained === null) throw new Error(`${key} has no sheet`);
	for (const text of [explained.title, explained.value, explained.what, explained.sure, explained.behindNote])
		expect(text.length, key).toBeGreaterThan(2);
	expect(explained.facts.length, key).toBeGreaterThan(2);
	expect(ids.has(explained.anchor ?? explained.key), `${key} stands in the list of definitions`).toBe(true);
	expect(JSON.stringify(explained), key).not.toMatch(/NaN|Infinity|undefined|\bnull (day|customer)|"·"/);
}

/** Keys that a screen opens sheets by. */
const offered = (paths: string[]): string[] =>
	paths
		.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/[eE]xplain\('([a-z-]+)'\)/g)].map(([, key]) => key))
		.filter((key, i, all) => all.indexOf(key) === i)
		.sort();

describe('the sheets of Value, Churn and a customer', () => {
	it('every figure of Value has one', () => {
		const keys = offered(['src/routes/value/+page.svelte']);
		expect(keys.length).toBeGreaterThan(12);
		for (const key of keys) expectWhole(valueExplanation(key, found, told) ?? modelExplanation(key, found, told), key);
	});

	it('every figure of Churn has one', () => {
		const keys = offered(['src/routes/churn/+page.svelte']);
		expect(keys).toEqual(['at-risk', 'deciles', 'ladder', 'lapse', 'overdue', 'risk-of-one', 'steps']);
		for (const key of keys)
			expectWhole(
				churnExplanation(key, churn, told) ?? valueExplanation(key, found, told) ?? modelExplanation(key, found, told),
				key
			);
	});

	it('every figure that lies ahead of a customer has one', () => {
		const model = found.fitted ?? expect.fail('no model');
		const outlook = customerOutlook(ledger, 0, model, options, asOf) ?? expect.fail('no outlook');
		const who = { outlook, asOf, months: 12, margin: 0.4, model: model.chosen, silence: 30, purchases: 3 };
		const keys = offered(['src/routes/customers/Ahead.svelte']);
		expect(keys).toEqual([...PROFILE_SHEETS].sort());
		for (const key of keys) expectWhole(profileExplanation(key, who, told), key);
	});

	it('no sheet is there that nothing opens', () => {
		const opened = offered(['src/routes/value/+page.svelte', 'src/routes/churn/+page.svelte']);
		expect([...VALUE_FIGURES, ...VALUE_SHEETS, ...CHURN_SHEETS].filter((key) => !opened.includes(key))).toEqual([]);
	});

	it('a key that nobody knows opens nothing', () => {
		expect(modelExplanation('__proto__', found, told)).toBeNull();
		expect(churnExplanation('toString', churn, told)).toBeNull();
	});

	it('the total off by is what the board says, with this shop’s own purchases', () => {
		const { result } = found;
		const split = result.status === 'done' ? result.board.splits[0] : undefined;
		const sheet = modelExplanation('scoreboard', found, told);
		const bottom = sheet?.formula.kind === 'fraction' ? sheet.formula.below.value : '';
		expect(bottom.replaceAll(',', '')).toBe(String(split?.purchases));
	});
});
