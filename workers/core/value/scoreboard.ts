import { civil } from '../ledger/calendar';
import { againstRules, choose, meanRow } from './boardChoice';
import { judgeSplit } from './boardSplit';
import type { JudgedSplit } from './boardSplit';
import { byDecile, byFrequency } from './calibration';
import { COUNTING_RULES } from './naiveRules';
import { MODEL_NAMES } from './types';
import type { Board, Contender, ModelName, SplitRows } from './types';

/** In the order of a board's rows. */
const CONTENDERS: readonly Contender[] = [...MODEL_NAMES, 'behaviour', ...COUNTING_RULES, 'recency_frequency'];

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
export function scoreboard(splits: readonly SplitRows[], options: BoardOptions = {}): Board {
	const { model = null, candidates = MODEL_NAMES, penalty, onProgress } = options;
	const steps = splits.length * MODEL_NAMES.length;
	let done = 0;
	const judged = splits.map((split) => judgeSplit(split, penalty, () => onProgress?.(++done / steps)));
	const rows = judged.map((of) => of.rows);
	const choice = choose(rows, candidates, model);
	return {
		splits: splits.map((split, i) => splitOfBoard(split, judged[i], choice.chosen)),
		rows: splits.length === 0 ? [] : CONTENDERS.map((contender) => meanRow(contender, rows)),
		...choice,
		beatsNaive: againstRules(rows, choice.chosen)
	};
}

function splitOfBoard(split: SplitRows, judged: JudgedSplit, chosen: ModelName | null): Board['splits'][number] {
	const { day, end, frequency, holdoutDays, holdoutValue } = split;
	const forecast = chosen === null ? null : judged.forecast(chosen);
	return {
		day,
		end,
		customers: frequency.length,
		purchases: total(holdoutDays),
		value: total(holdoutValue),
		holidayShare: holidayShare(day, end),
		rows: judged.rows,
		byFrequency: forecast ? byFrequency(frequency, holdoutDays, forecast.purchases) : [],
		byDecile: forecast ? byDecile(forecast.alive, holdoutDays, forecast.purchases) : [],
		weekly: forecast
			? Array.from(forecast.weekly, (predicted, i) => ({ week: i + 1, actual: split.weekly[i], predicted }))
			: []
	};
}

const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);

/** Share of the days after `day`, up to `end`, that lie in November and December. */
export function holidayShare(day: number, end: number): number {
	let holidays = 0;
	for (let date = day + 1; date <= end; date++) if (civil(date).month >= 11) holidays++;
	return end > day ? holidays / (end - day) : 0;
}
