import type { CustomerRows, ValueInput } from '$workers/core/value/types';

/** A customer as a test writes it down: times in weeks. */
export interface PlainCustomer {
	x?: number;
	tx?: number;
	T: number;
	mean?: number;
	first?: number;
	/** How many are like this. */
	times?: number;
}

const DAY = 20_000;

/** What the analysis is given of these customers; nothing judges them but the splits given. */
export function inputOf(customers: readonly PlainCustomer[], changes: Partial<ValueInput> = {}): ValueInput {
	const all = customers.flatMap((customer) => new Array<PlainCustomer>(customer.times ?? 1).fill(customer));
	const of = (value: (customer: PlainCustomer) => number): Float64Array => Float64Array.from(all, value);
	const oldest = all.reduce((most, { T }) => Math.max(most, T), 0);
	const mean = ({ x = 0, mean = 20 }: PlainCustomer): number => (x > 0 ? mean : 0);
	const rows: CustomerRows = {
		customer: Int32Array.from(all, (_, i) => i),
		frequency: of(({ x = 0 }) => x),
		recency: of(({ tx = 0 }) => tx),
		age: of(({ T }) => T),
		spendingDays: of(({ x = 0 }) => x),
		mean: of(mean)
	};
	return {
		asOf: DAY,
		firstDay: DAY - Math.round(7 * oldest),
		longestGap: 0,
		currency: 'EUR',
		now: {
			...rows,
			net: of((customer) => (customer.first ?? 20) + (customer.x ?? 0) * mean(customer)),
			orders: of(({ x = 0 }) => x + 1),
			silence: of(({ T, tx = 0 }) => Math.round(7 * (T - tx))),
			overdue: of(() => 0)
		},
		splits: [],
		groups: [],
		firstMonth: 600,
		newByMonth: Float64Array.of(5, 5),
		lastMonthFinished: true,
		dataHash: 'hash',
		...changes
	};
}

/** Every number anywhere in a value that is NaN or infinite, by its place. */
export function notFinite(value: unknown, at = ''): string[] {
	if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${at} ${value}`];
	if (ArrayBuffer.isView(value)) {
		const place = Array.prototype.findIndex.call(value, (number: number) => !Number.isFinite(number));
		return place < 0 ? [] : [`${at}[${place}]`];
	}
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => notFinite(inner, `${at}.${key}`));
}
