import { cutAt } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import { atRiskAt, curveOfCounts, followedBy, survivalAt, timeQuantile } from './kaplanMeier';
import { silencesByNumber } from './silences';
import type { Silences } from './silences';
import { FEW } from './types';
import type { Ladder, LadderStep, SurvivalCurve } from './types';

const WITHIN = [30, 60, 90, 180, 365];
const SHARES = [0.25, 0.5, 0.75, 0.9];
const STEPS = 10;

/**
 * How many customers go from one purchase day to the next, and how soon: first to second, second to third …
 * @param options steps: how many at most; ten by default
 */
export function repurchaseLadder(
	ledger: Ledger,
	{ steps = STEPS }: { steps?: number },
	{ asOf, selection }: { asOf: number | null; selection: Selection }
): Ladder {
	const cut = cutAt(ledger, asOf);
	if (cut === null) return { asOf: null, steps: [] };
	const reached = silencesByNumber(ledger, cut, selection, steps, false).filter(({ customers }) => customers > 0);
	return { asOf: cut.day, steps: reached.map((silences, i) => step(i + 1, silences)) };
}

function step(from: number, { customers, ended, open }: Silences): LadderStep {
	const curve = curveOfCounts(ended, open);
	const followed = followedBy(curve, FEW);
	let wentOn = 0;
	for (let t = 0; t < ended.length; t++) wentOn += ended[t];
	return {
		from,
		atRisk: customers,
		wentOn,
		few: customers < FEW,
		within: WITHIN.map((days) => {
			const { value, low, high } = survivalAt(curve, days);
			return {
				days,
				atRisk: atRiskAt(curve, days),
				share: {
					value: value === null ? null : 1 - value,
					low: high === null ? null : 1 - high,
					high: low === null ? null : 1 - low
				}
			};
		}),
		quantiles: SHARES.map((share) => timeQuantile(curve, share)),
		quantilesOfReturners: SHARES.map((share) => ({ share, days: timeOfReturners(curve, followed, share) })),
		followed,
		curve
	};
}

/** @param followed the days within which somebody counts as going on */
function timeOfReturners(curve: SurvivalCurve, followed: number | null, share: number): number | null {
	if (followed === null) return null;
	const goOn = 1 - (survivalAt(curve, followed).value as number);
	return goOn > 0 ? timeQuantile(curve, share * goOn).days : null;
}
