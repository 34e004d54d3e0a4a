import type { CustomerRows, SplitRows, ValueInput } from '$workers/core/value/types';
import { referenceData } from '../helpers/referenceData';
import type { ReferenceSet } from '../helpers/referenceData';

/** Purchase days of every customer with the day's value, ascending. */
type Purchases = [day: number, value: number][][];

const read = new Map<ReferenceSet, Purchases>();

export function purchasesOf(name: ReferenceSet): Purchases {
	const known = read.get(name);
	if (known) return known;
	const days = new Map<number, Map<number, number>>();
	for (const { length, customer, day, gross } of referenceData(name).orders) {
		for (let i = 0; i < length; i++) {
			const own = days.get(customer[i]) ?? new Map<number, number>();
			days.set(customer[i], own.set(day[i], (own.get(day[i]) ?? 0) + gross.values[i] / 10 ** gross.scale));
		}
	}
	const purchases = [...days.values()].map((own) => [...own].sort(([a], [b]) => a - b));
	read.set(name, purchases);
	return purchases;
}

/** The customers first seen by a day, and what they did up to the end, straight from their purchases. */
export function splitOf(purchases: Purchases, day: number, end: number): SplitRows {
	const firstDay = purchases.reduce((earliest, [[first]]) => Math.min(earliest, first), Infinity);
	const rows = purchases
		.filter(([[first]]) => first <= day)
		.map((own, customer) => {
			const [first] = own[0];
			const repeats = own.slice(1).filter(([date]) => date <= day);
			const later = own.filter(([date]) => date > day && date <= end);
			const last = repeats.at(-1)?.[0] ?? first;
			const mean = repeats.reduce((sum, [, value]) => sum + value, 0) / Math.max(1, repeats.length);
			const before = own.filter(([date]) => date > day - 365 && date <= end - 365).length;
			return { customer, repeats, later, before, mean, recency: (last - first) / 7, age: (day - first) / 7 };
		});
	const column = (of: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, of);
	const weeks = Math.ceil((end - day) / 7);
	const dates = rows.flatMap(({ later }) => later.map(([date]) => date));
	return {
		day,
		end,
		customer: Int32Array.from(rows, ({ customer }) => customer),
		frequency: column(({ repeats }) => repeats.length),
		recency: column(({ recency }) => recency),
		age: column(({ age }) => age),
		spendingDays: column(({ repeats }) => repeats.length),
		mean: column(({ mean }) => mean),
		holdoutDays: column(({ later }) => later.length),
		holdoutValue: column(({ later }) => later.reduce((sum, [, value]) => sum + value, 0)),
		yearBefore: day - 365 < firstDay ? null : column(({ before }) => before),
		weekly: Float64Array.from(
			{ length: weeks },
			(_, week) => dates.filter((date) => date <= day + 7 * (week + 1)).length
		),
		behaviour: null
	};
}

export interface PlainRow {
	x: number;
	t_x?: number;
	T: number;
	mean?: number;
	later?: number;
	spent?: number;
}

const rowsOf = (rows: readonly PlainRow[]): CustomerRows => ({
	customer: Int32Array.from(rows, (_, i) => i),
	frequency: Float64Array.from(rows, ({ x }) => x),
	recency: Float64Array.from(rows, ({ t_x = 0 }) => t_x),
	age: Float64Array.from(rows, ({ T }) => T),
	spendingDays: Float64Array.from(rows, ({ x }) => x),
	mean: Float64Array.from(rows, ({ mean = 0 }) => mean)
});

/** A split as a test writes it down. */
export function plainSplit(rows: readonly PlainRow[], changes: Partial<SplitRows> = {}): SplitRows {
	const later = Float64Array.from(rows, (row) => row.later ?? 0);
	const { day = 20_000, end = 20_070 } = changes;
	return {
		...rowsOf(rows),
		holdoutDays: later,
		holdoutValue: Float64Array.from(rows, (row) => row.spent ?? 0),
		yearBefore: null,
		weekly: new Float64Array(Math.ceil((end - day) / 7)).fill(later.reduce((sum, days) => sum + days, 0)),
		behaviour: null,
		...changes,
		day,
		end
	};
}

/** What is known of a shop today, as a test writes it down. */
export function plainInput(rows: readonly PlainRow[], changes: Partial<ValueInput> = {}): ValueInput {
	const now = rowsOf(rows);
	return {
		asOf: 20_000,
		firstDay: 20_000 - 7 * Math.max(0, ...rows.map(({ T }) => T)),
		longestGap: 0,
		currency: 'EUR',
		now: {
			...now,
			net: now.mean.map((mean, i) => mean * (1 + now.frequency[i])),
			orders: now.frequency.map((x) => x + 1),
			silence: now.age.map((weeks, i) => Math.round(7 * (weeks - now.recency[i]))),
			overdue: new Float64Array(rows.length)
		},
		splits: [],
		groups: [],
		firstMonth: 600,
		newByMonth: new Float64Array(0),
		lastMonthFinished: true,
		dataHash: '',
		...changes
	};
}
