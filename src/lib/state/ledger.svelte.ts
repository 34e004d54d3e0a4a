import * as client from '$lib/client/ledger';
import type { CustomerPage, CustomerProfile, CustomerQuery, LedgerSummary, ResultFile, View } from '$workers/contract';
import type { CohortPeriod, CohortResult } from '$workers/core/cohorts/types';
import type { OverviewResult } from '$workers/core/metrics/types';
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
	refresh(view: View): void {
		const bare = { ...view, selection: null, asOf: null };
		void this.ask(key('summary', bare), () => client.openLedger(view.revision, view.counting));
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
		void this.ask(key('cohorts', view, period), () => client.cohorts(view, { period }));
	}
}

export class ProfileAnswer extends Result<CustomerProfile | null> {
	refresh(view: View, options: RfmOptions, number: number): void {
		void this.ask(key('customer', view, [options, number]), () => client.customer(view, options, number));
	}
}

/** A page of rows; not cached, because a search text is about customers and need not outlive its field. */
export const customerPage = (view: View, options: RfmOptions, query: CustomerQuery): Promise<CustomerPage> =>
	client.customers(view, options, query);

export const resultFile = (view: View, what: ResultFile, period: CohortPeriod): Promise<Uint8Array> =>
	client.resultFile(view, what, period);

export const releaseLedger = client.releaseLedger;
