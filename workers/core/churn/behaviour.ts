import { cutAt, isIn } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import { chooseFeatures, featureReader, isMeasured } from './features';
import { ridgeLogistic } from './logistic';
import { boughtWithin } from './outcomes';
import { shopGaps } from './shopGaps';
import { ORDER_NUMBERS, silencesByNumber } from './silences';
import { FEW } from './types';
import type { BehaviourFit, BehaviourModel, BehaviourReason, BehaviourScores, Feature, NotEnough } from './types';

const HORIZON_DAYS = 90;
const ORIGINS = 6;
/** A standard deviation of a feature moves the log odds by about 1 at most, before the data has its say. */
const RIDGE = 1;
/** Rows beyond which more of them do not move a coefficient that anybody would see. */
const MOST_ROWS = 200_000;

export interface BehaviourOptions {
	/** Last day that training may see; null: the last counted order day. */
	origin: number | null;
	/** 90 by default. */
	horizonDays?: number;
	/** Earlier days as of which customers are looked at, at most; 6 by default. */
	origins?: number;
	/** Above 0; 1 by default. */
	ridge?: number;
	/** Whom to learn from; everybody by default. */
	selection?: Selection;
}

/**
 * Learns who buys again within `horizonDays`: from what customers looked like `horizonDays`, twice `horizonDays` … before the
 * origin, and what they did in the `horizonDays` after, all of it known on the origin. A day counts as long as the data begins
 * `horizonDays` before it.
 */
export function trainBehaviour(
	ledger: Ledger,
	{ origin, horizonDays = HORIZON_DAYS, origins = ORIGINS, ridge = RIDGE, selection = null }: BehaviourOptions
): BehaviourFit {
	const cut = cutAt(ledger, origin);
	if (cut === null) return notEnough('no_customers', 0, 1);
	const firstDay = ledger.firstDay as number;
	if (!cut.end.some((end, c) => end > ledger.offset[c] && isIn(selection, c))) return notEnough('no_customers', 0, 1);
	const seen = cut.day - firstDay + 1;
	if (seen < 2 * horizonDays) return notEnough('too_short', seen, 2 * horizonDays);
	const shop = shopGaps(ledger, cut, silencesByNumber(ledger, cut, null, ORDER_NUMBERS, true));
	if ('status' in shop) return shop;

	const days = Array.from({ length: origins }, (_, i) => cut.day - (i + 1) * horizonDays).filter(
		(day) => day - firstDay + 1 >= horizonDays
	);
	const features = chooseFeatures(ledger, cut, selection);
	const { x, y, everyCustomer } = trainingRows(ledger, selection, days, horizonDays, { features, shop });
	const bought = y.reduce((sum, value) => sum + value, 0);
	const fewer = Math.min(bought, y.length - bought);
	if (fewer < FEW) return notEnough('one_outcome', fewer, FEW);
	const { means, sds } = standardise(x, features);
	const { intercept, coefficients, logLikelihood, converged } = ridgeLogistic(x, y, features.length, ridge);
	return {
		status: 'fitted',
		origin: cut.day,
		horizonDays,
		origins: days,
		features,
		intercept,
		coefficients: [...coefficients],
		means,
		sds,
		ridge,
		rows: y.length,
		everyCustomer,
		bought,
		logLikelihood,
		converged,
		shop
	};
}

const notEnough = (reason: BehaviourReason, figure: number, needed: number): NotEnough<BehaviourReason> => ({
	status: 'not_enough',
	reason,
	figure,
	needed
});

type Plan = Pick<BehaviourModel, 'features' | 'shop'>;

function trainingRows(
	ledger: Ledger,
	selection: Selection,
	days: readonly number[],
	horizonDays: number,
	plan: Plan
): { x: Float64Array; y: Uint8Array; everyCustomer: number } {
	const { offset, day, customers } = ledger;
	const isThere = (customer: number, on: number): boolean => day[offset[customer]] <= on && isIn(selection, customer);
	const rowsOf = (every: number): number => {
		let rows = 0;
		for (const on of days) for (let c = 0; c < customers; c += every) if (isThere(c, on)) rows++;
		return rows;
	};
	// Customers are numbered as they first came, so that every k-th of them is a fair sample of all times.
	const everyCustomer = Math.max(1, Math.ceil(rowsOf(1) / MOST_ROWS));
	const rows = rowsOf(everyCustomer);
	const width = plan.features.length;
	const x = new Float64Array(rows * width);
	const y = new Uint8Array(rows);
	let row = 0;
	for (const on of days) {
		const cut = cutAt(ledger, on);
		if (cut === null) continue;
		const read = featureReader(ledger, cut, plan);
		const outcome = boughtWithin(ledger, { asOf: on, days: horizonDays });
		for (let c = 0; c < customers; c += everyCustomer) {
			if (!isThere(c, on)) continue;
			read(c, x.subarray(row * width, (row + 1) * width));
			y[row++] = outcome[c];
		}
	}
	return { x, y, everyCustomer };
}

/** Brings the columns to mean 0, and those of measured features to a standard deviation of 1. */
function standardise(x: Float64Array, features: readonly Feature[]): { means: number[]; sds: number[] } {
	const width = features.length;
	const rows = x.length / width;
	const means: number[] = [];
	const sds: number[] = [];
	features.forEach((feature, j) => {
		let sum = 0;
		for (let i = j; i < x.length; i += width) sum += x[i];
		const mean = sum / rows;
		let squares = 0;
		for (let i = j; i < x.length; i += width) squares += (x[i] - mean) ** 2;
		const sd = Math.sqrt(squares / rows);
		// A spread that is only rounding would blow that up.
		const scale = isMeasured(feature) && sd > 1e-9 ? sd : 1;
		for (let i = j; i < x.length; i += width) x[i] = (x[i] - mean) / scale;
		means.push(mean);
		sds.push(scale);
	});
	return { means, sds };
}

/** Log odds beyond this are a chance of 0 or 1 to thirteen digits. */
const MOST_ODDS = 30;

interface Scored {
	asOf: number | null;
	selection?: Selection;
}

/**
 * Chance that each customer buys again within the model's horizon after D.
 * @returns new Float64Array(customers), each in (0, 1); 0 for those without an order by D, and outside the selection
 */
export const behaviourProbabilities = (model: BehaviourModel, ledger: Ledger, at: Scored): Float64Array =>
	behaviourScores(model, ledger, at).probability;

/** The same with what moves each chance the most. */
export function behaviourScores(
	model: BehaviourModel,
	ledger: Ledger,
	{ asOf, selection = null }: Scored
): BehaviourScores {
	const { customers, offset } = ledger;
	const scores: BehaviourScores = {
		probability: new Float64Array(customers),
		feature: new Int8Array(2 * customers).fill(-1),
		contribution: new Float64Array(2 * customers)
	};
	const cut = cutAt(ledger, asOf);
	if (cut === null) return scores;
	const { features, coefficients, means, sds } = model;
	const read = featureReader(ledger, cut, model);
	const row = new Float64Array(features.length);
	for (let c = 0; c < customers; c++) {
		if (cut.end[c] === offset[c] || !isIn(selection, c)) continue;
		read(c, row);
		let odds = model.intercept;
		const reasons = { product: { place: -1, moves: 0 }, channel: { place: -1, moves: 0 } };
		for (let j = 0; j < row.length; j++) {
			const moves = (coefficients[j] * (row[j] - means[j])) / sds[j];
			odds += moves;
			const { name } = features[j];
			if (name !== 'product' && name !== 'channel') {
				note(scores, c, j, moves);
				continue;
			}
			reasons[name].moves += moves;
			if (row[j] === 1) reasons[name].place = j;
		}
		for (const { place, moves } of [reasons.product, reasons.channel]) {
			// That a first product is none of the common ones is no reason that anybody could read.
			if (place >= 0) note(scores, c, place, moves);
		}
		scores.probability[c] = 1 / (1 + Math.exp(-Math.max(-MOST_ODDS, Math.min(MOST_ODDS, odds))));
	}
	return scores;
}

/** Keeps the two strongest of a customer; of equal ones the earlier. */
function note({ feature, contribution }: BehaviourScores, customer: number, place: number, moves: number): void {
	const first = 2 * customer;
	const second = first + 1;
	const size = Math.abs(moves);
	if (size > Math.abs(contribution[first])) {
		feature[second] = feature[first];
		contribution[second] = contribution[first];
		feature[first] = place;
		contribution[first] = moves;
	} else if (size > Math.abs(contribution[second])) {
		feature[second] = place;
		contribution[second] = moves;
	}
}
