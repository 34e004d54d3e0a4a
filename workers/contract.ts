/** Every call and value that crosses a thread, and nothing else. Expected failures are values with a code. */
import type { OverdueSummary } from './core/churn/overdueBands';
import type { RiskReasons } from './core/churn/riskReasons';
import type { Ladder, LapseResult } from './core/churn/types';
import type { CohortOptions, CohortPeriod, CohortResult } from './core/cohorts/types';
import type { CountingDefinition } from './core/counting';
import type { CustomerColumn, TableColumn } from './core/customers/types';
import type { Facets } from './core/customers/facets';
import type { ProfileOrder, UnattachedRefund } from './core/customers/profile';
import type { Rhythm } from './core/customers/rhythm';
import type { CustomerRow } from './core/customers/rows';
import type { ShopMedians } from './core/customers/shopMedians';
import type { FindingsResult } from './core/findings/types';
import type { ImportFailure, ImportProgress, ImportReport, Inspection, Mapping, Question } from './core/import/types';
import type { SelectionRule } from './core/ledger/types';
import type { CountingEffects } from './core/lens/types';
import type { RevenueLayers } from './core/metrics/layers';
import type { Otherwise } from './core/metrics/otherwise';
import type { OverviewResult } from './core/metrics/types';
import type { ResultFileName } from './core/output/resultFile';
import type { RfmCounts } from './core/rfm/counts';
import type { MigrationResult } from './core/rfm/migration';
import type { Outlook } from './core/rfm/outlook';
import type { RfmOptions, RfmResult } from './core/rfm/types';
import type { CohortContinuation, CohortCustomers } from './core/value/cohortContinuation';
import type { CustomerOutlook, FittedModel } from './core/value/customerOutlook';
import type { ValueDigest } from './core/value/digest';
import type { OccasionAnalysis, OccasionOptions, OccasionRefused } from './core/value/occasions';
import type { SubscriptionAnalysis, SubscriptionOptions, SubscriptionRefused } from './core/value/renewals';
import type { JudgedSplit, ShopInput, SplitRows, Stretch, ValueFits, ValueOptions } from './core/value/types';

/** A file as the page hands it over. */
export interface DroppedFile {
	name: string;
	size: number;
	lastModified: number;
	blob: Blob;
}

export interface ImportCall {
	workspace: string;
	importId: string;
	files: DroppedFile[];
	preset?: string;
	mapping?: Mapping;
	now: number;
}
export type SampleCall = Pick<ImportCall, 'workspace' | 'importId' | 'now'>;
export type ImportOutcome =
	{ status: 'stored'; revision: string; report: ImportReport; asked: Question[] } | ImportFailure | StorageFailure;

/** Stateless: abort is terminate, idle is release. A killed import leaves staging, which the next start removes. */
export interface ImportWorker {
	inspect(files: DroppedFile[], mapping?: Mapping): Promise<Inspection>;
	/** Reads, asks, commits. `onQuestions` gets what is open and answers with mapping keys, or null to keep nothing. */
	run(
		call: ImportCall,
		onProgress: (progress: ImportProgress) => void,
		onQuestions: (questions: Question[]) => Promise<Partial<Mapping> | null>
	): Promise<ImportOutcome>;
	/** Makes the export of the sample shop and reads it like any other file; asks nothing. */
	sample(call: SampleCall, onProgress: (progress: ImportProgress) => void): Promise<ImportOutcome>;
	/** `import.json` or `rejects.csv` of a finished import, the bytes of the headless run. */
	download(importId: string, what: 'import.json' | 'rejects.csv'): Promise<Uint8Array | ImportFailure | StorageFailure>;
	backup(
		workspace: string,
		now: number,
		onProgress: (done: number) => void
	): Promise<{ status: 'done'; name: string; bytes: Uint8Array } | StorageFailure>;
	/** Checks all of the file before anything is written; makes a new workspace. */
	restore(
		file: Blob,
		now: number,
		onProgress: (done: number) => void
	): Promise<{ status: 'restored'; workspace: string } | StorageFailure>;
}
export interface StorageFailure {
	status: 'failed';
	/** `damaged`: a stored chunk no longer matches its checksum. */
	code:
		| 'damaged'
		| 'damaged_backup'
		| 'not_a_backup'
		| 'newer_format'
		| 'quota'
		| 'locked'
		| 'gone'
		| 'lost_database'
		| 'cancelled';
	params?: Record<string, string | number>;
}

/** What every ledger call names: a result depends on this and the call's own options, nothing else. */
export interface View {
	revision: string;
	counting: CountingDefinition;
	/** null: everybody. */
	selection: SelectionRule | null;
	/** Day number; null: the last counted order day. */
	asOf: number | null;
}

export interface LedgerSummary {
	customers: number;
	orders: number;
	excluded: Record<string, number>;
	ordersWithoutCustomer: number;
	firstDay: number | null;
	lastDay: number | null;
	currencies: string[];
}
export type Opened = { status: 'open'; summary: LedgerSummary } | StorageFailure;

export type CustomerSort = CustomerColumn;
export type { CustomerRow };
export interface CustomerQuery {
	search: string;
	sort: CustomerSort;
	descending: boolean;
	from: number;
	count: number;
}
export interface CustomerPage {
	total: number;
	rows: CustomerRow[];
}
/** Where a customer stands in a list, and who stands beside: numbers, null at the ends. */
export interface CustomerPlace {
	/** From 0; -1 where the customer is not in the list. */
	index: number;
	total: number;
	previous: number | null;
	next: number | null;
}
export interface CustomerProfile {
	row: CustomerRow;
	identity: { email: string; phone: string; platformId: string; since: number | null };
	orders: ProfileOrder[];
	/** Refunds that fit no order. */
	unattached: UnattachedRefund[];
	rhythm: Rhythm;
	/** Why this segment; null where scores are not known. */
	why: Outlook | null;
	/** The customer in the middle of the whole shop. */
	shop: ShopMedians;
}

export type ResultFile = ResultFileName;

/** Who comes back and who does not, without a model. */
export interface ChurnAnswer {
	/** Customers of the view. */
	customers: number;
	currency: string | null;
	ladder: Ladder;
	lapse: LapseResult;
	overdue: OverdueSummary;
}

/** Customers in the order asked for, with what speaks for their leaving. */
export interface RiskRows extends RiskReasons {
	/** Opaque numbers; key and name as the file has them, '' without. */
	number: Int32Array;
	key: string[];
	name: string[];
}

/** What the figures of a revision were counted from. */
export interface DataSources {
	/** SHA-256 over the checksums of its chunks. */
	hash: string;
	/** Names of the files whose orders it holds. */
	files: string[];
}

/** What to look at first, and the name of the product that one of the findings is about. */
export type FindingsAnswer = FindingsResult & { productName: string | null };

/** Holds one open revision, and nothing else: a lost worker is opened again. */
export interface LedgerWorker {
	/** @param onProgress gets 0 to 1, the share of the rows that were read, at most once a chunk */
	open(revision: string, counting: CountingDefinition, onProgress: (done: number) => void): Promise<Opened>;
	overview(view: View): Promise<OverviewResult>;
	rfm(view: View, options: RfmOptions): Promise<RfmResult>;
	cohorts(view: View, options: CohortOptions): Promise<CohortResult>;
	customers(view: View, rfm: RfmOptions, query: CustomerQuery): Promise<CustomerPage>;
	customer(view: View, rfm: RfmOptions, customer: number): Promise<CustomerProfile | null>;
	/** The same bytes as the headless run (dataset: the mapping's name or the first file's stem). */
	file(view: View, what: ResultFile, options: { period: CohortOptions['period'] }): Promise<Uint8Array>;
	/** Net by month and by when customers first ordered. */
	layers(view: View): Promise<RevenueLayers>;
	findings(view: View): Promise<FindingsAnswer>;
	/** What others would call the same figures. */
	otherwise(view: View): Promise<Otherwise>;
	sources(view: View): Promise<DataSources>;
	/** What other definitions would make of all of the data; the open ledger stays as it is. */
	countingEffects(
		revision: string,
		counting: CountingDefinition,
		others: CountingDefinition[]
	): Promise<CountingEffects>;
	release(): Promise<void>;
	/** Where customers were on an earlier day (null: the usual one) and are on the view's. */
	migration(view: View, options: RfmOptions, from: number | null): Promise<MigrationResult>;
	/** How many have each score; null where scores are not known. */
	rfmCounts(view: View, options: RfmOptions): Promise<RfmCounts | null>;
	/** What customers can be filtered by, of all customers by the view's day. */
	facets(view: View): Promise<Facets>;
	place(view: View, rfm: RfmOptions, query: CustomerQuery, customer: number): Promise<CustomerPlace>;
	/** All rows of a query as CSV (UTF-8 with a byte order mark), whatever its `from` and `count`. */
	customersCsv(view: View, rfm: RfmOptions, query: CustomerQuery, columns: TableColumn[]): Promise<Uint8Array>;
	/** What the models are given; null when no order counts. */
	valueInput(view: View): Promise<ValueQuestion | null>;
	/** Customers as of an earlier day with what came after it, which takes as long as all the rest. */
	splitRows(view: View, stretch: Stretch): Promise<Handed<SplitRows>>;
	churn(view: View): Promise<ChurnAnswer>;
	/** @param customers indices of the ledger */
	riskRows(view: View, customers: Int32Array): Promise<RiskRows>;
	/** What a fitted model makes of one customer; null where there is none by the view's day. */
	customerOutlook(
		view: View,
		customer: number,
		model: FittedModel,
		options: ValueOptions
	): Promise<CustomerOutlook | null>;
	/** Customers as subscribers, and at set occasions; a refusal is a value. */
	subscriptions(view: View, options: SubscriptionOptions): Promise<SubscriptionAnalysis | SubscriptionRefused>;
	occasions(view: View, options: OccasionOptions): Promise<OccasionAnalysis | OccasionRefused>;
	/** What the continuation of cohorts is made of; null when there is nothing to continue. */
	cohortCustomers(view: View, period: CohortPeriod): Promise<Handed<CohortCustomers> | null>;
	/** The table that a model is fitted to, a row a customer and no key in it: x, t_x, T, spending days, mean value. */
	summaryCsv(view: View): Promise<Uint8Array>;
}

/** A value with the buffers of its columns, which whoever passes it on hands over instead of copying. */
export interface Handed<T> {
	value: T;
	columns: ArrayBuffer[];
}

/** Customers as of the view's day, and the stretches of the past that models can be judged on, latest first. */
export interface ValueQuestion extends Handed<ShopInput> {
	past: Stretch[];
}

/** What can be said before all models are fitted and the past has judged. */
export interface FirstAnswer {
	fits: ValueFits;
	digest: ValueDigest;
}

/**
 * Stateless: abort is terminate. The page keeps what was fitted and judged, which is small, and hands it back to be applied:
 * with other options nothing is fitted again, and a worker that was stopped has lost nothing.
 */
export interface ModelWorker {
	/**
	 * Fits every model to the customers, whose columns are taken.
	 * @param onFirst gets an answer by the likelier of the quick models (or the one asked for) as soon as there is one; never
	 * where no model can be used
	 * @param onProgress gets the share done: up to the first answer, and then of the rest
	 */
	fit(
		shop: ShopInput,
		options: ValueOptions,
		onFirst: (first: FirstAnswer) => void,
		onProgress: (done: number) => void
	): Promise<ValueFits>;
	/** Fits all models as of an earlier day, and judges them and the rules of thumb by what came after it. */
	judge(split: SplitRows, onProgress: (done: number) => void): Promise<JudgedSplit>;
	/** Values customers by what was fitted; the columns are taken. */
	apply(shop: ShopInput, fits: ValueFits, options: ValueOptions): Promise<ValueDigest>;
	/** What the coming periods of cohorts bring; the columns are taken. */
	continueCohorts(customers: CohortCustomers, model: FittedModel): Promise<CohortContinuation>;
}
