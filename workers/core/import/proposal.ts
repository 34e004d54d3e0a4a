import { probeDates } from './bytes/dates';
import { probeDecimals } from './bytes/decimals';
import { fieldsOf } from './headerWords';
import type { Sniffed } from './sniff';
import type { ColumnRef, Field, Mapping } from './types';

const MONEY: ReadonlySet<Field> = new Set([
	'gross',
	'discount',
	'shipping',
	'tax',
	'total',
	'refunds',
	'quantity',
	'unit_price',
	'list_price',
	'amount',
	'line_discount',
	'net_items'
]);
const DATES: ReadonlySet<Field> = new Set(['date', 'refund_date', 'customer_since']);

/** A mapping that the header words and the shapes of the values suggest; for the person to check. */
export function proposeMapping(sniffed: Sniffed): Mapping {
	const { headers, headerLine } = sniffed;
	const values = headers.map((_, column) =>
		sniffed.records.slice(0, 200).flatMap((cells) => (cells[column]?.trim() ? [cells[column].trim()] : []))
	);
	const candidates = headers.flatMap((header, column) =>
		headerLine === 0 ? [] : fieldsOf(header).map(({ field, place }) => ({ field, place, column }))
	);
	candidates.sort((a, b) => a.place - b.place || a.column - b.column);
	const columns = new Map<Field, number>();
	const taken = new Set<number>();
	const take = (field: Field, column: number) => {
		columns.set(field, column);
		taken.add(column);
	};
	for (const { field, column } of candidates) {
		if (!columns.has(field) && !taken.has(column) && fits(field, values[column])) take(field, column);
	}
	// What no header tells, values may: an address, a date, a sum.
	const byShape = (field: Field, shape: (samples: string[]) => boolean) => {
		if (columns.has(field)) return;
		const column = values.findIndex((samples, i) => !taken.has(i) && samples.length > 0 && shape(samples));
		if (column >= 0) take(field, column);
	};
	byShape('email', (samples) => samples.every((value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)));
	byShape(
		'date',
		(samples) => looksLikeDates(samples) && samples.some((value) => /\D/.test(value) || /^(19|20)\d{6}$/.test(value))
	);
	if (!['total', 'amount', 'gross', 'unit_price', 'net_items'].some((field) => columns.has(field as Field))) {
		byShape('total', (samples) => looksLikeNumbers(samples) && samples.some((value) => /[.,]\d{2}\b/.test(value)));
	}
	const proposal: Mapping = {
		columns: Object.fromEntries(
			[...columns].sort((a, b) => a[1] - b[1]).map(([field, column]) => [field, columnRef(headers, headerLine, column)])
		)
	};
	if (headerLine === 0) proposal.header = false;
	return proposal;
}

/** How a mapping names a column: its header, with its place among equal ones; its position where there is no header. */
export function columnRef(headers: readonly string[], headerLine: number, column: number): ColumnRef {
	const name = headers[column];
	if (headerLine === 0 || name === '') return column + 1;
	const nth = headers.slice(0, column + 1).filter((header) => header === name).length;
	return headers.indexOf(name) === headers.lastIndexOf(name) ? name : { name, nth };
}

function fits(field: Field, samples: string[]): boolean {
	if (samples.length === 0) return true;
	if (MONEY.has(field)) return looksLikeNumbers(samples);
	if (DATES.has(field)) return looksLikeDates(samples);
	if (field === 'email') return samples.some((value) => value.includes('@'));
	return true;
}

function looksLikeNumbers(samples: string[]): boolean {
	return probeDecimals(samples).neither <= 0.2 * samples.length;
}

function looksLikeDates(samples: string[]): boolean {
	return probeDates(samples).neither.length <= 0.2 * samples.length;
}
