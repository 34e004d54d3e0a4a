import type { Cut } from '../ledger/asOf';
import type { Ledger } from '../ledger/types';

/** Gaps between purchase days by customer, as logarithms less the shop's for their order number: a row a customer index. */
export interface OwnGaps {
	count: Int32Array;
	/** 0 without a gap. */
	mean: Float64Array;
	/** Sum of squares around the mean. */
	squares: Float64Array;
}

/** @param typical the shop's gap in days after the first, second … purchase day; the last stands for all later ones */
export function ownGaps(ledger: Ledger, cut: Cut, typical: readonly number[]): OwnGaps {
	const { offset, day, customers } = ledger;
	const logarithm = Float64Array.from({ length: longestGap(ledger) + 1 }, (_, days) => Math.log(days));
	const expected = typical.map((days) => Math.log(days));
	const latest = expected.length - 1;
	const own: OwnGaps = {
		count: new Int32Array(customers),
		mean: new Float64Array(customers),
		squares: new Float64Array(customers)
	};
	for (let c = 0; c < customers; c++) {
		let n = 0;
		let mean = 0;
		let squares = 0;
		for (let i = offset[c] + 1; i < cut.end[c]; i++) {
			const gap = day[i] - day[i - 1];
			if (gap === 0) continue;
			const value = logarithm[gap] - expected[n < latest ? n : latest];
			const off = value - mean;
			n++;
			mean += off / n;
			squares += off * (value - mean);
		}
		own.count[c] = n;
		own.mean[c] = mean;
		own.squares[c] = squares;
	}
	return own;
}

const longestGap = ({ firstDay, lastDay }: Ledger): number => (lastDay as number) - (firstDay as number);
