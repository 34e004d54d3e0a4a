/** Holds one open revision, decoded once; every call names the revision it means. */
import { expose, transfer } from 'comlink';
import type {
	ChurnAnswer,
	CustomerPage,
	CustomerPlace,
	CustomerProfile,
	CustomerQuery,
	DataSources,
	FindingsAnswer,
	Handed,
	LedgerSummary,
	LedgerWorker,
	Opened,
	ResultFile,
	RiskRows,
	ValueQuestion,
	View
} from './contract';
import { repurchaseLadder } from './core/churn/ladder';
import { lapsePoints } from './core/churn/lapsePoint';
import { overdue } from './core/churn/overdue';
import { overdueBands } from './core/churn/overdueBands';
import { riskReasons } from './core/churn/riskReasons';
import { customerSummary } from './core/clv/summary';
import { cohorts } from './core/cohorts/cohorts';
import type { CohortOptions, CohortPeriod, CohortResult } from './core/cohorts/types';
import type { CountingDefinition } from './core/counting';
import type { TableColumn } from './core/customers/types';
import { customerList, ordered } from './core/customers/customerList';
import type { CustomerList } from './core/customers/customerList';
import { directory, identityOf, labelOf, search } from './core/customers/directory';
import type { Directory } from './core/customers/directory';
import { facets } from './core/customers/facets';
import type { Facets } from './core/customers/facets';
import { productNames, productRanks } from './core/customers/productNames';
import { indexOf, profileOrders, unattachedRefunds } from './core/customers/profile';
import { rhythm } from './core/customers/rhythm';
import { customerRow, tableCsv } from './core/customers/rows';
import type { RowSource } from './core/customers/rows';
import { shopMedians } from './core/customers/shopMedians';
import type { ShopMedians } from './core/customers/shopMedians';
import { nameOrder, textRanks } from './core/customers/textOrder';
import { cutAt, reportingCurrency } from './core/ledger/asOf';
import { findings } from './core/findings/findings';
import { productName } from './core/findings/productName';
import { customerKeys } from './core/ledger/customerKeys';
import { ledgerBuilder } from './core/ledger/ledger';
import { selectCustomers } from './core/ledger/selection';
import type { CustomerKeys, Ledger, Selection } from './core/ledger/types';
import { effectsBuilder } from './core/lens/countingEffects';
import type { CountingEffects } from './core/lens/types';
import { revenueLayers } from './core/metrics/layers';
import type { RevenueLayers } from './core/metrics/layers';
import { otherwise } from './core/metrics/otherwise';
import type { Otherwise } from './core/metrics/otherwise';
import { overview } from './core/metrics/overview';
import type { OverviewResult } from './core/metrics/types';
import { datasetName, resultFile } from './core/output/resultFile';
import { rfmCounts } from './core/rfm/counts';
import type { RfmCounts } from './core/rfm/counts';
import { migration } from './core/rfm/migration';
import type { MigrationResult } from './core/rfm/migration';
import { outlookOf } from './core/rfm/outlook';
import { rfm } from './core/rfm/rfm';
import type { RfmOptions, RfmResult } from './core/rfm/types';
import { NO_DAY, NONE } from './core/tables';
import type { IdentitiesTable, OrdersTable, ProductsTable, TableName, TableTypes } from './core/tables';
import type { CohortCustomers } from './core/value/cohortContinuation';
import { cohortCustomers } from './core/value/cohortCustomers';
import { columnsOf } from './core/value/columns';
import { customerOutlook } from './core/value/customerOutlook';
import type { CustomerOutlook, FittedModel } from './core/value/customerOutlook';
import { occasionAnalysis } from './core/value/occasions';
import type { OccasionAnalysis, OccasionOptions, OccasionRefused } from './core/value/occasions';
import { subscriptionAnalysis } from './core/value/renewals';
import type { SubscriptionAnalysis, SubscriptionOptions, SubscriptionRefused } from './core/value/renewals';
import { shopInput, splitRows } from './core/value/input';
import { splitDays } from './core/value/splitDays';
import { summaryCsv } from './core/value/summaryCsv';
import type { SplitRows, Stretch, ValueOptions } from './core/value/types';
import { dataHash } from './storage/dataHash';
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
		productName: (product: number) => string | null;
	} | null;
	productName: ((product: number) => string | null) | null;
	/** Orders of texts, made when a list is first sorted by them. */
	byName: Int32Array | null;
	countryRanks: Int32Array | null;
	channelRanks: Int32Array | null;
	productRanks: Int32Array | null;
	/** The shop's medians as of the last day asked for. */
	shop: { key: string; medians: ShopMedians } | null;
}

let current: Promise<Open> | null = null;
/** Who is told how far the opening is. */
const listeners = new Set<(done: number) => void>();
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

/** What the definition lens needs of orders. */
const EFFECT_COLUMNS = [
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
	'currency'
] as const satisfies readonly (keyof OrdersTable)[];

const viewKey = (revision: string, counting: CountingDefinition): string => JSON.stringify([revision, counting]);

/** What a profile prints of an order. */
const PROFILE_COLUMNS = [
	'number',
	'id',
	'customer',
	'day',
	'minute',
	'flags',
	'status',
	'currency',
	'gross',
	'discount',
	'units'
] as const satisfies readonly (keyof OrdersTable)[];

async function all<T extends TableName>(
	revision: Revision,
	table: T,
	only?: readonly (keyof TableTypes[T] & string)[]
): Promise<TableTypes[T][]> {
	const batches: TableTypes[T][] = [];
	for await (const batch of readBatches(database, revision, table, only)) batches.push(batch);
	return batches;
}

async function load(id: string, counting: CountingDefinition, key: string): Promise<Open> {
	const revision = await readRevision(database, id);
	const builder = ledgerBuilder(counting, revision.dictionaries, revision.rows.orders);
	const { refunds, orders, lines } = revision.rows;
	let read = 0;
	const count = ({ length }: { length: number }) => {
		read += length;
		// Whether lines are needed is known once the refunds are read.
		const rows = refunds + orders + (builder.needsLines ? lines : 0);
		for (const listener of listeners) listener(read / rows);
	};
	for await (const batch of readBatches(database, revision, 'refunds')) {
		builder.addRefunds(batch);
		count(batch);
	}
	for await (const batch of readBatches(database, revision, 'orders', ORDER_COLUMNS)) {
		builder.addOrders(batch);
		count(batch);
	}
	if (builder.needsLines) {
		for await (const batch of readBatches(database, revision, 'lines')) {
			builder.addLines(batch);
			count(batch);
		}
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
		list: null,
		productName: null,
		byName: null,
		countryRanks: null,
		channelRanks: null,
		productRanks: null,
		shop: null
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
		open.list = {
			key,
			list,
			order: new Map(),
			productName: (open.productName ??= productNames(await productsOf(open)))
		};
	}
	return open.list;
}

async function rowsOf(open: Open, { list, productName }: NonNullable<Open['list']>): Promise<RowSource> {
	return { ledger: open.ledger, list, names: await directoryOf(open), keys: await keysOf(open), productName };
}

/** All customers of a query, in its order. A few orders are enough for going back and forth; each typed letter makes one. */
async function orderOf(open: Open, kept: NonNullable<Open['list']>, query: CustomerQuery): Promise<Int32Array> {
	const key = JSON.stringify([query.sort, query.descending, query.search]);
	const known = kept.order.get(key);
	if (known) return known;
	const { ledger, revision } = open;
	const names = await directoryOf(open);
	const keys = await keysOf(open);
	let order = ordered(kept.list, query.sort, query.descending, {
		key: () => keys.order,
		name: () => (open.byName ??= nameOrder(ledger.customers, (c) => labelOf(names, ledger.customerNumber[c]))),
		country: () => (open.countryRanks ??= textRanks(revision.dictionaries.country)),
		channel: () => (open.channelRanks ??= textRanks(revision.dictionaries.channel)),
		firstProduct: () => (open.productRanks ??= productRanks(kept.list.facts?.firstProduct ?? [], kept.productName))
	});
	if (query.search.trim()) {
		const found = search(names, query.search);
		order = order.filter((c) => found[ledger.customerNumber[c]] === 1);
	}
	if (kept.order.size >= 4) kept.order.clear();
	kept.order.set(key, order);
	return order;
}

/** Columns leave with the answer. */
const handedOver = <T extends Handed<unknown>>(answer: T): T => transfer(answer, answer.columns);

expose({
	async open(revision, counting, onProgress): Promise<Opened> {
		listeners.add(onProgress);
		try {
			return { status: 'open', summary: (await opened(revision, counting)).summary };
		} catch (error) {
			const failure = failureOf(error);
			if (!failure) throw error;
			return failure;
		} finally {
			listeners.delete(onProgress);
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
		const order = await orderOf(open, kept, query);
		const source = await rowsOf(open, kept);
		const page = order.subarray(query.from, query.from + query.count);
		return { total: order.length, rows: Array.from(page, (c) => customerRow(source, c)) };
	},

	async customer(view: View, options: RfmOptions, customer: number): Promise<CustomerProfile | null> {
		const open = await opened(view.revision, view.counting);
		const { ledger } = open;
		const index = indexOf(ledger, customer);
		const kept = await listOf(open, view, options);
		const cut = cutAt(ledger, view.asOf);
		const { facts, scores } = kept.list;
		if (index === NONE || cut === null || !facts || facts.orders[index] === 0) return null;
		const who = identityOf(await directoryOf(open), customer);
		const orders = await all(open.revision, 'orders', PROFILE_COLUMNS);
		const shopKey = String(view.asOf);
		if (open.shop?.key !== shopKey) open.shop = { key: shopKey, medians: shopMedians(ledger, view.asOf) };
		const addsOrder = !ledger.counting.mergeSameDay || facts.last[index] < cut.day;
		const keys = await keysOf(open);
		return {
			row: customerRow(await rowsOf(open, kept), index),
			identity: {
				email: who?.email ?? '',
				phone: who?.phone ?? '',
				platformId: who?.platformId ?? '',
				since: who === null || who.since === NO_DAY ? null : who.since
			},
			orders: profileOrders(ledger, customer, orders, open.revision.dictionaries, view.asOf),
			unattached: unattachedRefunds(ledger, customer, view.asOf),
			rhythm: rhythm(ledger, cut, index),
			why: scores === null ? null : outlookOf(ledger, scores, customer, addsOrder, keys),
			shop: open.shop.medians
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

	async layers(view: View): Promise<RevenueLayers> {
		const open = await opened(view.revision, view.counting);
		return revenueLayers(open.ledger, { asOf: view.asOf, selection: await selected(open, view) });
	},

	async findings(view: View): Promise<FindingsAnswer> {
		const open = await opened(view.revision, view.counting);
		const result = findings(open.ledger, { asOf: view.asOf, selection: await selected(open, view) });
		const about = result.told.find((finding) => finding.kind === 'first-product');
		return {
			...result,
			productName: about ? productName(await productsOf(open), about.params.product) : null
		};
	},

	async otherwise(view: View): Promise<Otherwise> {
		const open = await opened(view.revision, view.counting);
		return otherwise(open.ledger, { asOf: view.asOf, selection: await selected(open, view) });
	},

	async sources(view: View): Promise<DataSources> {
		const { revision } = await opened(view.revision, view.counting);
		return { hash: await dataHash(revision), files: [...new Set(revision.sources.map(({ file }) => file))] };
	},

	async countingEffects(
		id: string,
		counting: CountingDefinition,
		others: CountingDefinition[]
	): Promise<CountingEffects> {
		const { revision } = await opened(id, counting);
		const builder = effectsBuilder(counting, others, revision.dictionaries);
		for await (const batch of readBatches(database, revision, 'refunds')) builder.addRefunds(batch);
		for await (const batch of readBatches(database, revision, 'orders', EFFECT_COLUMNS)) builder.addOrders(batch);
		if (builder.needsLines) {
			for await (const batch of readBatches(database, revision, 'lines')) builder.addLines(batch);
		}
		return builder.finish();
	},

	async release(): Promise<void> {
		current = null;
		currentKey = '';
	},

	async migration(view: View, options: RfmOptions, from: number | null): Promise<MigrationResult> {
		const open = await opened(view.revision, view.counting);
		const keys = options.rule === 'B_first' ? await keysOf(open) : null;
		return migration(open.ledger, options, from, {
			asOf: view.asOf,
			selection: await selected(open, view),
			...(keys && { keys: () => keys })
		});
	},

	async rfmCounts(view: View, options: RfmOptions): Promise<RfmCounts | null> {
		const open = await opened(view.revision, view.counting);
		const keys = options.rule === 'B_first' ? await keysOf(open) : null;
		const scores = rfm(open.ledger, options, {
			asOf: view.asOf,
			selection: await selected(open, view),
			...(keys && { keys: () => keys })
		});
		return scores.status === 'scored' ? rfmCounts(scores) : null;
	},

	async facets(view: View): Promise<Facets> {
		const open = await opened(view.revision, view.counting);
		return facets(open.ledger, view.asOf, (open.productName ??= productNames(await productsOf(open))));
	},

	async place(view: View, options: RfmOptions, query: CustomerQuery, customer: number): Promise<CustomerPlace> {
		const open = await opened(view.revision, view.counting);
		const order = await orderOf(open, await listOf(open, view, options), query);
		const index = order.indexOf(indexOf(open.ledger, customer));
		const at = (place: number): number | null =>
			index >= 0 && place >= 0 && place < order.length ? open.ledger.customerNumber[order[place]] : null;
		return { index, total: order.length, previous: at(index - 1), next: at(index + 1) };
	},

	async customersCsv(
		view: View,
		options: RfmOptions,
		query: CustomerQuery,
		columns: TableColumn[]
	): Promise<Uint8Array> {
		const open = await opened(view.revision, view.counting);
		const kept = await listOf(open, view, options);
		return new TextEncoder().encode(
			`\uFEFF${tableCsv(await rowsOf(open, kept), await orderOf(open, kept, query), columns)}`
		);
	},

	async valueInput(view: View): Promise<ValueQuestion | null> {
		const open = await opened(view.revision, view.counting);
		const { ledger } = open;
		const asOf = cutAt(ledger, view.asOf)?.day ?? null;
		if (asOf === null || ledger.firstDay === null) return null;
		const shop = shopInput(ledger, {
			asOf,
			selection: await selected(open, view),
			productName: (open.productName ??= productNames(await productsOf(open))),
			dataHash: await dataHash(open.revision)
		});
		return shop && handedOver({ value: shop, columns: columnsOf(shop), past: splitDays(ledger.firstDay, asOf) });
	},

	async splitRows(view: View, stretch: Stretch): Promise<Handed<SplitRows>> {
		const open = await opened(view.revision, view.counting);
		const rows = splitRows(open.ledger, stretch, await selected(open, view));
		return handedOver({ value: rows, columns: columnsOf(rows) });
	},

	async churn(view: View): Promise<ChurnAnswer> {
		const open = await opened(view.revision, view.counting);
		const { ledger } = open;
		const at = { asOf: view.asOf, selection: await selected(open, view) };
		const ladder = repurchaseLadder(ledger, {}, at);
		const code = reportingCurrency(ledger);
		return {
			customers: ladder.steps[0]?.atRisk ?? 0,
			currency: code < 0 ? null : ledger.currencies[code],
			ladder,
			lapse: lapsePoints(ledger, {}, at),
			overdue: overdueBands(ledger, overdue(ledger, at))
		};
	},

	async riskRows(view: View, customers: Int32Array): Promise<RiskRows> {
		const open = await opened(view.revision, view.counting);
		const { ledger } = open;
		const names = await directoryOf(open);
		const number = Int32Array.from(customers, (c) => ledger.customerNumber[c]);
		const who = Array.from(number, (customer) => identityOf(names, customer));
		return {
			number,
			key: who.map((identity) => identity?.key ?? ''),
			name: who.map((identity) => identity?.name ?? ''),
			...riskReasons(ledger, customers, { asOf: view.asOf, selection: await selected(open, view) })
		};
	},

	async customerOutlook(
		view: View,
		customer: number,
		model: FittedModel,
		options: ValueOptions
	): Promise<CustomerOutlook | null> {
		const { ledger } = await opened(view.revision, view.counting);
		const index = indexOf(ledger, customer);
		return index === NONE ? null : customerOutlook(ledger, index, model, options, view.asOf);
	},

	async subscriptions(view: View, options: SubscriptionOptions): Promise<SubscriptionAnalysis | SubscriptionRefused> {
		const open = await opened(view.revision, view.counting);
		return subscriptionAnalysis(open.ledger, options, { asOf: view.asOf, selection: await selected(open, view) });
	},

	async occasions(view: View, options: OccasionOptions): Promise<OccasionAnalysis | OccasionRefused> {
		const open = await opened(view.revision, view.counting);
		return occasionAnalysis(open.ledger, options, { asOf: view.asOf, selection: await selected(open, view) });
	},

	async cohortCustomers(view: View, period: CohortPeriod): Promise<Handed<CohortCustomers> | null> {
		const open = await opened(view.revision, view.counting);
		const found = cohortCustomers(open.ledger, period, { asOf: view.asOf, selection: await selected(open, view) });
		return found && handedOver({ value: found, columns: columnsOf(found) });
	},

	async summaryCsv(view: View): Promise<Uint8Array> {
		const open = await opened(view.revision, view.counting);
		const selection = await selected(open, view);
		const summary = customerSummary(open.ledger, { asOf: view.asOf, end: view.asOf, selection });
		return new TextEncoder().encode(summaryCsv(summary));
	}
} satisfies LedgerWorker);
