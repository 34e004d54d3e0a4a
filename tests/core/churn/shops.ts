import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import type { Ledger } from '$workers/core/ledger/types';
import { dataSet } from '../helpers/dataSet';
import type { PlainOrder } from '../helpers/dataSet';

/** Day 0 of the shops below. */
export const START = 19_000;

export const ledgerOf = (orders: PlainOrder[]): Ledger => openLedger(DEFAULT_COUNTING, dataSet(orders));

/** Customers who each order on the days given, counted from {@link START}. */
export const shopOf = (customers: readonly (readonly number[])[]): Ledger =>
	ledgerOf(customers.flatMap((days, c) => days.map((day) => ({ customer: `c${c}`, day: START + day, gross: 10_00 }))));

/** So many customers with these days. */
export const times = (count: number, days: readonly number[]): (readonly number[])[] =>
	Array.from({ length: count }, () => days);

/** Every number of a result, however deep. */
export function numbersOf(value: unknown): number[] {
	if (typeof value === 'number') return [value];
	if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(numbersOf);
}
