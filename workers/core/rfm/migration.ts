import { cutAt, reportingCurrency } from '../ledger/asOf';
import { customerNet } from '../ledger/customerNet';
import type { CustomerKeys, Ledger, Selection } from '../ledger/types';
import { comparedWindows } from '../metrics/windows';
import { rfm } from './rfm';
import { SEGMENTS } from './types';
import type { RfmNeedsCurrency, RfmOptions, RfmRule } from './types';

/** Row of those who had no order on the first day. */
export const NOT_YET = SEGMENTS.length;

/** Customers by the segment they were in on one day and are in on a later one, both by the same rule. */
export interface Migration {
	status: 'counted';
	rule: RfmRule;
	/** The two days. */
	from: number;
	to: number;
	/** Why `from` is that day: a year before, the middle of data shorter than two years, or the one asked for. */
	kind: 'year' | 'halves' | 'chosen';
	currency: string | null;
	/** 12 × 11, row-major: by segment on `from` (index into SEGMENTS, {@link NOT_YET} for the last row) and on `to`. */
	customers: Int32Array;
	/** The same with their net up to `to`, in units of the currency, from exact sums. */
	net: Float64Array;
}
/** There is no earlier day with an order to compare with. */
export interface MigrationTooShort {
	status: 'too_short';
	firstDay: number | null;
	lastDay: number | null;
}
export type MigrationResult = Migration | MigrationTooShort | RfmNeedsCurrency;

/**
 * Where customers were and where they are. Scores rank everybody on each day, a selection only filters; so rows add up to
 * the segments of `from` and columns to those of `to`. Whoever ordered by `from` has also ordered by `to`: nobody is lost.
 * @param from the earlier day; null: a year before, or the middle of data that is shorter than two years
 * @throws RangeError as {@link rfm}
 */
export function migration(
	ledger: Ledger,
	options: RfmOptions,
	from: number | null,
	{ asOf, selection, keys }: { asOf: number | null; selection: Selection; keys?: () => CustomerKeys }
): MigrationResult {
	const currency = reportingCurrency(ledger, options.currency);
	if (currency < 0 && ledger.currencies.length > 1) return { status: 'needs_currency', currencies: ledger.currencies };
	const cut = cutAt(ledger, asOf);
	const firstDay = ledger.firstDay;
	const windows = cut === null || firstDay === null ? null : comparedWindows(firstDay, cut.day);
	const earlier = from ?? windows?.before.to ?? null;
	if (cut === null || firstDay === null || earlier === null || earlier < firstDay || earlier >= cut.day) {
		return { status: 'too_short', firstDay, lastDay: cut?.day ?? null };
	}
	const everybody = { ...options, among: 'everybody' as const };
	const after = rfm(ledger, everybody, { asOf: cut.day, selection: null, ...(keys && { keys }) });
	const before = rfm(ledger, everybody, { asOf: earlier, selection: null, ...(keys && { keys }) });
	if (after.status !== 'scored') return after;
	if (before.status !== 'scored') return before;

	const nets = customerNet(ledger, cut, currency);
	const width = SEGMENTS.length;
	const customers = new Int32Array((width + 1) * width);
	const net = new Float64Array((width + 1) * width);
	for (let i = 0, j = 0, c = 0; i < after.length; i++, c++) {
		// Both lists are by customer number ascending, and the earlier is part of the later.
		while (ledger.customerNumber[c] !== after.customer[i]) c++;
		const known = j < before.length && before.customer[j] === after.customer[i];
		const row = known ? before.segment[j++] : NOT_YET;
		if (selection !== null && selection[c] === 0) continue;
		const cell = row * width + after.segment[i];
		customers[cell]++;
		net[cell] += nets[c];
	}
	const perUnit = 10 ** ledger.scale;
	return {
		status: 'counted',
		rule: options.rule,
		from: earlier,
		to: cut.day,
		kind: from !== null ? 'chosen' : (windows?.kind ?? 'halves'),
		currency: after.currency,
		customers,
		net: net.map((sum) => sum / perUnit)
	};
}
