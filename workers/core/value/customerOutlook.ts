import { customerSummary } from '../clv/summary';
import type { Histories } from '../clv/types';
import { weeksOf } from '../clv/value';
import { cutAt } from '../ledger/asOf';
import type { Ledger } from '../ledger/types';
import { aliveIntervals } from './aliveIntervals';
import type { Chances } from './aliveIntervals';
import { predictorsOf } from './chosenModel';
import { intervalsOf } from './customerIntervals';
import type { CustomerIntervals } from './customerIntervals';
import { PURCHASE_MODELS } from './purchaseModels';
import { expectedSpend } from './spend';
import type { SpendModel } from './spend';
import type { ModelCard, ModelName, ValueOptions } from './types';

/** A fitted model, as a screen hands it back. */
export interface FittedModel {
	chosen: ModelName;
	models: ModelCard[];
	spend: SpendModel;
}

/** What the model makes of one customer. */
export interface CustomerOutlook {
	/**
	 * Days ascending with the chance of still being a customer on each, from the first purchase day to half a year after D
	 * without an order; with its 95 % interval, NaN where the model that the chance comes from has no covariance.
	 */
	path: { day: Int32Array; pAlive: Float64Array; low: Float64Array; high: Float64Array };
	/** On D, within the horizon, and discounted (revenue where no margin is set), each with its 95 % interval. */
	figures: Omit<CustomerIntervals, 'row'>;
	/** Value expected of a purchase. */
	spend: number;
	/** Chance of an order within the horizon. */
	comesBack: number;
	/** If an order comes within a year: days by which half of such customers have ordered, and the middle 95 %. */
	next: { low: number; middle: number; high: number } | null;
}

const YEAR_WEEKS = 365.25 / 7;
/** Days after D that the path goes on for. */
const AHEAD = 182;
/** Points of the path between purchases. */
const POINTS = 160;

/**
 * The chosen model's view of one customer, by the customer's own history.
 * @param customer index of a customer with an order by D
 * @returns null where there is none
 */
export function customerOutlook(
	ledger: Ledger,
	customer: number,
	fitted: FittedModel,
	options: ValueOptions,
	asOf: number | null
): CustomerOutlook | null {
	const cut = cutAt(ledger, asOf);
	if (cut === null || cut.end[customer] === ledger.offset[customer]) return null;
	const only = new Uint8Array(ledger.customers);
	only[customer] = 1;
	const history = customerSummary(ledger, { asOf: cut.day, end: cut.day, selection: only });
	const weeks = weeksOf(options.months, options.convention);
	const predictors = predictorsOf(fitted, fitted.chosen);
	const { name, params } = predictors.chosen;
	const model = PURCHASE_MODELS[name];
	return {
		path: pathOf(ledger, customer, cut.day, (histories) => aliveIntervals(predictors, fitted.models, histories, weeks)),
		figures: intervalsOf({ ...fitted, options }, fitted.spend, history)[0],
		spend: expectedSpend(fitted.spend, history)[0],
		comesBack: model.probabilityOfAny(params, history, weeks)[0],
		next: nextOf((until) => model.probabilityOfAny(params, history, until)[0])
	};
}

function pathOf(
	{ offset, day }: Ledger,
	customer: number,
	last: number,
	alive: (histories: Histories) => Chances
): CustomerOutlook['path'] {
	const purchases: number[] = [];
	for (let i = offset[customer]; i < offset[customer + 1] && day[i] <= last; i++) {
		if (day[i] !== purchases.at(-1)) purchases.push(day[i]);
	}
	const [first] = purchases;
	const to = last + AHEAD;
	const step = Math.max(1, Math.ceil((to - first) / POINTS));
	// The day before a purchase and the day itself, so that the chance is seen to jump.
	const wanted = new Set([...purchases.flatMap((on) => [on - 1, on]), last, to]);
	for (let on = first; on < to; on += step) wanted.add(on);
	const days = [...wanted].filter((on) => on >= first).toSorted((a, b) => a - b);
	const n = days.length;
	const histories: Histories = {
		length: n,
		frequency: new Float64Array(n),
		recency: new Float64Array(n),
		age: Float64Array.from(days, (on) => (on - first) / 7),
		weight: new Float64Array(n).fill(1)
	};
	for (let i = 0, seen = 0; i < n; i++) {
		while (seen + 1 < purchases.length && purchases[seen + 1] <= days[i]) seen++;
		histories.frequency[i] = seen;
		histories.recency[i] = (purchases[seen] - first) / 7;
	}
	const { value, low, high } = alive(histories);
	return { day: Int32Array.from(days), pAlive: value, low, high };
}

/** By bisection on the chance of an order within w weeks, of those who order within a year. */
function nextOf(within: (weeks: number) => number): CustomerOutlook['next'] {
	const all = within(YEAR_WEEKS);
	if (!(all > 0)) return null;
	const by = (share: number): number => {
		let [low, high] = [0, YEAR_WEEKS];
		for (let i = 0; i < 14; i++) {
			const middle = (low + high) / 2;
			if (within(middle) < share * all) low = middle;
			else high = middle;
		}
		return Math.max(1, Math.round(high * 7));
	};
	return { low: by(0.025), middle: by(0.5), high: by(0.975) };
}
