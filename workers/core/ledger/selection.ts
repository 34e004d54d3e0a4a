import { inGroup } from '../metrics/groups';
import { rfm } from '../rfm/rfm';
import { SEGMENTS } from '../rfm/types';
import type { RfmOptions, RfmScores } from '../rfm/types';
import { cutAt, reportingCurrency } from './asOf';
import type { Cut } from './asOf';
import { customerFacts } from './customerFacts';
import type { CustomerFacts } from './customerFacts';
import { periodLabel, periodOf, periodStart } from './periods';
import type { Ledger, SelectionContext, SelectionRule } from './types';

/**
 * The customers that a rule means, as of the context's day: only those with a counted order by then.
 * @returns new Uint8Array(customers), 1 in, 0 out
 * @throws RangeError when a segment or cell rule needs keys that the context lacks
 */
export function selectCustomers(ledger: Ledger, rule: SelectionRule, context: SelectionContext): Uint8Array {
	const cut = cutAt(ledger, context.asOf);
	if (cut === null) return new Uint8Array(ledger.customers);
	const reporting = reportingCurrency(ledger);
	const facts = customerFacts(ledger, cut, reporting < 0 ? [] : [reporting]);
	return pick(rule, { ledger, cut, facts, context });
}

interface Known {
	ledger: Ledger;
	cut: Cut;
	facts: CustomerFacts;
	context: SelectionContext;
}

function pick(rule: SelectionRule, known: Known): Uint8Array {
	const { ledger, facts, context } = known;
	const where = (test: (customer: number) => boolean): Uint8Array => {
		const chosen = new Uint8Array(ledger.customers);
		for (let c = 0; c < chosen.length; c++) if (facts.orders[c] > 0 && test(c)) chosen[c] = 1;
		return chosen;
	};
	switch (rule.kind) {
		case 'segment': {
			const wanted = new Set(rule.segments.map((segment) => SEGMENTS.indexOf(segment)));
			return byScores(known, rule.rfm, (scores, i) => wanted.has(scores.segment[i]), rule.asOf);
		}
		case 'cell':
			return byScores(known, rule.rfm, (scores, i) =>
				rule.cells.some((cell) =>
					[scores.rScore[i], scores.fScore[i], scores.mScore[i]].every(
						(score, place) => cell[place] === '*' || cell[place] === String(score)
					)
				)
			);
		case 'cohort': {
			const labels = new Set(rule.cohorts);
			const wanted = new Map<number, boolean>();
			return where((c) => {
				const index = periodOf(facts.first[c], rule.period, ledger.counting.monthStart);
				const known = wanted.get(index);
				if (known !== undefined) return known;
				const is = labels.has(periodLabel(index, rule.period));
				wanted.set(index, is);
				return is;
			});
		}
		case 'cohort-active':
			return activeAt(known, rule);
		case 'first-order':
			return where((c) => within(facts.first[c], rule.from, rule.to));
		case 'last-order':
			return where((c) => within(facts.last[c], rule.from, rule.to));
		case 'active':
			return where((c) => {
				for (let i = ledger.offset[c]; i < known.cut.end[c]; i++) {
					if (within(ledger.day[i], rule.from, rule.to)) return true;
				}
				return false;
			});
		case 'country': {
			const codes = codesOf(rule.values, ledger.dictionaries.country);
			return where((c) => codes.has(facts.country[c]));
		}
		case 'channel': {
			const codes = codesOf(rule.values, ledger.dictionaries.channel);
			return where((c) => codes.has(facts.channel[c]));
		}
		case 'first-product': {
			const products = new Set(rule.products);
			return where((c) => products.has(facts.firstProduct[c]));
		}
		case 'silent':
			return where((c) => within(known.cut.day + 1 - facts.last[c], rule.min, rule.max));
		case 'orders':
			return where((c) => within(facts.orders[c], rule.min, rule.max));
		case 'net': {
			const [net] = facts.net;
			// Without a reporting currency there is no amount to compare.
			return where((c) => net !== undefined && within(net[c] / 10 ** ledger.scale, rule.min, rule.max));
		}
		case 'group':
			return inGroup(ledger, known.cut, rule.among && pick(rule.among, known), rule.group);
		case 'list': {
			const numbers = new Set(Array.from(context.list?.(rule.handle) ?? []));
			return where((c) => numbers.has(ledger.customerNumber[c]));
		}
		case 'all-of':
		case 'any-of': {
			const parts = rule.rules.map((part) => pick(part, known));
			return where((c) =>
				rule.kind === 'all-of' ? parts.every((part) => part[c] === 1) : parts.some((part) => part[c] === 1)
			);
		}
		case 'not': {
			const others = pick(rule.rule, known);
			return where((c) => others[c] === 0);
		}
	}
}

/** Customers of a cell of the cohort matrix. */
function activeAt(
	{ ledger, cut, facts }: Known,
	{ period, cohort, age }: Extract<SelectionRule, { kind: 'cohort-active' }>
): Uint8Array {
	const { offset, day, counting } = ledger;
	const chosen = new Uint8Array(ledger.customers);
	let members: { first: number; from: number; to: number } | null = null;
	for (let c = 0; c < chosen.length; c++) {
		if (facts.orders[c] === 0) continue;
		const first = periodOf(facts.first[c], period, counting.monthStart);
		if (members === null && periodLabel(first, period) === cohort) {
			const start = (index: number): number => periodStart(index, period, counting.monthStart);
			members = { first, from: start(first + age), to: start(first + age + 1) - 1 };
		}
		if (first !== members?.first) continue;
		for (let i = offset[c]; i < cut.end[c] && chosen[c] === 0; i++) {
			if (within(day[i], members.from, members.to)) chosen[c] = 1;
		}
	}
	return chosen;
}

/** Scores of everybody, looked up by customer. Nobody where M has no currency. */
function byScores(
	{ ledger, context, facts }: Known,
	options: RfmOptions,
	test: (scores: RfmScores, row: number) => boolean,
	asOf: number | null = context.asOf
): Uint8Array {
	const chosen = new Uint8Array(ledger.customers);
	const { keys } = context;
	const scores = rfm(ledger, { ...options, among: 'everybody' }, { asOf, selection: null, keys: keys && (() => keys) });
	if (scores.status !== 'scored') return chosen;
	for (let i = 0, c = 0; i < scores.length; i++, c++) {
		while (ledger.customerNumber[c] !== scores.customer[i]) c++;
		if (facts.orders[c] > 0 && test(scores, i)) chosen[c] = 1;
	}
	return chosen;
}

const within = (value: number, min: number | null, max: number | null): boolean =>
	(min === null || value >= min) && (max === null || value <= max);

/** Dictionary codes of values; '' is no value. */
function codesOf(values: readonly string[], dictionary: readonly string[]): Set<number> {
	const wanted = new Set(values);
	const codes = new Set<number>(wanted.has('') ? [-1] : []);
	dictionary.forEach((value, code) => {
		if (wanted.has(value)) codes.add(code);
	});
	return codes;
}
