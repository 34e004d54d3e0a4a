import { cutAt } from '../ledger/asOf';
import type { Ledger } from '../ledger/types';
import { analyseValue } from './analysis';
import { valueInput } from './input';
import { splitDays } from './splitDays';
import { USUAL_VALUE_OPTIONS } from './types';
import type { ValueAnalysis } from './types';

/** The last answer of a ledger: several result files ask for the same one. */
const kept = new WeakMap<Ledger, { day: number; analysis: ValueAnalysis | null }>();

/**
 * All customers as of D with the usual options: revenue of 12 months, 10 % a year, the model that the scoreboard chooses.
 * @returns null where nothing counts
 */
export function shopAnalysis(ledger: Ledger, asOf: number | null): ValueAnalysis | null {
	const cut = cutAt(ledger, asOf);
	if (cut === null || ledger.firstDay === null) return null;
	const known = kept.get(ledger);
	if (known?.day === cut.day) return known.analysis;
	const input = valueInput(ledger, {
		asOf: cut.day,
		selection: null,
		splits: splitDays(ledger.firstDay, cut.day),
		productName: () => null,
		dataHash: ''
	});
	const result = input === null ? null : analyseValue(input, USUAL_VALUE_OPTIONS);
	const analysis = result?.status === 'done' ? result : null;
	kept.set(ledger, { day: cut.day, analysis });
	return analysis;
}
