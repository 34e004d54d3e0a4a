import type { CohortPeriod } from '../cohorts/types';
import type { SelectionRule } from '../ledger/types';
import type { Rate } from '../metrics/types';

/** Kinds of findings, fixed beforehand. Each has a file that says when it is told. */
export const FINDING_KINDS = [
	'silent',
	'concentration',
	'first-product',
	'newer-customers',
	'discounts',
	'refunds',
	'place',
	'once',
	'guests'
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Counts from which a kind is told. */
export const NEEDED = {
	/** Silent customers, and gaps between purchase days in the shop. */
	silent: 10,
	gaps: 30,
	/** Customers, so that a tenth is ten. */
	concentration: 100,
	/** Customers of a first product whose first year has ended; and of the rest. */
	product: 30,
	/** Customers of a cohort, and cohorts of each age. */
	cohort: 30,
	cohorts: 2,
	/** Customers in each window. */
	window: 30,
	/** Customers who came a year ago or earlier. */
	old: 30,
	/** Orders without a customer. */
	guests: 30
} as const;

/** From which size on a difference or share is worth a line. */
export const WORTH = {
	/** Share of the best tenth: twice what it would be if all spent the same. */
	concentration: 0.2,
	/** A change of a share of money. */
	change: 0.01,
	/** Share of the money that nobody's orders bring. */
	guests: 0.05,
	/** "As often as": the whole interval of the difference lies within this. */
	same: 0.05
} as const;

/** Where one can see for oneself. */
export type Evidence =
	| { show: 'customers'; rule: SelectionRule }
	| { show: 'cohorts'; period: CohortPeriod }
	| { show: 'figure'; figure: 'concentration' | 'net' | 'who' };

/** A difference of two shares or sums with its interval, corrected where several were tested. */
export interface Difference {
	value: number;
	low: number;
	high: number;
}

interface Told<K extends FindingKind, C, P> {
	kind: K;
	/** The money it concerns, positive, in units of the currency: what findings are ranked by. */
	money: number;
	counts: C;
	params: P;
	evidence: Evidence;
}

/** A share of money in both windows, and the sum of it in this one. */
export type ShareChange<K extends 'discounts' | 'refunds'> = Told<
	K,
	{ customers: number; before: number },
	{ now: number; before: number; difference: Difference; sum: number }
>;

export type Finding =
	| Told<
			'silent',
			/** Silent ones, and those whose own gap is known. */
			{ silent: number; known: number },
			{ share: Rate; shopGap: number }
	  >
	| Told<'concentration', { best: number; customers: number; silent: number }, { share: number }>
	| Told<
			'first-product',
			{ came: number; others: number; tested: number },
			{ product: number; share: Rate; rest: Rate; difference: Difference }
	  >
	| Told<
			'newer-customers',
			{ newer: number; older: number; cohorts: number },
			{
				verdict: 'more' | 'less' | 'same';
				period: CohortPeriod;
				newer: Rate;
				older: Rate;
				difference: Difference;
				/** Lowest and highest share of a single cohort. */
				least: number;
				most: number;
				/** First period of the newer ones. */
				since: string;
			}
	  >
	| ShareChange<'discounts'>
	| ShareChange<'refunds'>
	| Told<
			'place',
			{ customers: number; before: number; tested: number },
			/** Parts of customers' net, and the sum of this window. */
			{ field: 'country' | 'channel'; value: string; now: number; before: number; sum: number; difference: Difference }
	  >
	| Told<'once', { once: number; old: number }, { share: Rate }>
	| Told<'guests', { orders: number; all: number }, { share: number }>;

/**
 * Why a kind is not told.
 * - `too-few`: `had` of the `needed` are there
 * - `within-chance`: the interval holds 0, or is too wide to say "no difference"
 * - `small`: it can be told, and is below what is worth a line
 * - `absent`: the files hold nothing of it
 * - `unfinished`: the newest orders have not had the time it takes
 * - `short`: the data is too short
 * - `no-currency`: no reporting currency is chosen
 */
export interface HeldBack {
	kind: FindingKind;
	reason: 'too-few' | 'within-chance' | 'small' | 'absent' | 'unfinished' | 'short' | 'no-currency';
	had: number;
	needed: number;
}

export interface FindingsResult {
	asOf: number | null;
	/** null when it must be asked: then every kind is held back. */
	currency: string | null;
	/** The windows compared; null on data of one day. */
	windows: 'year' | 'halves' | null;
	/** By money, most first. */
	told: Finding[];
	/** In the order of the kinds. */
	held: HeldBack[];
}

export const isHeldBack = (answer: object): answer is HeldBack => 'reason' in answer;
