import * as ledger from '$lib/client/ledger';
import { continueCohorts } from '$lib/client/model';
import type { View } from '$workers/contract';
import type { CohortPeriod } from '$workers/core/cohorts/types';
import type { CohortContinuation } from '$workers/core/value/cohortContinuation';
import type { FittedModel } from '$workers/core/value/customerOutlook';
import { Result } from './result.svelte';

/** What is expected of the cohorts of a view; null where there is nothing to continue. */
export class ContinuationAnswer extends Result<CohortContinuation | null> {
	refresh(view: View, period: CohortPeriod, model: FittedModel): void {
		const make = async (): Promise<CohortContinuation | null> => {
			const customers = await ledger.cohortCustomers(view, period);
			return customers && continueCohorts(customers, model);
		};
		void this.ask(JSON.stringify(['continuation', view, period, model]), make);
	}
}
