import { isIn, reportingCurrency } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import { addMonths } from '../ledger/calendar';
import { customerNet } from '../ledger/customerNet';
import type { CustomerGroup, Ledger, Selection } from '../ledger/types';
import { orderStatistics } from '../numeric/quantile';
import { silence } from './silence';
import type { Window } from './types';
import { comparedWindows } from './windows';

/**
 * The customers of a group as of D.
 * @param among null: everybody
 * @returns new Uint8Array(customers), 1 in, 0 out
 */
export function inGroup(ledger: Ledger, cut: Cut, among: Selection, group: CustomerGroup): Uint8Array {
	const { customers, offset, day } = ledger;
	const { end } = cut;
	const firstDay = ledger.firstDay as number;
	const compared = comparedWindows(firstDay, cut.day);
	const now = compared?.now ?? { from: firstDay, to: cut.day };
	const before = compared?.before ?? { from: now.from, to: now.from - 1 };
	const chosen = new Uint8Array(customers);
	const where = (test: (customer: number) => boolean): Uint8Array => {
		for (let c = 0; c < customers; c++) if (end[c] > offset[c] && isIn(among, c) && test(c)) chosen[c] = 1;
		return chosen;
	};
	/** Orders by D in a window. */
	const ordersIn = (c: number, { from, to }: Window): number => {
		let count = 0;
		for (let i = offset[c]; i < end[c] && day[i] <= to; i++) if (day[i] >= from) count++;
		return count;
	};
	switch (group) {
		case 'active':
			return where((c) => ordersIn(c, now) > 0);
		case 'repeated':
			return where((c) => ordersIn(c, now) > 1);
		case 'new':
			return where((c) => day[offset[c]] >= now.from && ordersIn(c, now) > 0);
		case 'returning':
			return where((c) => day[offset[c]] < now.from && ordersIn(c, now) > 0);
		case 'before':
			return where((c) => ordersIn(c, before) > 0);
		case 'kept':
			return where((c) => ordersIn(c, before) > 0 && ordersIn(c, now) > 0);
		case 'left':
			return where((c) => ordersIn(c, before) > 0 && ordersIn(c, now) === 0);
		case 'again':
			return where((c) => end[c] - offset[c] > 1);
		case 'back':
			return where((c) => day[end[c] - 1] > day[offset[c]]);
		case 'once': {
			const since = addMonths(cut.day, -12);
			return where((c) => end[c] - offset[c] === 1 && day[offset[c]] <= since);
		}
		case 'silent': {
			const { silent } = silence(ledger, cut);
			return where((c) => silent[c] === 1);
		}
		case 'best':
		case 'best-silent': {
			const currency = reportingCurrency(ledger);
			if (currency < 0) return chosen;
			const best = bestTenth(ledger, cut, among, customerNet(ledger, cut, currency));
			const { silent } = silence(ledger, cut);
			return where((c) => best[c] === 1 && (group === 'best' || silent[c] === 1));
		}
	}
}

/** The ⌈10 %⌉ customers of highest net by D; of equal ones those who came first in the data. */
export function bestTenth(ledger: Ledger, cut: Cut, among: Selection, net: Float64Array): Uint8Array {
	const { customers, offset } = ledger;
	const best = new Uint8Array(customers);
	const here = (c: number): boolean => cut.end[c] > offset[c] && (among === null || among[c] === 1);
	const nets = new Float64Array(customers);
	let n = 0;
	for (let c = 0; c < customers; c++) if (here(c)) nets[n++] = net[c];
	if (n === 0) return best;
	const top = Math.ceil(n / 10);
	const [least] = orderStatistics(nets.subarray(0, n), [n - top]);
	let above = 0;
	for (let i = 0; i < n; i++) if (nets[i] > least) above++;
	let equal = top - above;
	for (let c = 0; c < customers; c++) {
		if (!here(c) || net[c] < least) continue;
		if (net[c] > least || equal-- > 0) best[c] = 1;
	}
	return best;
}
