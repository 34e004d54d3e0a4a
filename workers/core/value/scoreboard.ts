import { againstRules, choose, meanRow } from './boardChoice';
import { judgeSplit } from './boardSplit';
import { COUNTING_RULES } from './naiveRules';
import { effortOf } from './purchaseModels';
import { MODEL_NAMES } from './types';
import type { Board, Contender, Foretold, JudgedSplit, ModelName, SplitRows } from './types';

/** In the order of a board's rows. */
const CONTENDERS: readonly Contender[] = [...MODEL_NAMES, 'behaviour', ...COUNTING_RULES, 'recency_frequency'];
const NOTHING: Foretold = { byFrequency: [], byDecile: [], weekly: [] };

export interface BoardOptions {
	/** The model that the person asked for; null: the board chooses. */
	model?: ModelName | null;
	/** Models that can be fitted today, the one to take where no past can judge first. */
	candidates?: readonly ModelName[];
	/** Strength of the fits' penalty: 0 gives the maximum of the likelihood; by default that of the screens. */
	penalty?: number;
	/** Share done, 0 to 1. */
	onProgress?: (done: number) => void;
}

/**
 * Models, the behavioural model and rules of thumb, each given only what was known at the split, against what came after
 * it. No figure is NaN: what a contender says nothing of is null.
 * @param splits latest first; of money only where the customers' means are of one currency
 */
export const scoreboard = (splits: readonly SplitRows[], options: BoardOptions = {}): Board =>
	boardOf(judged(splits, options), options);

/** Each split judged, which is all of the work. */
export function judged(
	splits: readonly SplitRows[],
	{ penalty, onProgress }: Pick<BoardOptions, 'penalty' | 'onProgress'> = {}
): JudgedSplit[] {
	const whole = splits.length * effortOf(MODEL_NAMES);
	let done = 0;
	return splits.map((split) => judgeSplit(split, penalty, (name) => onProgress?.((done += effortOf([name])) / whole)));
}

/**
 * The board of splits that were judged; nothing is fitted.
 * @param past null: it has not judged yet, and the first candidate is taken
 */
export function boardOf(
	past: readonly JudgedSplit[] | null,
	{ model = null, candidates = MODEL_NAMES }: Pick<BoardOptions, 'model' | 'candidates'> = {}
): Board {
	const rows = (past ?? []).map((split) => split.rows);
	const found = choose(rows, candidates, model);
	const given = found.because === 'person' || found.because === 'none';
	const choice = past === null && !given ? { ...found, because: 'untested' as const } : found;
	return {
		splits: (past ?? []).map(({ foretold, ...split }) => ({
			...split,
			...((choice.chosen && foretold[choice.chosen]) ?? NOTHING)
		})),
		rows: rows.length === 0 ? [] : CONTENDERS.map((contender) => meanRow(contender, rows)),
		...choice,
		beatsNaive: againstRules(rows, choice.chosen)
	};
}
