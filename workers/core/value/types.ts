import type { Fit, GammaGamma } from '../clv/types';
import type { Convention } from '../clv/value';

export type ModelName = 'bgnbd' | 'mbgnbd' | 'paretonbd';
export const MODEL_NAMES: readonly ModelName[] = ['bgnbd', 'mbgnbd', 'paretonbd'];

/** An estimate with its 95 % interval. */
export interface Interval {
	value: number;
	low: number;
	high: number;
}

/** Customers as the models see them on a day D: a row a customer. Times in weeks, money in units of the currency. */
export interface CustomerRows {
	/** Index in the ledger. */
	customer: Int32Array;
	frequency: Float64Array;
	recency: Float64Array;
	age: Float64Array;
	spendingDays: Float64Array;
	/** Mean value of the repeat purchase days; 0 without any. */
	mean: Float64Array;
}

/** A stretch of the past that predictions can be judged on: the last day that they may know, and the last that is looked at after it. */
export interface Stretch {
	day: number;
	end: number;
}

/** Customers on an earlier day, with what came after it: what a scoreboard is made of. */
export interface SplitRows extends CustomerRows, Stretch {
	/** Purchase days and value after D, up to the end. */
	holdoutDays: Float64Array;
	holdoutValue: Float64Array;
	/** Purchase days in the same period a year before; null where the data does not reach back so far. */
	yearBefore: Float64Array | null;
	/** Purchase days of these customers after D by week, cumulated: repeat purchases only. */
	weekly: Float64Array;
	/** Chance by the behavioural model that was trained on earlier days to buy again by the end; null where it could not be. */
	behaviour: Float64Array | null;
}

/** What the models are given of a revision as of D: made by the ledger worker, and nothing of it names a person. */
export interface ShopInput {
	/** D and the first day of the data. */
	asOf: number;
	firstDay: number;
	/** Longest stretch of days up to D on which nobody at all ordered, whoever is selected. */
	longestGap: number;
	/** null: several currencies and none chosen, so all money is 0. */
	currency: string | null;
	now: CustomerRows & {
		/** Net so far and orders so far. */
		net: Float64Array;
		orders: Float64Array;
		/** Days from the last purchase day to D. */
		silence: Float64Array;
		/** Silence / usual gap; 0 where it is not known. */
		overdue: Float64Array;
	};
	/** What a customer came by: codes into `names`, -1 unknown. */
	groups: { by: 'first_product' | 'channel' | 'country'; names: string[]; code: Int32Array }[];
	/** Customers by calendar month of their first purchase, from `firstMonth` (months since 1970-01), the last one unfinished or not. */
	firstMonth: number;
	newByMonth: Float64Array;
	lastMonthFinished: boolean;
	/** SHA-256 over the checksums of the revision's chunks. */
	dataHash: string;
}

/** With the past that the models are judged on: stretches latest first, at most three. */
export interface ValueInput extends ShopInput {
	splits: SplitRows[];
}

export interface ValueOptions {
	/** 1 to 60. */
	months: number;
	/** Share of revenue kept, in (0, 1]; null: not said, and figures are revenue, not value. */
	margin: number | null;
	annualRate: number;
	convention: Convention;
	/** null: the scoreboard chooses. */
	model: ModelName | null;
	/** Chance with which an acquisition must pay, 0.5 to 0.99. */
	certainty: number;
}
export const USUAL_VALUE_OPTIONS: ValueOptions = {
	months: 12,
	margin: null,
	annualRate: 0.1,
	convention: 'B',
	model: null,
	certainty: 0.8
};

export interface ModelCard {
	name: ModelName;
	/** With the stated penalty, as screens use it; and without, null until that is searched for too. */
	fit: Fit<Record<string, number>>;
	mle: Fit<Record<string, number>> | null;
	/** Of the parameters themselves, in their order; null where the information is not positive definite. */
	standardErrors: number[] | null;
}

/** A predictor on the board: a model, the behavioural model, or a named naive rule. */
export type Contender =
	| ModelName
	| 'behaviour'
	| 'own_rate'
	| 'half_own_rate'
	| 'population_rate'
	| 'year_before'
	| 'zero'
	| 'recency_frequency';

export interface BoardRow {
	contender: Contender;
	/** Means over the splits; null where the contender says nothing of it. */
	mae: number | null;
	rmse: number | null;
	/** (predicted − actual) / actual of the total number of purchases. */
	bias: number | null;
	/** Of the cumulated weekly totals: mean absolute percentage error. */
	tracking: number | null;
	brier: number | null;
	auc: number | null;
	/** Share of holdout purchases that the best tenth by this contender made. */
	topDecile: number | null;
	/** Of spend: bias of the total and RMSE; null where the contender predicts none. */
	spendBias: number | null;
	spendRmse: number | null;
}

/** What a model, fitted on what was known at a split, foretold of the time after it, beside what came. */
export interface Foretold {
	/** Purchases a customer by frequency 0 … 7+, and by tenth of P(alive) as screens print it: see `aliveBy`. */
	byFrequency: { frequency: number; customers: number; actual: number; predicted: number }[];
	byDecile: { decile: number; customers: number; actual: number; predicted: number }[];
	/** Of all customers together, cumulated. */
	weekly: { week: number; actual: number; predicted: number }[];
}

/** All contenders on one stretch of the past: small, whatever the number of customers. */
export interface JudgedSplit extends Stretch {
	customers: number;
	purchases: number;
	value: number;
	/** Share of the holdout's days in November and December; above a third of what a year has, it is said. */
	holidayShare: number;
	/** Models, behaviour, rules. */
	rows: BoardRow[];
	/** By model; those that could not be fitted on what was known are missing. */
	foretold: Partial<Record<ModelName, Foretold>>;
}

export interface Board {
	/** With what the chosen model foretold. */
	splits: (Omit<JudgedSplit, 'foretold'> & Foretold)[];
	/** Means over the splits, in the order models, behaviour, rules. */
	rows: BoardRow[];
	chosen: ModelName | null;
	/**
	 * Why: lowest RMSE among the models, with the bias as tie-breaker; or the person; or the only one that could be fitted.
	 * `untested`: the likeliest of those fitted so far, while the past is yet to judge.
	 */
	because: 'scoreboard' | 'person' | 'only_one' | 'no_holdout' | 'untested' | 'none';
	/** Does the chosen model beat the best naive rule on RMSE and on the total? */
	beatsNaive: { rmse: boolean; total: boolean; best: Contender } | null;
}

/**
 * All that is searched for and judged: small, so that a page keeps it and other options are applied without a fit. It depends
 * on the revision, the counting definition, the selection and D alone.
 */
export interface ValueFits {
	/** In the order of MODEL_NAMES; the first answer has the quick ones alone. */
	models: ModelCard[];
	spend: Fit<GammaGamma> & { correlation: number; used: number };
	/** Latest first; null until the past has judged. */
	past: JudgedSplit[] | null;
}

/** What is wrong with the data for a model, each with its figure; sentences stand on the page's side. */
export interface Diagnosis {
	code:
		| 'boundary'
		| 'flat'
		| 'too_few_repeaters'
		| 'too_short'
		| 'december_heavy'
		| 'spend_correlated'
		| 'gap_in_data'
		| 'negative_spend'
		| 'no_spend'
		| 'all_same'
		| 'no_holdout';
	figure: number;
	limit: number;
	/** Stops predictions, or is only said. */
	stops: boolean;
}

/** Per customer, in the rows of `ValueInput.now`. */
export interface CustomerValue {
	customer: Int32Array;
	pAlive: Float64Array;
	/** Purchases expected in the horizon. */
	expected: Float64Array;
	/** Expected value of a purchase. */
	spend: Float64Array;
	/** Discounted value (revenue where no margin is set) of the horizon. */
	clv: Float64Array;
	/** 1 − P(at least one purchase in the horizon), and that × clv of a customer who stays. */
	leaving: Float64Array;
	atRisk: Float64Array;
}

export interface Ceiling {
	by: 'first_product' | 'channel' | 'country' | 'all';
	name: string;
	customers: number;
	/** Value of the first order and the horizon after it, a customer: mean with interval, after shrinkage to the shop's. */
	value: Interval;
	/** Highest price of a new customer at which contribution exceeds cost with the chance asked for. */
	ceiling: number;
}

export interface ValueAnalysis {
	status: 'done';
	asOf: number;
	options: ValueOptions;
	currency: string | null;
	customers: number;
	repeaters: number;
	models: ModelCard[];
	spend: ValueFits['spend'];
	/** The past has judged, as far as there is one; until then all is a first answer. */
	tested: boolean;
	board: Board;
	diagnoses: Diagnosis[];
	/** null: no model can be used, and the screens show what the data does support. */
	chosen: ModelName | null;
	/** Which interval: always the observed information of the log parameters, linearised, plus the spread of the outcome for totals. */
	byCustomer: CustomerValue | null;
	/**
	 * Whose P(alive) one-time buyers have: the chosen model, but where that is BG/NBD (which never doubts them) the likelier of
	 * the two others. null where its dropout cannot be measured: they then have the chance of an order within the horizon.
	 */
	aliveBy: ModelName | null;
	/**
	 * Expected repeat purchases and revenue of known customers in the next 3, 6 and 12 months, undiscounted: `purchases` and
	 * `revenue` with the interval of the expectation, the predictive ones with that of what will happen.
	 * share: known customers' part of it and what newcomers will bring; null where newcomers are not known.
	 */
	outlook: {
		months: number;
		purchases: Interval;
		predictive: Interval;
		revenue: Interval;
		revenuePredictive: Interval;
		share: number | null;
	}[];
	/** Sum of clv over all customers. */
	total: Interval | null;
	/** The top 1, 5, 10, 20 % by clv: `share` of the total that they hold, and it in money. */
	concentration: { top: number; customers: number; share: number; value: number }[];
	/** Historic, formula and model value a customer (means), and why they differ. */
	three: {
		historic: number;
		formula: { value: number; orderValue: number; ordersAYear: number; lifespanYears: number } | null;
		model: number | null;
	};
	/** New customers expected in each of the next months, from the last twelve finished ones; null with fewer than 6. */
	newcomers: { perMonth: Interval; revenue: Interval } | null;
	/** How many finished months there are to count newcomers in. */
	finishedMonths: number;
	/** Grid over frequency and recency (weeks since the last purchase): expected purchases and P(alive) at the median age. */
	map: { frequencies: number[]; silences: number[]; age: number; expected: number[]; pAlive: number[] } | null;
	ceilings: Ceiling[];
	/** Everything needed to check a fit elsewhere. */
	card: { dataHash: string; firstDay: number; asOf: number; histories: number; version: string };
}

export interface ValueRefused {
	status: 'refused';
	diagnoses: Diagnosis[];
}
export type ValueResult = ValueAnalysis | ValueRefused;
