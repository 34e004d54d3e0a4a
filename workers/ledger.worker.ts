/** Holds one open revision, decoded once; every call names the revision it means. */
import { expose } from 'comlink';
import type {
	CustomerPage,
	CustomerProfile,
	CustomerQuery,
	CustomerRow,
	LedgerSummary,
	LedgerWorker,
	Opened,
	ResultFile,
	View
} from './contract';
import { cohorts } from './core/cohorts/cohorts';
import type { CohortOptions, CohortResult } from './core/cohorts/types';
import type { CountingDefinition } from './core/counting';
import { customerList, ordered, segmentOf } from './core/customers/customerList';
import type { CustomerList } from './core/customers/customerList';
import { directory, identityOf, search } from './core/customers/directory';
import type { Directory } from './core/customers/directory';
import { entry, indexOf, profileOrders, unattachedRefunds } from './core/customers/profile';
import { customerKeys } from './core/ledger/customerKeys';
import { ledgerBuilder } from './core/ledger/ledger';
import { selectCustomers } from './core/ledger/selection';
import type { CustomerKeys, Ledger, Selection } from './core/ledger/types';
import { overview } from './core/metrics/overview';
import type { OverviewResult } from './core/metrics/types';
import { datasetName, resultFile } from './core/output/resultFile';
import { productKeys } from './core/output/productKeys';
import { rfm } from './core/rfm/rfm';
import type { RfmOptions, RfmResult } from './core/rfm/types';
import { NO_DAY, NONE } from './core/tables';
import type { IdentitiesTable, OrdersTable, ProductsTable, TableName, TableTypes } from './core/tables';
import { Database } from './storage/database';
import { getImport, listImports } from './storage/imports';
import { readBatches, readRevision } from './storage/read';
import { failureOf } from './storage/storageError';
import type { ImportRecord, Revision } from './storage/types';

const database = new Database();

/** What is open; texts (identities, products) come only when a call needs them. */
interface Open {
	key: string;
	revision: Revision;
	ledger: Ledger;
	summary: LedgerSummary;
	identities: Promise<IdentitiesTable[]> | null;
	products: Promise<ProductsTable[]> | null;
	directory: Directory | null;
	keys: CustomerKeys | null;
	/** The last list of customers, because its pages are asked for one after the other. */
	list: {
		key: string;
		list: CustomerList;
		order: Map<string, Int32Array>;
		productKey: (product: number) => string | null;
	} | null;
}

let current: Promise<Open> | null = null;
let currentKey = '';

const ORDER_COLUMNS = [
	'number',
	'customer',
	'day',
	'minute',
	'offset',
	'flags',
	'gross',
	'discount',
	'shipping',
	'tax',
	'total',
	'units',
	'firstProduct',
	'currency',
	'country',
	'channel'
] as const satisfies readonly (keyof OrdersTable)[];

const viewKey = (revision: string, counting: CountingDefinition): string => JSON.stringify([revision, counting]);

async function all<T extends TableName>(revision: Revision, table: T): Promise<TableTypes[T][]> {
	const batches: TableTypes[T][] = [];
	for await (const batch of readBatches(database, revision, table)) batches.push(batch);
	return batches;
}

async function load(id: string, counting: CountingDefinition, key: string): Promise<Open> {
	const revision = await readRevision(database, id);
	const builder = ledgerBuilder(counting, revision.dictionaries, revision.rows.orders);
	for await (const batch of readBatches(database, revision, 'refunds')) builder.addRefunds(batch);
	for await (const batch of readBatches(database, revision, 'orders', ORDER_COLUMNS)) builder.addOrders(batch);
	if (builder.needsLines) {
		for await (const batch of readBatches(database, revision, 'lines')) builder.addLines(batch);
	}
	const ledger = builder.finish();
	return {
		key,
		revision,
		ledger,
		summary: {
			customers: ledger.customers,
			orders: ledger.orders,
			excluded: ledger.excluded,
			ordersWithoutCustomer: ledger.ordersWithoutCustomer,
			firstDay: ledger.firstDay,
			lastDay: ledger.lastDay,
			currencies: ledger.currencies
		},
		identities: null,
		products: null,
		directory: null,
		keys: null,
		list: null
	};
}

function opened(revision: string, counting: CountingDefinition): Promise<Open> {
	const key = viewKey(revision, counting);
	if (current === null || currentKey !== key) {
		currentKey = key;
		// The old ledger goes before the new one comes: the two together may not fit a tablet.
		current = null;
		const loading = load(revision, counting, key);
		loading.catch(() => {
			if (current === loading) current = null;
		});
		current = loading;
	}
	return current;
}

const identitiesOf = (open: Open): Promise<IdentitiesTable[]> => (open.identities ??= all(open.revision, 'identities'));
const productsOf = (open: Open): Promise<ProductsTable[]> => (open.products ??= all(open.revision, 'products'));

/** The import that results are called after; a restored revision was made by none, and its imports name it. */
async function newestImport({ id, workspace, importId }: Revision): Promise<ImportRecord | undefined> {
	if (importId !== null) return getImport(database, importId);
	return (await listImports(database, workspace)).find(({ revision }) => revision === id);
}

async function keysOf(open: Open): Promise<CustomerKeys> {
	return (open.keys ??= customerKeys(open.ledger, await identitiesOf(open)));
}

async function directoryOf(open: Open): Promise<Directory> {
	return (open.directory ??= directory(await identitiesOf(open)));
}

async function selected(open: Open, { selection, asOf }: View): Promise<Selection> {
	return selection === null ? null : selectCustomers(open.ledger, selection, { asOf, keys: await keysOf(open) });
}

async function listOf(open: Open, view: View, options: RfmOptions): Promise<NonNullable<Open['list']>> {
	const key = JSON.stringify([view.selection, view.asOf, options]);
	if (open.list?.key !== key) {
		const keys = await keysOf(open);
		const selection = await selected(open, view);
		const list = customerList(open.ledger, options, { asOf: view.asOf, selection, keys: () => keys });
		const productKey = productKeys(await productsOf(open), list.facts?.firstProduct ?? []);
		open.list = { key, list, order: new Map(), productKey };
	}
	return open.list;
}

function rowOf(open: Open, { list, productKey }: NonNullable<Open['list']>, names: Directory, c: number): CustomerRow {
	const { ledger, revision } = open;
	const { facts } = list;
	if (facts === null || list.asOf === null) throw new Error('a row of an empty list');
	const customer = ledger.customerNumber[c];
	const who = identityOf(names, customer);
	return {
		customer,
		key: who?.key ?? '',
		name: who?.name ?? '',
		first: facts.first[c],
		last: facts.last[c],
		orders: facts.orders[c],
		purchaseDays: facts.purchaseDays[c],
		units: facts.units[c] / 10 ** ledger.unitScale,
		net: facts.net.length === 0 ? NaN : facts.net[0][c] / 10 ** ledger.scale,
		rDays: list.asOf + 1 - facts.last[c],
		cell: list.scored ? String(list.cell[c]) : '',
		segment: segmentOf(list, c) ?? '',
		country: entry(revision.dictionaries.country, facts.country[c]),
		channel: entry(revision.dictionaries.channel, facts.channel[c]),
		firstProduct: productKey(facts.firstProduct[c]) ?? ''
	};
}

expose({
	async open(revision: string, counting: CountingDefinition): Promise<Opened> {
		try {
			return { status: 'open', summary: (await opened(revision, counting)).summary };
		} catch (error) {
			const failure = failureOf(error);
			if (!failure) throw error;
			return failure;
		}
	},

	async overview(view: View): Promise<OverviewResult> {
		const open = await opened(view.revision, view.counting);
		return overview(open.ledger, { asOf: view.asOf }, await selected(open, view));
	},

	async rfm(view: View, options: RfmOptions): Promise<RfmResult> {
		const open = await opened(view.revision, view.counting);
		const keys = options.rule === 'B_first' ? await keysOf(open) : null;
		return rfm(open.ledger, options, {
			asOf: view.asOf,
			selection: await selected(open, view),
			...(keys && { keys: () => keys })
		});
	},

	async cohorts(view: View, options: CohortOptions): Promise<CohortResult> {
		const open = await opened(view.revision, view.counting);
		return cohorts(open.ledger, options, { asOf: view.asOf, selection: await selected(open, view) });
	},

	async customers(view: View, options: RfmOptions, query: CustomerQuery): Promise<CustomerPage> {
		const open = await opened(view.revision, view.counting);
		const kept = await listOf(open, view, options);
		const names = await directoryOf(open);
		const keys = await keysOf(open);
		const orderKey = JSON.stringify([query.sort, query.descending, query.search]);
		let order = kept.order.get(orderKey);
		if (!order) {
			order = ordered(kept.list, query.sort, query.descending, () => keys);
			if (query.search.trim()) {
				const found = search(names, query.search);
				order = order.filter((c) => found[open.ledger.customerNumber[c]] === 1);
			}
			// A few orders are enough for going back and forth; each typed letter makes one.
			if (kept.order.size >= 4) kept.order.clear();
			kept.order.set(orderKey, order);
		}
		const page = order.subarray(query.from, query.from + query.count);
		return { total: order.length, rows: Array.from(page, (c) => rowOf(open, kept, names, c)) };
	},

	async customer(view: View, options: RfmOptions, customer: number): Promise<CustomerProfile | null> {
		const open = await opened(view.revision, view.counting);
		const index = indexOf(open.ledger, customer);
		const kept = await listOf(open, view, options);
		if (index === NONE || !kept.list.facts || kept.list.facts.orders[index] === 0) return null;
		const names = await directoryOf(open);
		const who = identityOf(names, customer);
		const orders = await all(open.revision, 'orders');
		const unattached = unattachedRefunds(open.ledger, customer, view.asOf);
		return {
			row: rowOf(open, kept, names, index),
			identity: {
				email: who?.email ?? '',
				phone: who?.phone ?? '',
				platformId: who?.platformId ?? '',
				since: who === null || who.since === NO_DAY ? null : who.since
			},
			orders: profileOrders(open.ledger, customer, orders, open.revision.dictionaries, view.asOf),
			unattached
		};
	},

	async file(view: View, what: ResultFile, { period }: { period: CohortOptions['period'] }): Promise<Uint8Array> {
		const open = await opened(view.revision, view.counting);
		const record = await newestImport(open.revision);
		const text = resultFile(open.ledger, await selected(open, view), what, {
			dataset: datasetName(record?.report.mapping.name, record?.report.files[0]?.name ?? ''),
			asOf: view.asOf,
			period,
			keys: await keysOf(open),
			products: await productsOf(open)
		});
		return new TextEncoder().encode(text);
	},

	async release(): Promise<void> {
		current = null;
		currentKey = '';
	}
} satisfies LedgerWorker);
