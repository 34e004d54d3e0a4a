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
	ResultFile,
	RiskRows,
	StorageFailure,
	ValueQuestion,
	View
} from '$workers/contract';
import type { CohortOptions, CohortPeriod, CohortResult } from '$workers/core/cohorts/types';
import type { CountingDefinition } from '$workers/core/counting';
import type { Facets } from '$workers/core/customers/facets';
import type { TableColumn } from '$workers/core/customers/types';
import type { CountingEffects } from '$workers/core/lens/types';
import type { RevenueLayers } from '$workers/core/metrics/layers';
import type { Otherwise } from '$workers/core/metrics/otherwise';
import type { OverviewResult } from '$workers/core/metrics/types';
import type { RfmCounts } from '$workers/core/rfm/counts';
import type { MigrationResult } from '$workers/core/rfm/migration';
import type { RfmOptions, RfmResult } from '$workers/core/rfm/types';
import type { CohortCustomers } from '$workers/core/value/cohortContinuation';
import type { CustomerOutlook, FittedModel } from '$workers/core/value/customerOutlook';
import type { OccasionAnalysis, OccasionOptions, OccasionRefused } from '$workers/core/value/occasions';
import type { SubscriptionAnalysis, SubscriptionOptions, SubscriptionRefused } from '$workers/core/value/renewals';
import type { SplitRows, Stretch, ValueOptions } from '$workers/core/value/types';
import { proxy } from 'comlink';
import { lazyWorker } from './lazyWorker';

const ledger = lazyWorker<LedgerWorker>('ledger');
let opened: { key: string; summary: Promise<LedgerSummary>; listeners: Set<(done: number) => void> } | null = null;

/** Starts the worker before there is a revision to open. */
export const warmLedger = (): void => ledger.warm();

/** An expected failure of opening a revision, as an error, because no result can follow it. */
export class LedgerFailed extends Error {
	constructor(readonly failure: StorageFailure) {
		super(failure.code);
		this.name = 'LedgerFailed';
	}
}

/**
 * Opens a revision under a counting definition, once; opening another closes it.
 * @param onProgress gets 0 to 1 while it is being opened, whoever asked for that first
 * @throws LedgerFailed when it is gone, newer or damaged
 */
export function openLedger(
	revision: string,
	counting: CountingDefinition,
	onProgress?: (done: number) => void
): Promise<LedgerSummary> {
	const key = JSON.stringify([revision, counting]);
	if (opened?.key === key) {
		if (onProgress) opened.listeners.add(onProgress);
		return opened.summary;
	}
	const listeners = new Set(onProgress ? [onProgress] : []);
	const tell = proxy((done: number) => listeners.forEach((listener) => listener(done)));
	const summary = ledger
		.run(undefined, (worker) => worker.open(revision, counting, tell))
		.then((answer) => {
			if (answer.status === 'failed') throw new LedgerFailed(answer);
			return answer.summary;
		});
	const mine = { key, summary, listeners };
	opened = mine;
	summary.then(
		() => listeners.clear(),
		() => {
			if (opened === mine) opened = null;
		}
	);
	return summary;
}

/** A lost worker has lost the open revision too: the next call opens it again. */
async function ask<R>(view: View, call: (worker: LedgerWorker) => Promise<R>): Promise<R> {
	await openLedger(view.revision, view.counting);
	try {
		return await ledger.run(undefined, call);
	} catch (error) {
		if (error instanceof Error && error.name === 'WorkerLost') opened = null;
		throw error;
	}
}

export const overview = (view: View): Promise<OverviewResult> => ask(view, (worker) => worker.overview(view));

export const rfm = (view: View, options: RfmOptions): Promise<RfmResult> =>
	ask(view, (worker) => worker.rfm(view, options));

export const cohorts = (view: View, options: CohortOptions): Promise<CohortResult> =>
	ask(view, (worker) => worker.cohorts(view, options));

export const customers = (view: View, options: RfmOptions, query: CustomerQuery): Promise<CustomerPage> =>
	ask(view, (worker) => worker.customers(view, options, query));

export const customer = (view: View, options: RfmOptions, number: number): Promise<CustomerProfile | null> =>
	ask(view, (worker) => worker.customer(view, options, number));

export const migration = (view: View, options: RfmOptions, from: number | null): Promise<MigrationResult> =>
	ask(view, (worker) => worker.migration(view, options, from));

export const rfmCounts = (view: View, options: RfmOptions): Promise<RfmCounts | null> =>
	ask(view, (worker) => worker.rfmCounts(view, options));

export const facets = (view: View): Promise<Facets> => ask(view, (worker) => worker.facets(view));

export const place = (view: View, options: RfmOptions, query: CustomerQuery, number: number): Promise<CustomerPlace> =>
	ask(view, (worker) => worker.place(view, options, query, number));

export const customersCsv = (
	view: View,
	options: RfmOptions,
	query: CustomerQuery,
	columns: TableColumn[]
): Promise<Uint8Array> => ask(view, (worker) => worker.customersCsv(view, options, query, columns));

/** A result file, the bytes of the headless run. */
export const resultFile = (view: View, what: ResultFile, period: CohortOptions['period']): Promise<Uint8Array> =>
	ask(view, (worker) => worker.file(view, what, { period }));

export const layers = (view: View): Promise<RevenueLayers> => ask(view, (worker) => worker.layers(view));

export const findings = (view: View): Promise<FindingsAnswer> => ask(view, (worker) => worker.findings(view));

export const otherwise = (view: View): Promise<Otherwise> => ask(view, (worker) => worker.otherwise(view));

export const sources = (view: View): Promise<DataSources> => ask(view, (worker) => worker.sources(view));

/** What other definitions would make of all of the data. */
export const countingEffects = (view: View, others: CountingDefinition[]): Promise<CountingEffects> =>
	ask(view, (worker) => worker.countingEffects(view.revision, view.counting, others));

/** What the models are given; null when no order counts. */
export const valueInput = (view: View): Promise<ValueQuestion | null> => ask(view, (worker) => worker.valueInput(view));

/** Customers as of an earlier day, with what came after it. */
export const splitRows = (view: View, stretch: Stretch): Promise<Handed<SplitRows>> =>
	ask(view, (worker) => worker.splitRows(view, stretch));

export const churn = (view: View): Promise<ChurnAnswer> => ask(view, (worker) => worker.churn(view));

export const riskRows = (view: View, customers: Int32Array): Promise<RiskRows> =>
	ask(view, (worker) => worker.riskRows(view, customers));

export const customerOutlook = (
	view: View,
	customer: number,
	model: FittedModel,
	options: ValueOptions
): Promise<CustomerOutlook | null> => ask(view, (worker) => worker.customerOutlook(view, customer, model, options));

export const subscriptions = (
	view: View,
	options: SubscriptionOptions
): Promise<SubscriptionAnalysis | SubscriptionRefused> => ask(view, (worker) => worker.subscriptions(view, options));

export const occasions = (view: View, options: OccasionOptions): Promise<OccasionAnalysis | OccasionRefused> =>
	ask(view, (worker) => worker.occasions(view, options));

/** Customers of cohorts as their continuation is made of; null when there is nothing to continue. */
export const cohortCustomers = (view: View, period: CohortPeriod): Promise<Handed<CohortCustomers> | null> =>
	ask(view, (worker) => worker.cohortCustomers(view, period));

/** The table that models are fitted to, without anybody's name. */
export const summaryCsv = (view: View): Promise<Uint8Array> => ask(view, (worker) => worker.summaryCsv(view));

/** Lets the open revision go, so that its memory is free. */
export function releaseLedger(): void {
	opened = null;
	ledger.stop();
}
