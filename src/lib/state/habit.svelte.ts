import * as ledger from '$lib/client/ledger';
import type { View } from '$workers/contract';
import { USUAL_HABIT, type BuyingHabit } from '$workers/core/habit/types';
import type { OccasionAnalysis, OccasionOptions, OccasionRefused } from '$workers/core/value/occasions';
import type { SubscriptionAnalysis, SubscriptionOptions, SubscriptionRefused } from '$workers/core/value/renewals';
import { Result } from './result.svelte';
import { workspaces } from './workspaces.svelte';

/** How customers of the open workspace buy. */
export const habitOfShop = (): BuyingHabit => workspaces.current?.buying ?? USUAL_HABIT;

export class SubscriptionAnswer extends Result<SubscriptionAnalysis | SubscriptionRefused> {
	refresh(view: View, options: SubscriptionOptions): void {
		void this.ask(JSON.stringify(['subscriptions', view, options]), () => ledger.subscriptions(view, options));
	}
}

export class OccasionAnswer extends Result<OccasionAnalysis | OccasionRefused> {
	refresh(view: View, options: OccasionOptions): void {
		void this.ask(JSON.stringify(['occasions', view, options]), () => ledger.occasions(view, options));
	}
}
