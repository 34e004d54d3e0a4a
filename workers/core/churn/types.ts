import type { Estimate } from '../metrics/types';

/** All times are whole days between distinct purchase days of a customer; bands are 95 %. Nothing here is ever NaN. */

/** A figure that the data does not carry: what it was measured by, and what it would have to be. */
export interface NotEnough<Reason extends string> {
	status: 'not_enough';
	reason: Reason;
	figure: number;
	needed: number;
}

/** Product-limit estimate of "not yet", a row a time at which somebody's waiting ended or was cut off. */
export interface SurvivalCurve {
	length: number;
	/** Ascending, distinct. */
	time: Int32Array;
	/** Still waiting just before. */
	atRisk: Float64Array;
	events: Float64Array;
	/** Last seen waiting, after the events of that time. */
	censored: Float64Array;
	/** In [0, 1], never rising. */
	survival: Float64Array;
	/** Greenwood's; 0 where survival is 0 or 1, of which the formula knows nothing. */
	standardError: Float64Array;
	/** Log-log band; where survival is 0 or 1, Clopper-Pearson's for those at risk. */
	low: Float64Array;
	high: Float64Array;
	/** Cumulative hazard. */
	nelsonAalen: Float64Array;
	/** Greenwood's sum of d / (n (n − d)), the variance of the logarithm; it ends before survival becomes 0. */
	logVariance: Float64Array;
}

/** The time by which a share has had the event, and where the band crosses it; null where it is not reached. */
export interface TimeQuantile {
	share: number;
	days: number | null;
	low: number | null;
	high: number | null;
}

/** From the `from`-th purchase day to the next one. */
export interface LadderStep {
	from: number;
	/** Customers with that many purchase days by D. */
	atRisk: number;
	/** Of them, those who bought again by D. */
	wentOn: number;
	/** Fewer than {@link FEW} customers: too few to read much into. */
	few: boolean;
	/** Share that bought again within so many days, null where nobody has been followed for as long; `atRisk` are still waiting then. */
	within: { days: number; share: Estimate; atRisk: number }[];
	/** Days by which a quarter, half … of all at risk had bought again. */
	quantiles: TimeQuantile[];
	/** The same of those who go on within `followed` days, without a band; null where few are at risk or nobody goes on. */
	quantilesOfReturners: { share: number; days: number | null }[];
	/** The last day on which {@link FEW} are still waiting; null where there never are. */
	followed: number | null;
	curve: SurvivalCurve;
}

export interface Ladder {
	/** D; null when no order counts. */
	asOf: number | null;
	/** From the first purchase day on, as far as somebody got. */
	steps: LadderStep[];
}

/** Customers or silences below which a curve says little. */
export const FEW = 30;

/** Chance that a silence of d days ends within w more; row d, from 0. */
export interface ComebackCurve {
	/** w: what was asked for, or the rest of the days that enough silences were followed. */
	within: Int32Array;
	probability: Float64Array;
	low: Float64Array;
	high: Float64Array;
}

/** The silence after which a comeback is improbable, and the silences whose upper and lower end of the band say so; null where none does. */
export interface FoundLapse {
	status: 'found';
	days: number;
	low: number | null;
	high: number | null;
	/** Days within which the comeback is improbable. */
	withinDays: number;
}

/**
 * - `too_few` silences
 * - `too_short`: days that enough silences were followed, against those needed
 * - `not_reached`: the lowest chance on the curve, against the one looked for
 */
export type LapseReason = 'too_few' | 'too_short' | 'not_reached';

/** Silences after the `number`-th purchase day. */
export interface LapsePoint {
	number: number;
	/** After later ones as well. */
	andLater: boolean;
	customers: number;
	silences: number;
	/** Silences that ended by D. */
	ended: number;
	/** The day by which 90 % of those that ended had ended (type 7); null without one. */
	endedBy: number | null;
	lapse: FoundLapse | NotEnough<LapseReason>;
	/** null where it is too few or too short. */
	curve: ComebackCurve | null;
}

export interface LapseResult {
	asOf: number | null;
	/** A comeback is improbable below this chance … */
	below: number;
	/** … within so many days, or as far as the data carries. */
	withinDays: number;
	/** Order numbers 1, 2, 3, and 4 with all later ones. */
	points: LapsePoint[];
}

/** What a shop's gaps between purchase days are like, by order number 1, 2, 3, and 4 with all later ones. */
export interface ShopGaps {
	gaps: number;
	numbers: {
		gaps: number;
		/** Type 7; null without a gap. */
		q25: number | null;
		median: number | null;
		q75: number | null;
		q90: number | null;
		/** The median, or that of all gaps where there are fewer than {@link FEW}. */
		typical: number;
	}[];
	/** Variance of a customer's log gaps around their own mean, and of these means between customers. */
	within: number;
	between: number;
}

/** How late each customer is: a row a customer index; all 0 where `known` is. */
export interface OverdueColumns {
	status: 'measured';
	asOf: number;
	/** 1: has an order by D and is in the selection. */
	known: Uint8Array;
	/** From the last purchase day to the day after D, as in RFM: at least 1. */
	silence: Int32Array;
	/** Own gaps so far; 0 for one-time buyers. */
	gaps: Int32Array;
	/** Days the customer usually waits at this point: at least 1. */
	usual: Float64Array;
	/** Part of `usual` that comes from the customer's own gaps, in [0, 1]; the rest is the shop's. */
	ownWeight: Float64Array;
	/** silence / usual. */
	ratio: Float64Array;
	/** Share of the shop's gaps after as many purchase days that ended within such a silence, in [0, 1]. */
	passed: Float64Array;
	shop: ShopGaps;
}
export type OverdueResult = OverdueColumns | NotEnough<'no_customers' | 'too_few_gaps'>;

/**
 * What the behavioural model looks at, as of a day D; days of silence and tenure are counted to D + 1, logarithms are natural.
 * - `recency` log days since the last purchase day; `frequency` log purchase days; `tenure` log days since the first
 * - `overdue` log of silence / usual gap
 * - `spend-trend` log of the mean value of the later half of the purchase days / that of the earlier half, within a factor of
 *   ten; the middle one of an odd number is in neither, and it is 0 below two days and across currencies
 * - `discounts` share of orders with a discount
 * - `product`, `channel` 1 for a first product or first channel, else 0
 */
export type FeatureName =
	'recency' | 'frequency' | 'overdue' | 'spend-trend' | 'discounts' | 'tenure' | 'product' | 'channel';
export interface Feature {
	name: FeatureName;
	/** Product number, or code of the channel; -1 for the others. */
	value: number;
}

/** Logistic regression for "buys again within `horizonDays` of the day". Plain JSON. */
export interface BehaviourModel {
	status: 'fitted';
	/** Last day that training saw. */
	origin: number;
	horizonDays: number;
	/** Days as of which customers were looked at, latest first; what they did in the `horizonDays` after is what is learned. */
	origins: number[];
	features: Feature[];
	/** Of an average customer: log odds at the means. */
	intercept: number;
	/** A row a feature, for (value − mean) / sd. */
	coefficients: number[];
	means: number[];
	/** 1 for products and channels, so that the ridge holds rare ones back; and for what never varies. */
	sds: number[];
	/** Penalty: ridge / 2 × the sum of squared coefficients. */
	ridge: number;
	/** Training rows (customer, origin), of every `everyCustomer`-th customer, and those of them that bought. */
	rows: number;
	everyCustomer: number;
	bought: number;
	/** Unpenalised, at the coefficients. */
	logLikelihood: number;
	converged: boolean;
	/** Gaps known at `origin`, which usual gaps are made with. */
	shop: ShopGaps;
}

/**
 * - `too_short`: days of data up to the origin, against twice the horizon
 * - `one_outcome`: rows that bought, or rows that did not, whichever are fewer
 */
export type BehaviourReason = 'no_customers' | 'too_few_gaps' | 'too_short' | 'one_outcome';
export type BehaviourFit = BehaviourModel | NotEnough<BehaviourReason>;

/** Chances with what moves each the most. */
export interface BehaviourScores {
	/** A row a customer index, in (0, 1); 0 for those without an order by D. */
	probability: Float64Array;
	/**
	 * Two rows a customer, the stronger first: index of the feature, or -1; and how far it moves the log odds from those of an
	 * average customer. What a customer's first product moves is that of all product features together; the same of channels.
	 */
	feature: Int8Array;
	contribution: Float64Array;
}
