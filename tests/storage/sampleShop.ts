import type { ImportReport } from '../../workers/core/import/types';
import { TABLES, type Dictionaries } from '../../workers/core/tables';
import type { Store } from '../../workers/storage/store';
import type { CommitInput } from '../../workers/storage/types';
import { batchOf, rowsOf, text, type Row } from './rows';

export const DICTIONARIES: Dictionaries = {
	currency: ['EUR'],
	country: ['DE', 'AT'],
	region: [],
	post_code: [],
	channel: ['web'],
	discount_code: [],
	payment_method: [],
	account: [],
	status: ['paid', 'refunded']
};

export const report = (files: string[]): ImportReport => ({
	kind: 'orders',
	detect: ['generic'],
	files: files.map((name) => ({
		name,
		layout: 'generic',
		encoding: 'utf-8',
		delimiter: ',',
		header_line: 1,
		bytes: 100,
		records: 3
	})),
	rows: { records: 4, stored: 3, rejected: 1, skipped: 0 },
	rejectedBy: { bad_date: 1 },
	skippedBy: {},
	warnings: [],
	orders: { read: 3, counted: 3, excluded: [] },
	excludedBy: {},
	customers: 2,
	ordersWithoutCustomer: 0,
	totals: {},
	byMonth: {},
	firstDay: 19_938,
	lastDay: 19_940,
	answered: [],
	hints: [],
	mapping: {},
	preset: 'generic'
});

const order = (number: number, id: string, customer: number, day: number, gross: number): Row => ({
	number,
	id,
	customer,
	day,
	minute: 845,
	gross: [gross, 2],
	total: [gross, 2],
	units: [1, 0],
	firstProduct: 0,
	country: 0,
	channel: 0,
	status: 0
});
const line = (of: number, amount: number): Row => ({
	order: of,
	product: 0,
	quantity: [1, 0],
	unitPrice: [amount, 2],
	amount: [amount, 2]
});

type Tables = Record<'orders' | 'lines' | 'refunds' | 'identities' | 'products', Row[]>;

/** Rows and bookkeeping of an import, ready to be committed. */
function input(
	workspace: string,
	parent: string | null,
	importId: string,
	tables: Tables,
	rest: Partial<CommitInput> & { rowsABatch?: number }
): CommitInput {
	const { rowsABatch = Infinity, ...fields } = rest;
	const made = Object.fromEntries(
		TABLES.map((table) => {
			const batches = [];
			for (let from = 0; from < tables[table].length; from += rowsABatch)
				batches.push(batchOf(table, tables[table].slice(from, from + rowsABatch)));
			return [table, batches];
		})
	);
	return {
		workspace,
		importId,
		parent,
		now: 1_750_000_000_000,
		data: {
			...(made as unknown as CommitInput['data']),
			dictionaries: DICTIONARIES,
			sources: [{ file: `${importId}.csv`, layout: 'generic', importId, stamp: null }]
		},
		dropOrders: new Int32Array(0),
		dropRefunds: [],
		next: { order: 3, customer: 2, product: 1 },
		report: report([`${importId}.csv`]),
		problems: {
			length: 1,
			kind: Uint8Array.of(0),
			file: Uint16Array.of(0),
			line: Uint32Array.of(5),
			reason: Uint8Array.of(0),
			field: Uint16Array.of(0),
			values: text(['2024-13-40']),
			reasons: ['bad_date'],
			fields: ['Date']
		},
		byCustomer: {
			length: 2,
			customer: Int32Array.of(0, 1),
			orders: Int32Array.of(2, 1),
			currency: Uint8Array.of(0, 0),
			net: Float64Array.of(7498, 1250),
			scale: 2
		},
		...fields
	};
}

/** Three orders of two customers, a refund of the second order, and a credit note R-9 of nobody's order. */
export const firstImport = (workspace: string, importId = 'first', parent: string | null = null): CommitInput =>
	input(
		workspace,
		parent,
		importId,
		{
			orders: [
				order(0, '#1001', 0, 19_938, 4999),
				order(1, '#1002', 1, 19_939, 1250),
				order(2, '#1003', 0, 19_940, 2499)
			],
			lines: [line(0, 4999), line(1, 1250), line(2, 2499)],
			refunds: [
				{
					link: 0,
					order: 1,
					customer: 1,
					day: -2_147_483_648,
					amount: [250, 2],
					items: [250, 2],
					quantity: [0, 0],
					product: -1
				},
				{
					id: 'R-9',
					link: 2,
					order: -1,
					customer: 0,
					day: 19_945,
					amount: [500, 2],
					items: [500, 2],
					quantity: [0, 0],
					product: -1,
					line: 12
				}
			],
			identities: [
				{ number: 0, key: 'ana@example.com', name: 'Ana Öberg', since: -2_147_483_648 },
				{ number: 1, key: 'generic:77', platformId: '77', since: -2_147_483_648 }
			],
			products: [{ number: 0, id: 'P-1', name: 'Mug', category: 'Kitchen' }]
		},
		{}
	);

/** A newer export: order #1002 in a new version without its refund, credit note R-9 again and corrected, and a fourth order; a batch a row. */
export const secondImport = (workspace: string, parent: string | null): CommitInput =>
	input(
		workspace,
		parent,
		'second',
		{
			orders: [order(1, '#1002', 1, 19_939, 1111), order(3, '#1004', 2, 19_950, 990)],
			lines: [line(1, 1111), line(3, 990)],
			refunds: [
				{
					id: 'R-9',
					link: 2,
					order: -1,
					customer: 0,
					day: 19_945,
					amount: [700, 2],
					items: [700, 2],
					quantity: [0, 0],
					product: -1,
					line: 4
				}
			],
			identities: [{ number: 2, key: 'ben@example.com', since: 19_900 }],
			products: []
		},
		{
			rowsABatch: 1,
			dropOrders: Int32Array.of(1),
			dropRefunds: ['R-9'],
			next: { order: 4, customer: 3, product: 1 },
			now: 1_760_000_000_000
		}
	);

/** Everything a workspace says about itself: equal before and after means nothing changed. */
export async function stateOf(store: Store, id: string) {
	const workspace = (await store.listWorkspaces()).find((one) => one.id === id);
	const imports = await store.imports(id);
	if (!workspace || workspace.revision === null)
		return { workspace, imports: imports.map((record) => record.id), tables: null };
	const revision = await store.revision(workspace.revision);
	const tables: Record<string, Row[]> = {};
	for (const table of TABLES) {
		tables[table] = [];
		for await (const batch of store.readBatches(revision, table)) tables[table].push(...rowsOf(table, batch));
	}
	return {
		workspace,
		imports: imports.map((record) => record.id),
		tables,
		rows: revision.rows,
		dictionaries: revision.dictionaries,
		sources: revision.sources
	};
}

export async function ordersOf(store: Store, workspace: string): Promise<[id: string, gross: number][]> {
	const { tables } = await stateOf(store, workspace);
	return (tables?.orders ?? []).map(({ id, gross }) => [id as string, (gross as [number, number])[0]]);
}

const COUNT = 300;
const at = (count: number, make: (i: number) => Row): Row[] => Array.from({ length: count }, (_, i) => make(i));

/** Rows without end of variety: every way in which a column can be written is among them. */
export const VARIED: Tables = {
	orders: at(COUNT, (i) => ({
		number: 4 + i,
		// One width, and no number.
		id: `W${String((i * 7919) % 1000).padStart(3, '0')}x`,
		customer: (i * 37) % 211,
		// Sorted.
		day: 20_000 + Math.floor(i / 7),
		minute: (i * 101) % 1440,
		// Beyond 32 bits, close together.
		gross: [500_000_000_000 + ((i * 613) % 999), 2],
		// Nearly always nothing.
		discount: [i % 97 === 50 ? 123_456 : 0, 2],
		shipping: [(i * 89) % 500, 2],
		// Beyond 32 bits, far apart.
		total: [i % 2 === 0 ? 4_503_599_627_370_495 - i : i, 2],
		units: [1 + (i % 4), 0],
		firstProduct: 0,
		country: (i * 13) % 2,
		channel: 0,
		status: i % 3 === 0 ? 1 : 0
	})),
	lines: at(COUNT, (i) => {
		const quantity = 1 + (i % 4);
		const price = 100 + ((i * 613) % 9973);
		// One amount is not what quantity and price make.
		const amount = i === 5 ? 1 : quantity * price;
		return { order: 4 + i, product: 0, quantity: [quantity, 0], unitPrice: [price, 2], amount: [amount, 2] };
	}),
	refunds: [],
	identities: at(208, (i) => ({
		number: 3 + i,
		key: `person${'-'.repeat(i % 5)}${i}@example.com`,
		platformId: `gid/${1_000_000_000 + ((i * 7919) % 99_991)}`,
		name: i % 2 === 0 ? 'Zoë' : '',
		since: -2_147_483_648
	})),
	products: []
};

export const variedImport = (workspace: string, parent: string | null): CommitInput =>
	input(workspace, parent, 'varied', VARIED, {
		next: { order: 304, customer: 211, product: 1 },
		now: 1_765_000_000_000
	});
