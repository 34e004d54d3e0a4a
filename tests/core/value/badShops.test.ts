import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import type { Ledger } from '$workers/core/ledger/types';
import type { OrdersTable } from '$workers/core/tables';
import { analyseValue } from '$workers/core/value/analysis';
import { applyFits } from '$workers/core/value/applyFits';
import { digest } from '$workers/core/value/digest';
import { fitShop } from '$workers/core/value/fitShop';
import { shopInput, valueInput } from '$workers/core/value/input';
import { splitDays } from '$workers/core/value/splitDays';
import { USUAL_VALUE_OPTIONS } from '$workers/core/value/types';
import type { Diagnosis, ModelName } from '$workers/core/value/types';
import {
	boardFinding,
	choiceReason,
	diagnosisSentence,
	naiveSentence,
	threeReason,
	valueFinding,
	valueTerms
} from '$lib/format/valueWords';
import { ledgerOf, shopOf, START, times } from '../churn/shops';
import { dataSet } from '../helpers/dataSet';
import type { PlainOrder } from '../helpers/dataSet';
import { randomNumbers } from '../helpers/randomNumbers';
import { notFinite } from './inputs';

const context = { selection: null, productName: () => null, dataHash: '' };

/** Days on which customers order who come over a year, at rates of their own, and leave unnoticed. */
function regularDays(customers: number, until: number): number[][] {
	const random = randomNumbers(5);
	return Array.from({ length: customers }, () => {
		const rate = 0.004 + 0.03 * random() * random();
		const first = Math.floor(random() * Math.min(365, until / 2));
		const gone = first + 60 - Math.log(1 - random()) * 250;
		const days = [first];
		for (let day = first; ;) {
			day += Math.max(1, Math.round(-Math.log(1 - random()) / rate));
			if (day > Math.min(gone, until)) return days;
			days.push(day);
		}
	});
}
const SOUND = regularDays(250, 700);
const priced = (gross: (customer: number, order: number) => number): PlainOrder[] =>
	SOUND.flatMap((days, c) =>
		days.map((day, i) => ({ customer: `c${c}`, day: START + day, gross: Math.round(gross(c, i)) }))
	);

interface Case {
	ledger: Ledger;
	asOf?: number;
	/** A model can be used. */
	usable: boolean;
	/** What must be said. */
	says: Diagnosis['code'][];
}

const CASES: Record<string, Case> = {
	'fewer than ten repeat buyers': {
		ledger: shopOf([...times(9, [0, 30]), ...times(500, [10])]),
		asOf: 200,
		usable: false,
		says: ['too_few_repeaters']
	},
	'one customer': { ledger: shopOf([[0]]), asOf: 300, usable: false, says: ['too_few_repeaters', 'all_same'] },
	'all orders on one day': {
		ledger: shopOf(times(400, [0, 0])),
		usable: false,
		says: ['too_few_repeaters', 'too_short', 'all_same']
	},
	'one customer with 10,000 orders': {
		ledger: shopOf([Array.from({ length: 10_000 }, (_, i) => i)]),
		usable: false,
		says: ['too_few_repeaters', 'all_same']
	},
	'one customer with 10,000 orders among others': {
		ledger: shopOf([...SOUND, Array.from({ length: 10_000 }, (_, i) => i % 700)]),
		usable: true,
		says: []
	},
	'all customers identical': { ledger: shopOf(times(300, [0, 90, 200])), asOf: 300, usable: false, says: ['all_same'] },
	'nothing but zeros': { ledger: ledgerOf(priced(() => 0)), usable: true, says: ['no_spend', 'negative_spend'] },
	'repeat purchases below zero': {
		ledger: ledgerOf(priced((c, i) => (i > 0 ? -500 : 4000 + c))),
		usable: true,
		says: ['no_spend', 'negative_spend']
	},
	'some spend below zero': {
		ledger: ledgerOf(priced((c, i) => (c % 5 === 0 && i > 0 ? -700 : 3000 + 40 * c))),
		usable: true,
		says: ['negative_spend']
	},
	'orders after the day looked at': { ledger: shopOf(SOUND), asOf: 420, usable: true, says: [] },
	'all orders after the day looked at': {
		ledger: shopOf(SOUND.map((days) => days.map((day) => day + 50))),
		asOf: 10,
		usable: false,
		says: ['too_few_repeaters', 'too_short', 'all_same']
	},
	'customers of age 0: half of them came on the day looked at': {
		ledger: shopOf([...SOUND, ...times(250, [700])]),
		asOf: 700,
		usable: true,
		says: []
	},
	'a year without an order in the data': {
		ledger: shopOf([...SOUND, ...SOUND.map((days) => days.map((day) => day + 1070))]),
		usable: true,
		says: ['gap_in_data']
	}
};

describe.each(Object.entries(CASES))('%s', (_, { ledger, asOf, usable, says }) => {
	const day = asOf === undefined ? (ledger.lastDay as number) : START + asOf;
	const splits = splitDays(ledger.firstDay as number, day);
	const input = valueInput(ledger, { ...context, asOf: day, splits }) ?? expect.fail('nothing counts');
	it.each([null, 'bgnbd', 'paretonbd'] satisfies (ModelName | null)[])(
		'asked for %s: a sentence, never NaN',
		(model) => {
			const analysis = analyseValue(input, { ...USUAL_VALUE_OPTIONS, model });
			const found = digest(input, analysis);
			expect(notFinite([analysis, found])).toEqual([]);
			expect(found.fitted !== null).toBe(usable);
			const { diagnoses } = found.result;
			const codes = diagnoses.map(({ code }) => code);
			for (const code of says) expect(codes).toContain(code);
			expect(diagnoses.some(({ stops }) => stops)).toBe(!usable);
			const sentences = diagnoses.map(diagnosisSentence);
			if (found.result.status === 'done') {
				const { board, models } = found.result;
				const told = { ...found.result, byCustomer: null };
				sentences.push(valueFinding(told, 'EUR'), valueTerms(told, 'EUR'), choiceReason(board, models.length));
				sentences.push(naiveSentence(board), boardFinding(board), threeReason(told, 'EUR'));
			}
			expect(sentences.length).toBeGreaterThan(0);
			expect(sentences.filter((sentence) => /NaN|Infinity|undefined|null/.test(sentence))).toEqual([]);
		}
	);
});

/** As many customers as wanted, with one order each: laid out as columns, because objects would take longer than all the rest. */
function oneTimers(customers: number): Ledger {
	const data = dataSet([{ customer: 'c', day: START, gross: 10_00 }]);
	const [one] = data.orders;
	const batches: OrdersTable[] = [];
	for (let from = 0; from < customers; from += 65_536) {
		const length = Math.min(65_536, customers - from);
		const same = (column: ArrayLike<number>): Int32Array => new Int32Array(length).fill(column[0]);
		const number = new Int32Array(length).map((_, i) => from + i);
		const columns = Object.entries(one).map(([name, column]): [string, unknown] => {
			if (name === 'length') return [name, length];
			if (name === 'number' || name === 'customer') return [name, number];
			if (name === 'day') return [name, number.map((i) => START + Math.floor((i * 700) / customers))];
			if (name === 'id') return [name, { bytes: new Uint8Array(0), offsets: new Int32Array(length + 1) }];
			if (ArrayBuffer.isView(column)) return [name, same(column as unknown as ArrayLike<number>)];
			const { values, scale } = column as { values: ArrayLike<number>; scale: number };
			return [name, { values: new Float64Array(length).fill(values[0]), scale }];
		});
		batches.push(Object.fromEntries(columns) as unknown as OrdersTable);
	}
	return openLedger(DEFAULT_COUNTING, { ...data, orders: batches });
}

describe('1,000,000 customers who bought once', () => {
	it('are told in seconds that nothing can be learned from them, and what they brought', () => {
		const ledger = oneTimers(1_000_000);
		const shop = shopInput(ledger, { ...context, asOf: null }) ?? expect.fail('nothing counts');
		let first = 0;
		const fits = { ...fitShop(shop.now, { onFirst: () => first++ }), past: [] };
		const found = digest(shop, applyFits(shop, fits, USUAL_VALUE_OPTIONS));
		expect(first).toBe(0);
		expect(notFinite(found)).toEqual([]);
		expect(found.historic).toEqual({ customers: 1_000_000, net: 10_000_000 });
		expect(found.fitted).toBeNull();
		const [stopping] = found.result.diagnoses;
		expect(stopping).toEqual({ code: 'too_few_repeaters', figure: 0, limit: 10, stops: true });
		expect(diagnosisSentence(stopping)).toMatch(/^0 customers bought again; 10 are needed/);
	}, 30_000);
});
