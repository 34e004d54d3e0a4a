/** What a person types about the worth of revenue, read; or why it cannot be used, in a sentence. */
import { plain } from './numbers';

/** Share of revenue that is kept (null: not said), and discount a year. */
export interface WorthFields {
	margin: number | null;
	annualRate: number;
}
export type ReadWorth = { worth: WorthFields } | { refused: string };

/** "35", "35.5", "35,5 %": a number of percent; NaN for anything else. */
function percentOf(text: string): number {
	const found = /^(\d{1,4}(?:[.,]\d{1,6})?)\s*%?$/.exec(text);
	return found ? Number(found[1].replace(',', '.')) : NaN;
}

/** @param margin and rate as typed, in percent; without a margin figures are revenue, without a rate nothing is discounted */
export function readWorth(margin: string, rate: string): ReadWorth {
	const kept = margin.trim();
	const discount = rate.trim();
	const share = kept === '' ? null : percentOf(kept);
	const yearly = discount === '' ? 0 : percentOf(discount);
	if (share !== null && !(share > 0 && share <= 100))
		return {
			refused: `A margin is a number of percent above 0, 100 at most; “${kept}” is not. Empty: figures are revenue.`
		};
	if (!(yearly >= 0 && yearly <= 100))
		return { refused: `A discount is a number of percent a year from 0 to 100; “${discount}” is not.` };
	return { worth: { margin: share === null ? null : share / 100, annualRate: yearly / 100 } };
}

/** A share as it is typed: "35.5"; '' where it is not said. */
export const percentField = (share: number | null): string => (share === null ? '' : plain(share * 100));
