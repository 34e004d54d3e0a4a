import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'vitest';
import { importJson } from '../../../workers/core/import/importJson';
import { readFiles } from '../../../workers/core/import/readFiles';
import type {
	ImportBase,
	ImportDone,
	ImportFile,
	ImportOptions,
	Mapping,
	ReadResult
} from '../../../workers/core/import/types';
import type {
	DataSet,
	IdentitiesTable,
	LinesTable,
	OrdersTable,
	ProductsTable,
	RefundsTable,
	TextColumn
} from '../../../workers/core/tables';

/** Text or bytes as a file of a run. */
export function file(
	content: string | Uint8Array<ArrayBuffer>,
	name = 'orders.csv',
	lastModified?: number
): ImportFile {
	const blob = new Blob([content]);
	return { name, size: blob.size, lastModified, blob };
}

export function fileAt(path: string): ImportFile {
	return file(new Uint8Array(readFileSync(path)), basename(path));
}

export function read(
	files: ImportFile | ImportFile[] | string,
	options: Partial<ImportOptions> = {}
): Promise<ReadResult> {
	const list = typeof files === 'string' ? [file(files)] : Array.isArray(files) ? files : [files];
	return readFiles(list, { importId: 'import-1', useLastModified: false, ...options });
}

/** Reads and expects that the import goes through. */
export async function done(
	files: ImportFile | ImportFile[] | string,
	mapping?: Mapping,
	options: Partial<ImportOptions> = {}
): Promise<Imported> {
	const result = await read(files, { mapping, ...options });
	if (result.status !== 'done') throw new Error(JSON.stringify(result));
	return new Imported(result);
}

export interface Order {
	number: number;
	id: string;
	customer: string;
	date: string;
	minute: number;
	flags: number;
	gross: number;
	discount: number;
	shipping: number;
	tax: number;
	total: number;
	units: number;
	currency: string;
	country: string;
	channel: string;
	source: number;
}

/** A finished import with its tables spelt out. */
export class Imported {
	readonly tables: {
		orders: OrdersTable[];
		lines: LinesTable[];
		refunds: RefundsTable[];
		identities: IdentitiesTable[];
		products: ProductsTable[];
	};
	readonly #keys = new Map<number, string>();

	constructor(
		readonly result: ImportDone,
		keys: ReadonlyMap<number, string> = new Map()
	) {
		const { data } = result;
		this.tables = {
			orders: [...data.orders],
			lines: [...data.lines],
			refunds: [...data.refunds],
			identities: [...data.identities],
			products: [...data.products]
		};
		for (const [number, key] of keys) this.#keys.set(number, key);
		for (const batch of this.tables.identities) {
			for (let i = 0; i < batch.length; i++) this.#keys.set(batch.number[i], textOf(batch.key, i));
		}
	}

	get keys(): ReadonlyMap<number, string> {
		return this.#keys;
	}

	get report() {
		return this.result.report;
	}

	get json(): ImportJson {
		return JSON.parse(this.jsonText) as ImportJson;
	}

	get jsonText(): string {
		const { report, problems, byCustomer, data } = this.result;
		return importJson({
			report,
			problems,
			byCustomer,
			keyOf: (customer) => this.#keys.get(customer) ?? `? ${customer}`,
			currencies: data.dictionaries.currency
		});
	}

	get orders(): Order[] {
		const { dictionaries } = this.result.data;
		return this.tables.orders.flatMap((batch) =>
			Array.from({ length: batch.length }, (_, i) => {
				const money = (field: 'gross' | 'discount' | 'shipping' | 'tax' | 'total' | 'units') =>
					batch[field].values[i] / 10 ** batch[field].scale;
				return {
					number: batch.number[i],
					id: textOf(batch.id, i),
					customer: this.#keys.get(batch.customer[i]) ?? '',
					date: new Date(batch.day[i] * 86_400_000).toISOString().slice(0, 10),
					minute: batch.minute[i],
					flags: batch.flags[i],
					gross: money('gross'),
					discount: money('discount'),
					shipping: money('shipping'),
					tax: money('tax'),
					total: money('total'),
					units: money('units'),
					currency: dictionaries.currency[batch.currency[i]] ?? '',
					country: dictionaries.country[batch.country[i]] ?? '',
					channel: dictionaries.channel[batch.channel[i]] ?? '',
					source: batch.source[i]
				};
			})
		);
	}

	get products(): { id: string; name: string; category: string }[] {
		return this.tables.products.flatMap((batch) =>
			Array.from({ length: batch.length }, (_, i) => ({
				id: textOf(batch.id, i),
				name: textOf(batch.name, i),
				category: textOf(batch.category, i)
			}))
		);
	}

	get identities(): { key: string; email: string; phone: string; name: string; platformId: string }[] {
		return this.tables.identities.flatMap((batch) =>
			Array.from({ length: batch.length }, (_, i) => ({
				key: textOf(batch.key, i),
				email: textOf(batch.email, i),
				phone: textOf(batch.phone, i),
				name: textOf(batch.name, i),
				platformId: textOf(batch.platformId, i)
			}))
		);
	}

	get lines(): { order: number; quantity: number; amount: number; kind: number }[] {
		return this.tables.lines.flatMap((batch) =>
			Array.from({ length: batch.length }, (_, i) => ({
				order: batch.order[i],
				quantity: batch.quantity.values[i] / 10 ** batch.quantity.scale,
				amount: batch.amount.values[i] / 10 ** batch.amount.scale,
				kind: batch.kind[i]
			}))
		);
	}

	get refunds(): { id: string; link: number; order: number; orderRef: string; amount: number; items: number }[] {
		return this.tables.refunds.flatMap((batch) =>
			Array.from({ length: batch.length }, (_, i) => ({
				id: textOf(batch.id, i),
				link: batch.link[i],
				order: batch.order[i],
				orderRef: textOf(batch.orderRef, i),
				amount: batch.amount.values[i] / 10 ** batch.amount.scale,
				items: batch.items.values[i] / 10 ** batch.items.scale
			}))
		);
	}

	/** Rejected and skipped records: "line reason field". */
	get problems(): string[] {
		const { problems } = this.result;
		return Array.from({ length: problems.length }, (_, i) =>
			`${problems.line[i]} ${problems.reasons[problems.reason[i]]} ${problems.fields[problems.field[i]]}`.trim()
		);
	}

	/** What a workspace holds after this import into an empty one. */
	get base(): ImportBase {
		return baseOf(this.result, this.tables);
	}
}

export interface ImportJson {
	rows: { records: number; stored: number; rejected: number; skipped: number };
	rejected: { file?: string; line: number; reason: string; field?: string }[];
	skipped: { file?: string; line: number; reason: string }[];
	warnings?: { order?: string; reason: string; excess?: string }[];
	orders: { read: number; counted: number; excluded: { order: string; reason: string }[] };
	customers: number;
	orders_without_customer: number;
	totals: Record<string, Record<string, string>>;
	by_customer: Record<string, { orders: number; net: Record<string, string> }>;
	by_month: Record<string, { orders: number; net: Record<string, string> }>;
	refund_rows?: {
		file?: string;
		line: number;
		order: string | null;
		currency: string;
		amount: string;
		items: string;
	}[];
	replaced_orders?: string[];
}

function baseOf(result: ImportDone, tables: Imported['tables']): ImportBase {
	const { dictionaries, sources }: DataSet = result.data;
	return {
		orders: stream(tables.orders),
		lines: () => stream(tables.lines),
		refunds: stream(tables.refunds),
		identities: stream(tables.identities),
		products: stream(tables.products),
		dictionaries,
		sources,
		next: result.next
	};
}

async function* stream<T>(batches: T[]): AsyncGenerator<T> {
	yield* batches;
}

export function textOf(column: TextColumn, i: number): string {
	return new TextDecoder().decode(column.bytes.subarray(column.offsets[i], column.offsets[i + 1]));
}

/** A seeded generator of numbers in [0, 1). */
export function random(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** The parts of two `import.json` that must not depend on the sequence of rows. */
export function expectSameFigures(actual: Imported, expected: Imported): void {
	const a = actual.json;
	const b = expected.json;
	expect(a.totals).toEqual(b.totals);
	expect(a.by_customer).toEqual(b.by_customer);
	expect(a.by_month).toEqual(b.by_month);
	expect(a.orders.read).toBe(b.orders.read);
	expect(a.orders.counted).toBe(b.orders.counted);
}
