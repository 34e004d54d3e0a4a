import { currencyInHeader } from './currencies';
import type { IdentitySource } from './customerKeys';
import type { ParticularColumns } from './customers';
import { normaliseHeader } from './headers';
import type { Preset } from './presets/preset';
import { FIELDS } from './types';
import type { ColumnRef, DateOrder, Field, ImportFailure, Mapping, RowFilter } from './types';

export type BoundFilter = RowFilter & { at: number };

/** A layout or a mapping bound to the columns of one file (counted from 0). */
export interface Binding {
	layout: string;
	rules: 'generic' | 'shopify' | 'uci';
	headers: string[];
	/** Several columns: the first one that has a value. */
	fields: Map<Field, number[]>;
	identity: IdentitySource[];
	particulars: ParticularColumns;
	filters: BoundFilter[];
	/** What makes an order. */
	orders: 'id' | 'row' | 'customer_day';
	cancelledAt: number | null;
	/** By the layout's documentation. */
	currency: string | null;
	/** By the name of a money column. */
	headerCurrency: string | null;
	dateOrder: DateOrder | null;
}

const MONEY: readonly Field[] = [
	'total',
	'amount',
	'gross',
	'net_items',
	'unit_price',
	'discount',
	'shipping',
	'tax',
	'refunds'
];

/** Binds a preset; a header row that lacks a column leaves the field out. */
export function bindPreset(file: string, preset: Preset, headers: string[], mapping: Mapping): Binding | ImportFailure {
	const names = headers.map(normaliseHeader);
	const missing = preset.required.filter((alternatives) => !alternatives.some((name) => names.includes(name)));
	if (missing.length > 0) {
		return {
			status: 'failed',
			code: 'no_columns',
			file,
			params: { layout: preset.id, missing: missing.map(([name]) => name).join(', ') }
		};
	}
	const at = (name: string) => names.indexOf(name);
	const fields = new Map<Field, number[]>();
	for (const field of FIELDS) {
		const found = (preset.fields[field] ?? []).map(at).filter((column) => column >= 0);
		if (found.length > 0) fields.set(field, found);
	}
	if (preset.rules === 'shopify' && !fields.has('unit_price') && at('subtotal') >= 0) {
		fields.set('net_items', [at('subtotal')]);
	}
	const identity: IdentitySource[] = [];
	for (const source of preset.identity) {
		if (source.kind === 'id') {
			const column = source.headers.map(at).find((found) => found >= 0);
			if (column !== undefined) identity.push({ kind: 'id', column, prefix: source.prefix });
			continue;
		}
		const column = at(source.header);
		if (column < 0) continue;
		if (source.kind === 'email') identity.push({ kind: 'email', column });
		else if (source.kind === 'phone') {
			const country = source.country.map(at).filter((found) => found >= 0);
			identity.push({ kind: 'phone', column, country });
		} else identity.push({ kind: 'name', column, postCode: at(source.postCode) < 0 ? null : at(source.postCode) });
	}
	const filters = bindFilters(file, headers, mapping, names.length > 0);
	if ('status' in filters) return filters;
	return {
		layout: preset.id,
		rules: preset.rules,
		headers,
		fields,
		identity,
		particulars: particulars(fields, identity),
		filters: filters.bound,
		orders: 'id',
		cancelledAt: preset.cancelledAt === undefined || at(preset.cancelledAt) < 0 ? null : at(preset.cancelledAt),
		currency: preset.currency ?? null,
		headerCurrency: headerCurrency(fields, headers),
		dateOrder: preset.dateOrder ?? null
	};
}

/** Binds a mapping with columns. Without an order id each row is an order, or a customer's rows of a day are. */
export function bindMapping(
	file: string,
	mapping: Mapping,
	headers: string[],
	hasHeader: boolean
): Binding | ImportFailure {
	const fields = new Map<Field, number[]>();
	for (const field of FIELDS) {
		const ref = mapping.columns?.[field];
		if (ref === undefined) continue;
		const column = resolveColumn(ref, headers, hasHeader);
		if (column < 0) return missingColumn(file, ref, field);
		fields.set(field, [column]);
	}
	if (!fields.has('date')) return { status: 'failed', code: 'mapping_invalid', file, params: { field: 'date' } };
	const filters = bindFilters(file, headers, mapping, hasHeader);
	if ('status' in filters) return filters;
	const email = fields.get('email')?.[0];
	const id = fields.get('customer_id')?.[0];
	const phone = fields.get('phone')?.[0];
	const name = fields.get('name')?.[0];
	const identity: IdentitySource[] = [];
	if (email !== undefined) identity.push({ kind: 'email', column: email });
	if (id !== undefined) {
		const source: IdentitySource = { kind: 'id', column: id, prefix: '' };
		if (mapping.identity === 'customer_id') identity.unshift(source);
		else identity.push(source);
	}
	if (phone !== undefined) identity.push({ kind: 'phone', column: phone, country: fields.get('country') ?? [] });
	if (name !== undefined) identity.push({ kind: 'name', column: name, postCode: fields.get('post_code')?.[0] ?? null });
	return {
		layout: 'generic',
		rules: 'generic',
		headers,
		fields,
		identity,
		particulars: particulars(fields, identity),
		filters: filters.bound,
		orders: fields.has('order_id') ? 'id' : (mapping.orders_by ?? 'row'),
		cancelledAt: null,
		currency: null,
		headerCurrency: headerCurrency(fields, headers),
		dateOrder: null
	};
}

/** Column of a reference, counted from 0, or −1. Header texts are compared as printed, then as normalised. */
export function resolveColumn(ref: ColumnRef, headers: readonly string[], hasHeader: boolean): number {
	if (typeof ref === 'number') return Number.isInteger(ref) && ref >= 1 && ref <= headers.length ? ref - 1 : -1;
	if (!hasHeader) return -1;
	const { name, nth } = typeof ref === 'string' ? { name: ref, nth: 1 } : ref;
	for (const form of [(text: string) => text.trim(), normaliseHeader]) {
		const wanted = form(name);
		let seen = 0;
		for (const [column, header] of headers.entries()) if (form(header) === wanted && ++seen === nth) return column;
	}
	return -1;
}

function bindFilters(
	file: string,
	headers: readonly string[],
	mapping: Mapping,
	hasHeader: boolean
): { bound: BoundFilter[] } | ImportFailure {
	const bound: BoundFilter[] = [];
	for (const filter of mapping.filters ?? []) {
		const at = resolveColumn(filter.column, headers, hasHeader);
		if (at < 0) return missingColumn(file, filter.column, 'filters');
		bound.push({ ...filter, at });
	}
	return { bound };
}

function missingColumn(file: string, ref: ColumnRef, field: string): ImportFailure {
	const column = typeof ref === 'object' ? `${ref.name} (${ref.nth})` : String(ref);
	return { status: 'failed', code: 'mapping_column_missing', file, params: { column, field } };
}

function headerCurrency(fields: Map<Field, number[]>, headers: readonly string[]): string | null {
	for (const field of MONEY) {
		for (const column of fields.get(field) ?? []) {
			const currency = currencyInHeader(headers[column]);
			if (currency !== null) return currency;
		}
	}
	return null;
}

/** An address or a name that is the key itself is not kept twice. */
function particulars(fields: Map<Field, number[]>, identity: readonly IdentitySource[]): ParticularColumns {
	return {
		email: identity[0]?.kind === 'email' ? null : (fields.get('email')?.[0] ?? null),
		phones: fields.get('phone') ?? [],
		name: fields.get('name')?.[0] ?? null,
		platformId: fields.get('customer_id')?.[0] ?? null
	};
}
