import { cutAt, reportingCurrency } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import { customerNet } from '../ledger/customerNet';
import type { CustomerKeys, Ledger, Selection } from '../ledger/types';
import { currencyExponent } from '../numeric/currencyExponent';
import { roundUnits } from '../numeric/rounding';
import { quintileLimits, scoreBands, scoreByFirst, scoreByLimits, scoreByMinRank } from './scores';
import { tally } from './tally';
import type { ScoredColumns } from './tally';
import type { Limits, RfmOptions, RfmResult } from './types';

export interface RfmContext {
	asOf: number | null;
	selection: Selection;
	/** Needed by rule B_first, and asked for only where ties straddle a quintile. */
	keys?: () => CustomerKeys;
}

/** What is scored: n customers who had an order by D. */
interface Facts {
	/** Customer index, ascending. */
	who: Int32Array;
	rDays: Int32Array;
	f: Int32Array;
	m: Float64Array;
	/** Exact net at the ledger's scale. */
	net: Float64Array;
}

/**
 * Recency, frequency and monetary value of every customer as of D, scored 1 to 5, and the eleven segments.
 * Days are D + 1 − last order day; M is net rounded to the currency's exponent, half away from zero.
 * @throws RangeError when rule `fixed` comes without limits, or `B_first` without the keys that it needs
 */
export function rfm(ledger: Ledger, options: RfmOptions, { asOf, selection, keys }: RfmContext): RfmResult {
	const currency = reportingCurrency(ledger, options.currency);
	if (currency < 0 && ledger.currencies.length > 1) {
		return { status: 'needs_currency', currencies: ledger.currencies };
	}
	const cut = cutAt(ledger, asOf);
	const amongSelection = options.among === 'selection';
	const code = currency < 0 ? null : ledger.currencies[currency];
	const facts =
		cut === null || code === null
			? factsOf(0)
			: gatherFacts(ledger, cut, currency, currencyExponent(code), amongSelection ? selection : null);
	const { who, rDays, f, m, net } = facts;
	const n = who.length;
	const { scores, limits } = score(facts, options, () => tieOrder(keys, who, ledger.customers));
	const [rScore, fScore, mScore] = scores;
	const customer = new Int32Array(n);
	for (let i = 0; i < n; i++) customer[i] = ledger.customerNumber[who[i]];

	const all: ScoredColumns = { customer, rDays, f, m, net, rScore, fScore, mScore };
	const columns = selection === null || amongSelection ? all : filterRows(all, who, selection);
	return {
		status: 'scored',
		rule: options.rule,
		asOf: cut === null ? null : cut.day,
		currency: code,
		among: n,
		limits,
		bands: { r: scoreBands(rDays, rScore), f: scoreBands(f, fScore), m: scoreBands(m, mScore) },
		...tally(columns, 10 ** ledger.scale)
	};
}

const factsOf = (n: number): Facts => ({
	who: new Int32Array(n),
	rDays: new Int32Array(n),
	f: new Int32Array(n),
	m: new Float64Array(n),
	net: new Float64Array(n)
});

function gatherFacts(ledger: Ledger, cut: Cut, currency: number, exponent: number, selection: Selection): Facts {
	const { customers, offset, day, scale } = ledger;
	const { end } = cut;
	const nets = customerNet(ledger, cut, currency);
	const rounds = scale > exponent;
	const perUnit = 10 ** (rounds ? exponent : scale);
	const found = factsOf(customers);
	let n = 0;
	for (let c = 0; c < customers; c++) {
		if (end[c] === offset[c] || (selection !== null && selection[c] === 0)) continue;
		found.who[n] = c;
		found.rDays[n] = cut.day + 1 - day[end[c] - 1];
		found.f[n] = end[c] - offset[c];
		found.net[n] = nets[c];
		found.m[n] = (rounds ? roundUnits(nets[c], scale, exponent) : nets[c]) / perUnit;
		n++;
	}
	if (n === customers) return found;
	return {
		who: found.who.slice(0, n),
		rDays: found.rDays.slice(0, n),
		f: found.f.slice(0, n),
		m: found.m.slice(0, n),
		net: found.net.slice(0, n)
	};
}

interface Scores {
	scores: [Uint8Array, Uint8Array, Uint8Array];
	limits: { r: Limits; f: Limits; m: Limits } | null;
}

function score({ rDays, f, m }: Facts, options: RfmOptions, order: () => Int32Array): Scores {
	if (options.rule === 'A_min_rank') {
		return {
			scores: [scoreByMinRank(rDays, true), scoreByMinRank(f, false), scoreByMinRank(m, false)],
			limits: null
		};
	}
	if (options.rule === 'B_first') {
		return {
			scores: [scoreByFirst(rDays, true, order), scoreByFirst(f, false, order), scoreByFirst(m, false, order)],
			limits: null
		};
	}
	if (options.rule === 'fixed' && options.limits === undefined) throw new RangeError('fixed limits are missing');
	const quintiles = options.rule === 'C_cutpoints' && m.length > 0;
	const limits = quintiles
		? { r: quintileLimits(rDays), f: quintileLimits(f), m: quintileLimits(m) }
		: (options.limits ?? null);
	if (limits === null) return { scores: [new Uint8Array(0), new Uint8Array(0), new Uint8Array(0)], limits };
	return {
		scores: [
			scoreByLimits(rDays, limits.r, true),
			scoreByLimits(f, limits.f, false),
			scoreByLimits(m, limits.m, false)
		],
		limits
	};
}

/** Positions in `who` by customer key ascending. */
function tieOrder(keys: (() => CustomerKeys) | undefined, who: Int32Array, customers: number): Int32Array {
	if (keys === undefined) throw new RangeError('ties are broken by customer key: the keys are missing');
	const { order } = keys();
	if (who.length === customers) return order;
	const position = new Int32Array(customers).fill(-1);
	who.forEach((customer, i) => (position[customer] = i));
	return order.map((customer) => position[customer]).filter((i) => i >= 0);
}

function filterRows(columns: ScoredColumns, who: Int32Array, selection: Uint8Array): ScoredColumns {
	const inside = <T extends Int32Array | Float64Array | Uint8Array>(column: T): T =>
		column.filter((_, i) => selection[who[i]] === 1) as T;
	return {
		customer: inside(columns.customer),
		rDays: inside(columns.rDays),
		f: inside(columns.f),
		m: inside(columns.m),
		net: inside(columns.net),
		rScore: inside(columns.rScore),
		fScore: inside(columns.fScore),
		mScore: inside(columns.mScore)
	};
}
