import * as client from '$lib/client/ledger';
import type {
	CustomerPage,
	CustomerPlace,
	CustomerProfile,
	CustomerQuery,
	DataSources,
	FindingsAnswer,
	LedgerSummary,
	ResultFile,
	View
} from '$workers/contract';
import type { CohortPeriod, CohortResult } from '$workers/core/cohorts/types';
import type { Facets } from '$workers/core/customers/facets';
import type { TableColumn } from '$workers/core/customers/types';
import type { CountingDefinition } from '$workers/core/counting';
import type { CountingEffects } from '$workers/core/lens/types';
import type { RevenueLayers } from '$workers/core/metrics/layers';
import type { Otherwise } from '$workers/core/metrics/otherwise';
import type { OverviewResult } from '$workers/core/metrics/types';
import type { RfmCounts } from '$workers/core/rfm/counts';
import type { MigrationResult } from '$workers/core/rfm/migration';
import type { RfmOptions, RfmResult } from '$workers/core/rfm/types';
import { address } from './address.svelte';
import { Result } from './result.svelte';
import { selectionOf } from './urlState';
import { workspaces } from './workspaces.svelte';

/** The view in force: the open workspace's revision and counting, narrowed and dated by the address; null without data. */
export function currentView(): View | null {
	const workspace = workspaces.current;
	if (!workspace?.revision) return null;
	return {
		revision: workspace.revision,
		counting: $state.snapshot(workspace.counting),
		selection: selectionOf(address.state),
		asOf: address.state.asOf
	};
}

const key = (call: string, view: View, options: unknown = null): string => JSON.stringify([call, view, options]);

/** What the open revision holds, whatever the selection. */
export class SummaryResult extends Result<LedgerSummary> {
	/** Share of the rows that were read; null before the first were. */
	done = $state<number | null>(null);

	refresh(view: View): void {
		const bare = { ...view, selection: null, asOf: null };
		this.done = null;
		const follow = (done: number) => (this.done = done);
		void this.ask(key('summary', bare), () => client.openLedger(view.revision, view.counting, follow));
	}

	/** Ends the opening; whatever else was asked of the ledger ends with it. */
	stop(): void {
		client.releaseLedger();
	}
}

export class OverviewAnswer extends Result<OverviewResult> {
	refresh(view: View): void {
		void this.ask(key('overview', view), () => client.overview(view));
	}
}

export class RfmAnswer extends Result<RfmResult> {
	refresh(view: View, options: RfmOptions): void {
		void this.ask(key('rfm', view, options), () => client.rfm(view, options));
	}
}

export class CohortAnswer extends Result<CohortResult> {
	refresh(view: View, period: CohortPeriod): void {
		void this.ask(key('cohorts', view, period), () => client.cohorts(view, { period, intervals: true }));
	}
}

export class ProfileAnswer extends Result<CustomerProfile | null> {
	refresh(view: View, options: RfmOptions, number: number): void {
		void this.ask(key('customer', view, [options, number]), () => client.customer(view, options, number));
	}
}

export class MigrationAnswer extends Result<MigrationResult> {
	refresh(view: View, options: RfmOptions, from: number | null): void {
		void this.ask(key('migration', view, [options, from]), () => client.migration(view, options, from));
	}
}

export class CountsAnswer extends Result<RfmCounts | null> {
	refresh(view: View, options: RfmOptions): void {
		void this.ask(key('counts', view, options), () => client.rfmCounts(view, options));
	}
}

/** What customers can be filtered by, whatever the selection. */
export class FacetsAnswer extends Result<Facets> {
	refresh(view: View): void {
		const bare = { ...view, selection: null };
		void this.ask(key('facets', bare), () => client.facets(bare));
	}
}

/** Where a customer stands in a list; not cached, for the same reason as the pages of it. */
export const customerPlace = (
	view: View,
	options: RfmOptions,
	query: CustomerQuery,
	number: number
): Promise<CustomerPlace> => client.place(view, options, query, number);

export const customersCsv = (
	view: View,
	options: RfmOptions,
	query: CustomerQuery,
	columns: TableColumn[]
): Promise<Uint8Array> => client.customersCsv(view, options, query, columns);

export class LayersAnswer extends Result<RevenueLayers> {
	refresh(view: View): void {
		void this.ask(key('layers', view), () => client.layers(view));
	}
}

export class FindingsResultAnswer extends Result<FindingsAnswer> {
	refresh(view: View): void {
		void this.ask(key('findings', view), () => client.findings(view));
	}
}

export class OtherwiseAnswer extends Result<Otherwise> {
	refresh(view: View): void {
		void this.ask(key('otherwise', view), () => client.otherwise(view));
	}
}

export class SourcesAnswer extends Result<DataSources> {
	refresh(view: View): void {
		void this.ask(key('sources', { ...view, selection: null, asOf: null }), () => client.sources(view));
	}
}

/** What each of some other definitions would change, whatever the selection and the day. */
export class EffectsAnswer extends Result<CountingEffects> {
	refresh(view: View, others: CountingDefinition[]): void {
		const bare = { ...view, selection: null, asOf: null };
		void this.ask(key('effects', bare, others), () => client.countingEffects(bare, others));
	}
}

/** A page of rows; not cached, because a search text is about customers and need not outlive its field. */
export const customerPage = (view: View, options: RfmOptions, query: CustomerQuery): Promise<CustomerPage> =>
	client.customers(view, options, query);

export const resultFile = (view: View, what: ResultFile, period: CohortPeriod): Promise<Uint8Array> =>
	client.resultFile(view, what, period);

export const releaseLedger = client.releaseLedger;

export const warmLedger = client.warmLedger;
