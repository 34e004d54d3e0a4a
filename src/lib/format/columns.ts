/** Between the columns of a mapping (by header text, by the nth of that text, by position) and positions on screen. */
import type { ColumnRef, Field, Mapping } from '$workers/core/import/types';

/** The column at a position (from 0), as a mapping names it: by its text where the file has a header, else by its position from 1. */
export function refAt(headers: readonly string[], index: number, hasHeader: boolean): ColumnRef {
	const name = headers[index];
	if (!hasHeader || name === '') return index + 1;
	const nth = headers.slice(0, index + 1).filter((header) => header === name).length;
	return headers.filter((header) => header === name).length > 1 ? { name, nth } : name;
}

/** The position (from 0) of what a mapping names, or -1 when the file has no such column. */
export function indexOfRef(headers: readonly string[], ref: ColumnRef | undefined): number {
	if (ref === undefined) return -1;
	if (typeof ref === 'number') return ref >= 1 && ref <= headers.length ? ref - 1 : -1;
	const [name, nth] = typeof ref === 'string' ? [ref, 1] : [ref.name, ref.nth];
	let seen = 0;
	return headers.findIndex((header) => header === name && ++seen === nth);
}

/** What a column is called on screen; repeated texts get their number. */
export function columnLabel(headers: readonly string[], index: number): string {
	const name = headers[index];
	if (name === '') return `Column ${index + 1}`;
	const same = headers.filter((header) => header === name).length;
	return same > 1 ? `${name} (${headers.slice(0, index + 1).filter((header) => header === name).length})` : name;
}

/** What a matching still lacks before anything can be read with it, in words; empty when it can be used. */
export function stillNeeded(mapping: Mapping, headers: readonly string[]): string[] {
	const has = (field: Field) => indexOfRef(headers, mapping.columns?.[field]) >= 0;
	const needed: string[] = [];
	if (!has('date')) needed.push('a date');
	if (!(['total', 'gross', 'amount', 'net_items'] as const).some(has) && !(has('quantity') && has('unit_price')))
		needed.push('an amount, or a quantity and a price');
	if (!(['customer_id', 'email', 'phone', 'name'] as const).some(has)) needed.push('who bought');
	return needed;
}
