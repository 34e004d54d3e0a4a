import { COUNTING_RULES } from './naiveRules';
import { MODEL_NAMES } from './types';
import type { Board, BoardRow, Contender, ModelName } from './types';

/** Errors so close are the same, and neither is better. */
const SAME_RMSE = 1e-3;
const SAME_BIAS = 1e-3;

/** Rows of every split, by contender. */
type SplitRowsOfBoard = readonly (readonly BoardRow[])[];

const FIGURES = ['mae', 'rmse', 'bias', 'tracking', 'brier', 'auc', 'topDecile', 'spendBias', 'spendRmse'] as const;

const rowOf = (rows: readonly BoardRow[], contender: Contender): BoardRow =>
	rows.find((row) => row.contender === contender) as BoardRow;

const mean = (values: readonly (number | null)[]): number | null => {
	const known = values.filter((value) => value !== null);
	return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};

/** Means over the splits of which a contender says something. */
export const meanRow = (contender: Contender, splits: SplitRowsOfBoard): BoardRow => ({
	contender,
	...(Object.fromEntries(
		FIGURES.map((figure) => [figure, mean(splits.map((rows) => rowOf(rows, contender)[figure]))])
	) as Record<(typeof FIGURES)[number], number | null>)
});

/** RMSE and size of the bias over some splits; the signs of the bias must not cancel out. */
interface Standing {
	rmse: number;
	bias: number;
}

function standing(contender: Contender, splits: SplitRowsOfBoard): Standing | null {
	const rows = splits.map((of) => rowOf(of, contender));
	const rmse = mean(rows.map((row) => row.rmse));
	const bias = mean(rows.map((row) => (row.bias === null ? null : Math.abs(row.bias))));
	return rmse === null ? null : { rmse, bias: bias ?? 0 };
}

/**
 * The model to use: lowest RMSE over the splits, of equal ones (within 0.1 %) the lowest bias, of equal ones of those the
 * simplest. Only splits on which every candidate was judged compare like with like.
 * @param candidates models that can be fitted today, in order of preference where nothing else tells
 * @param person the model that was asked for; it stands where it can be fitted
 */
export function choose(
	splits: SplitRowsOfBoard,
	candidates: readonly ModelName[],
	person: ModelName | null
): Pick<Board, 'chosen' | 'because'> {
	if (candidates.length === 0) return { chosen: null, because: 'none' };
	if (person !== null && candidates.includes(person)) return { chosen: person, because: 'person' };
	if (candidates.length === 1) return { chosen: candidates[0], because: 'only_one' };
	const standings = comparable(splits, candidates);
	if (standings.length === 0) return { chosen: candidates[0], because: 'no_holdout' };
	const lowest = Math.min(...standings.map(({ rmse }) => rmse));
	const close = standings.filter(({ rmse }) => rmse <= lowest * (1 + SAME_RMSE));
	const leastBias = Math.min(...close.map(({ bias }) => bias));
	const best = close.find(({ bias }) => bias <= leastBias + SAME_BIAS) as (typeof close)[number];
	return { chosen: best.name, because: 'scoreboard' };
}

/** Standings of the models that were judged on as many splits as any, over the splits on which all of those were. */
function comparable(splits: SplitRowsOfBoard, candidates: readonly ModelName[]): (Standing & { name: ModelName })[] {
	const judged = (name: ModelName) => splits.filter((rows) => rowOf(rows, name).rmse !== null).length;
	const most = Math.max(0, ...candidates.map(judged));
	if (most === 0) return [];
	const names = MODEL_NAMES.filter((name) => candidates.includes(name) && judged(name) === most);
	const common = splits.filter((rows) => names.every((name) => rowOf(rows, name).rmse !== null));
	return names.flatMap((name) => {
		const found = standing(name, common);
		return found === null ? [] : [{ name, ...found }];
	});
}

/**
 * Whether the model is better than the rule of thumb with the lowest RMSE, over the splits that both predict: in RMSE, and
 * in the total, whichever way that is off.
 * @returns null without a model or a rule to compare
 */
export function againstRules(splits: SplitRowsOfBoard, chosen: ModelName | null): Board['beatsNaive'] {
	if (chosen === null) return null;
	const known = splits.filter((rows) => rowOf(rows, chosen).rmse !== null);
	const rules = COUNTING_RULES.flatMap((name) => {
		const judged = known.length > 0 && known.every((rows) => rowOf(rows, name).rmse !== null);
		const found = judged ? standing(name, known) : null;
		return found === null ? [] : [{ name, ...found }];
	});
	const model = standing(chosen, known);
	if (model === null || rules.length === 0) return null;
	const best = rules.reduce((one, other) => (other.rmse < one.rmse ? other : one));
	return {
		rmse: model.rmse < best.rmse * (1 - SAME_RMSE),
		total: model.bias < best.bias - SAME_BIAS,
		best: best.name
	};
}
