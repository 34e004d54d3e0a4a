/** What is said of customers who buy by subscription or at set occasions. */
import type { CohortPeriod } from '$workers/core/cohorts/types';
import type { BuyingHabit, ContractPeriod } from '$workers/core/habit/types';
import type { OccasionAnalysis, OccasionRefused } from '$workers/core/value/occasions';
import type { SubscriptionAnalysis, SubscriptionRefused, Tenure } from '$workers/core/value/renewals';
import { count, decimal, percent, signedPercent, whole } from './numbers';

interface Choice {
	kind: BuyingHabit['kind'];
	text: string;
	/** What it means, and which model speaks then. */
	what: string;
}
export const HABIT_CHOICES: readonly Choice[] = [
	{
		kind: 'any',
		text: 'Whenever they like',
		what: 'Everybody buys at a rate of their own and one day leaves unseen: BG/NBD and its kin. Right for most shops.'
	},
	{
		kind: 'occasions',
		text: 'At set occasions',
		what: 'At each occasion a customer buys or does not, as with a yearly gift or a weekly box: BG/BB. Every period of the calendar after that of the first order is one.'
	},
	{
		kind: 'subscription',
		text: 'By subscription',
		what: 'Orders are renewals: the shifted beta-geometric. A renewal counts when an order falls within half a period of the day it is due; the first that does not come ends the subscription.'
	}
];

export const CONTRACT_WORDS: Record<ContractPeriod, string> = {
	month: 'every month',
	quarter: 'every quarter',
	year: 'every year'
};
export const OCCASION_WORDS: Record<CohortPeriod, string> = { week: 'every week', ...CONTRACT_WORDS };

/** What Churn says where it is not by silence that customers leave. */
export function habitLine(habit: BuyingHabit): string {
	if (habit.kind === 'subscription')
		return `Customers here buy by subscription, ${CONTRACT_WORDS[habit.period]}: a renewal that does not come tells that one has left. Value has how long they stay; what follows looks at silence alone.`;
	if (habit.kind === 'occasions')
		return `Customers here buy at set occasions, ${OCCASION_WORDS[habit.period]}. Value has who is still there by the occasions they took; what follows looks at silence alone.`;
	return '';
}

/** Half of new subscribers have left after 6 months */
export function subscriptionFinding({ model, options, observed }: SubscriptionAnalysis): string {
	const half = model.find(({ share }) => share <= 0.5);
	if (half) return `Half of new subscribers have left after ${count(half.renewal, options.period)}`;
	const seen = observed[observed.length - 1];
	return `${percent(seen.share, 0)} of subscribers are still there after ${count(seen.renewal, options.period)}`;
}

export const subscriptionUnit = ({ options: { period } }: SubscriptionAnalysis): string =>
	`Share of subscribers still there after each renewal, ${CONTRACT_WORDS[period]}. Band: 95\u00a0% interval`;

export function subscriptionSource({
	subscribers,
	renewals,
	returned,
	observed,
	options
}: SubscriptionAnalysis): string {
	const seen = observed[observed.length - 1].renewal;
	const back =
		returned > 0
			? ` ${count(returned, 'customer')} came back after a renewal was missed and ${returned === 1 ? 'counts' : 'count'} as lost.`
			: '';
	return `Solid: observed (Kaplan–Meier) over ${count(renewals, 'renewal')} of ${count(subscribers, 'subscriber')}, ${count(seen, options.period)} at most. Dashed: continued by the shifted beta-geometric; hatched: its 95\u00a0% interval by the uncertainty of its parameters.${back}`;
}

/** "0", "4", "11 or more" */
export const tenureWords = ({ from, to }: Pick<Tenure, 'from' | 'to'>): string =>
	from === to ? whole(from) : `${whole(from)} to ${whole(to)}`;

/** "5 months"; without a median hardly anybody leaves any more. */
export const medianWords = (median: number | null, period: ContractPeriod): string =>
	median === null ? 'hardly any leave' : count(median, period);

const offBy = (expected: number, actual: number): string => {
	const off = actual > 0 ? expected / actual - 1 : null;
	if (off === null) return 'Nothing came of what was foretold';
	return Math.abs(off) <= 0.05
		? `off by ${signedPercent(off)}`
		: `${percent(Math.abs(off))} too ${off > 0 ? 'many' : 'few'}`;
};

/** The last six months, held back, were foretold: off by +0.8 % */
export function renewalsHoldoutFinding(
	{ rows, expected, actual }: NonNullable<SubscriptionAnalysis['holdout']>,
	period: ContractPeriod
): string {
	return `The last ${rows.length === 1 ? period : count(rows.length, period)} held back: renewals foretold ${offBy(expected, actual)}`;
}
export function occasionsHoldoutFinding(
	{ rows, expected, actual }: NonNullable<OccasionAnalysis['holdout']>,
	period: CohortPeriod
): string {
	return `The last ${rows.length === 1 ? period : count(rows.length, period)} held back: occasions foretold ${offBy(expected.value, actual)}`;
}

/** 1,210 of 2,000 customers are expected to be there at the next occasion */
export const occasionFinding = ({ there, customers }: OccasionAnalysis): string =>
	`About ${whole(there.value)} of ${count(customers, 'customer')} are still there at the next occasion`;

export const occasionSource = ({ grid, tooNew, options }: OccasionAnalysis): string =>
	`Of customers with ${count(grid.age, 'occasion')} behind them, the commonest age. The ${options.period} under way is none yet${tooNew > 0 ? `, so ${count(tooNew, 'customer')} who came first in it ${tooNew === 1 ? 'is' : 'are'} left out` : ''}. Middle dot: cannot be.`;

interface Missing {
	title: string;
	what: string;
	why: string;
}

/** Why there is no fit of subscriptions, and what can be done. */
export function subscriptionMissing({ reason }: SubscriptionRefused, period: ContractPeriod): Missing {
	switch (reason) {
		case 'periods':
			return {
				title: 'Too few renewals could have come',
				what: `${period}s`,
				why: `How long subscribers stay is told from three ${period}s on whose renewals are decided. A shorter period can be set in Settings, if that is how they pay.`
			};
		case 'renewals':
			return {
				title: 'Too few renewals for a curve',
				what: 'renewals',
				why: `Orders hardly ever fall within half a ${period} of when a renewal is due. If customers do not pay ${CONTRACT_WORDS[period]}, set another period or another habit in Settings.`
			};
		case 'lost':
			return {
				title: 'Nobody has left yet',
				what: 'subscribers lost',
				why: 'Every renewal that was due has come: how fast subscribers leave cannot be learned from those who stay.'
			};
		case 'not_converged':
			return {
				title: 'No curve fits these renewals',
				what: 'fits',
				why: 'The search for the parameters did not end. What was observed is on Cohorts.'
			};
	}
}

/** Why there is no fit of occasions. */
export function occasionMissing({ reason }: OccasionRefused, period: CohortPeriod): Missing {
	switch (reason) {
		case 'periods':
			return {
				title: 'Too few occasions so far',
				what: `${period}s`,
				why: `Who takes occasions and who has left is told from three finished ${period}s after a first order on. A shorter period can be set in Settings.`
			};
		case 'taken':
			return {
				title: 'Hardly anybody came to a second occasion',
				what: 'occasions taken',
				why: `After the ${period} of their first order customers have hardly ordered again. Cohorts and Segments have what there is.`
			};
		case 'not_converged':
			return {
				title: 'No fit of these occasions',
				what: 'fits',
				why: 'The search for the parameters did not end. What was observed is on Cohorts.'
			};
	}
}

/** 3.4 periods */
export const periodsWords = (periods: number, period: string): string => `${decimal(periods, 1)} ${period}s`;
