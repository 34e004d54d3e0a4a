import { cutAt } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import { quantilesOfCounts } from '../numeric/quantile';
import { curveOfCounts, followedBy, logLogBand } from './kaplanMeier';
import { designEffects } from './designEffects';
import { ORDER_NUMBERS, silencesByNumber } from './silences';
import type { Silences } from './silences';
import { FEW } from './types';
import type {
	ComebackCurve,
	FoundLapse,
	LapsePoint,
	LapseReason,
	LapseResult,
	NotEnough,
	SurvivalCurve
} from './types';

const YEAR = 365;
/** Looking ahead for less than this, or than half of those who come back take, says nothing of who is gone. */
const SHORTEST = 90;
const BELOW = 0.1;

export interface LapseOptions {
	/** A comeback is improbable below this chance; 0.1 by default. */
	below?: number;
	/** Whole days within which a comeback is looked for, at most; 365 by default. */
	withinDays?: number;
}

/**
 * The lapse point by order number: the least d for which P(comes back within w days | silent for d days), by the product-limit
 * estimate 1 − S(d + w) / S(d), is below the chance given. w is `withinDays`, or as far as the data carries: S is used up to
 * the last day on which {@link FEW} silences are still followed. It never is less than 90 days and the median gap
 * (`withinDays`, where that is less), so that a chance is not small only because nobody looked for long.
 * @throws RangeError when `withinDays` is not whole, or below 1
 */
export function lapsePoints(
	ledger: Ledger,
	{ below = BELOW, withinDays = YEAR }: LapseOptions,
	{ asOf, selection }: { asOf: number | null; selection: Selection }
): LapseResult {
	if (!Number.isInteger(withinDays) || withinDays < 1) {
		throw new RangeError('A comeback is looked for over a whole number of days, at least 1');
	}
	const cut = cutAt(ledger, asOf);
	if (cut === null) return { asOf: null, below, withinDays, points: [] };
	const points = silencesByNumber(ledger, cut, selection, ORDER_NUMBERS, true).map((silences, i) => {
		const number = i + 1;
		const andLater = number === ORDER_NUMBERS;
		const effects = (grid: Int32Array, within: Int32Array): Float64Array =>
			andLater
				? designEffects({ ledger, cut, selection }, number, silences, grid, within)
				: new Float64Array(grid.length).fill(1);
		return { number, andLater, ...point(silences, { below, withinDays }, effects) };
	});
	return { asOf: cut.day, below, withinDays, points };
}

type Effects = (grid: Int32Array, within: Int32Array) => Float64Array;

function point(
	{ customers, ended, open }: Silences,
	{ below, withinDays }: Required<LapseOptions>,
	effects: Effects
): Omit<LapsePoint, 'number' | 'andLater'> {
	const curve = curveOfCounts(ended, open);
	const endings = curve.events.reduce((sum, events) => sum + events, 0);
	const silences = curve.length === 0 ? 0 : curve.atRisk[0];
	const followed = followedBy(curve, FEW);
	const [median, endedBy] = endings === 0 ? [0, null] : quantilesOfCounts(ended, [0.5, 0.9]);
	const shortest = Math.min(withinDays, Math.max(SHORTEST, Math.ceil(median)));
	const comeback =
		followed === null || followed < shortest ? null : comebackCurve(curve, followed, { withinDays, shortest }, effects);
	const refused = (reason: LapseReason, figure: number, needed: number): NotEnough<LapseReason> => ({
		status: 'not_enough',
		reason,
		figure,
		needed
	});
	const lapse =
		followed === null
			? refused('too_few', silences, FEW)
			: comeback === null
				? refused('too_short', followed, shortest)
				: (lapseOn(comeback, below) ?? refused('not_reached', least(comeback.probability), below));
	return { customers, silences, ended: endings, endedBy, lapse, curve: comeback };
}

const least = (column: Float64Array): number => column.reduce((lowest, value) => Math.min(lowest, value), Infinity);

function lapseOn({ probability, low, high, within }: ComebackCurve, below: number): FoundLapse | null {
	const first = (column: Float64Array): number | null => {
		const d = column.findIndex((chance) => chance < below);
		return d < 0 ? null : d;
	};
	const days = first(probability);
	if (days === null) return null;
	return { status: 'found', days, low: first(low), high: first(high), withinDays: within[days] };
}

/** Days at which the error of repeated silences is measured; between them it is drawn straight. */
const GRID = 25;

/** @param followed day up to which the curve is used, at least `shortest` */
function comebackCurve(
	curve: SurvivalCurve,
	followed: number,
	{ withinDays, shortest }: { withinDays: number; shortest: number },
	effects: Effects
): ComebackCurve {
	const { survival, logVariance, atRisk } = byDay(curve, followed);
	const rows = followed - shortest + 1;
	const within = Int32Array.from({ length: rows }, (_, d) => Math.min(withinDays, followed - d));
	const points = Math.min(GRID, rows);
	const grid = Int32Array.from({ length: points }, (_, g) =>
		g === 0 ? 0 : Math.round((g * (rows - 1)) / (points - 1))
	);
	const effect = effects(
		grid,
		grid.map((d) => within[d])
	);
	const column = (): Float64Array => new Float64Array(rows);
	const comeback = { within, probability: column(), low: column(), high: column() };
	for (let d = 0, g = 0; d < rows; d++) {
		while (g + 1 < points && grid[g + 1] <= d) g++;
		const next = Math.min(g + 1, points - 1);
		const part = next === g ? 0 : (d - grid[g]) / (grid[next] - grid[g]);
		const widened = effect[g] + part * (effect[next] - effect[g]);
		const to = d + within[d];
		const silent = survival[to] / survival[d];
		const band = logLogBand(silent, widened * (logVariance[to] - logVariance[d]), atRisk[to]);
		comeback.probability[d] = 1 - silent;
		comeback.low[d] = 1 - band.high;
		comeback.high[d] = 1 - band.low;
	}
	return comeback;
}

/** The curve at the days 0 to `last`. */
function byDay(
	curve: SurvivalCurve,
	last: number
): { survival: Float64Array; logVariance: Float64Array; atRisk: Float64Array } {
	const days = last + 1;
	const daily = {
		survival: new Float64Array(days).fill(1),
		logVariance: new Float64Array(days),
		atRisk: new Float64Array(days)
	};
	for (let d = 0, row = 0; d < days; d++) {
		while (row < curve.length && curve.time[row] < d) row++;
		daily.atRisk[d] = row < curve.length ? curve.atRisk[row] : 0;
		const past = row < curve.length && curve.time[row] === d ? row : row - 1;
		if (past < 0) continue;
		daily.survival[d] = curve.survival[past];
		daily.logVariance[d] = curve.logVariance[past];
	}
	return daily;
}
