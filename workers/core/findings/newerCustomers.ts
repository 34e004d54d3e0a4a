import type { CohortPeriod } from '../cohorts/types';
import { ledgerPeriods } from '../ledger/asOf';
import { periodLabel, periodOf, periodStart } from '../ledger/periods';
import { rate } from '../metrics/estimates';
import { newcombe } from '../numeric/intervals';
import { held, isHere } from './shop';
import type { Shop } from './shop';
import { NEEDED, WORTH } from './types';
import type { Finding, HeldBack } from './types';

/** A cohort: who came, who ordered in the period after, and what they brought by D. */
interface Cohort {
	label: string;
	came: number;
	back: number;
	net: number;
}

/**
 * Newer customers against older ones: the share who ordered in the calendar period after that of their first order, the
 * newer half of the cohorts against the older half (Newcombe). "As often" is told only where the whole interval of the
 * difference is small. The first period is left out, because who bought before the data begins stands in it; so are
 * cohorts whose next period has not ended and those of too few customers. Quarters; months where they give too few cohorts.
 */
export function newerCustomers(shop: Shop): Finding | HeldBack {
	const periods: CohortPeriod[] = ['quarter', 'month'];
	let most = 0;
	for (const period of periods) {
		const cohorts = cohortsOf(shop, period).filter(({ came }) => came >= NEEDED.cohort);
		most = Math.max(most, cohorts.length);
		if (cohorts.length >= 2 * NEEDED.cohorts) return compared(shop, period, cohorts);
	}
	return held('newer-customers', 'too-few', most, 2 * NEEDED.cohorts);
}

function compared({ perUnit }: Shop, period: CohortPeriod, cohorts: Cohort[]): Finding | HeldBack {
	// Of an odd number the middle one is with the older.
	const half = Math.ceil(cohorts.length / 2);
	const sum = (some: Cohort[]) => ({
		came: some.reduce((all, { came }) => all + came, 0),
		back: some.reduce((all, { back }) => all + back, 0),
		net: some.reduce((all, { net }) => all + net, 0)
	});
	const older = sum(cohorts.slice(0, half));
	const newer = sum(cohorts.slice(half));
	const interval = newcombe(newer.back, newer.came, older.back, older.came);
	const verdict = interval.low > 0 ? 'more' : interval.high < 0 ? 'less' : 'same';
	if (verdict === 'same' && (interval.low < -WORTH.same || interval.high > WORTH.same))
		return held('newer-customers', 'within-chance');
	if (newer.net <= 0) return held('newer-customers', 'small');
	const shares = cohorts.map(({ came, back }) => back / came);
	return {
		kind: 'newer-customers',
		money: newer.net / perUnit,
		counts: { newer: newer.came, older: older.came, cohorts: cohorts.length },
		params: {
			verdict,
			period,
			newer: rate(newer.back, newer.came),
			older: rate(older.back, older.came),
			difference: { value: newer.back / newer.came - older.back / older.came, ...interval },
			least: Math.min(...shares),
			most: Math.max(...shares),
			since: cohorts[half].label
		},
		evidence: { show: 'cohorts', period }
	};
}

/** Cohorts whose next period has ended, but for the first. */
function cohortsOf(shop: Shop, period: CohortPeriod): Cohort[] {
	const { ledger, cut, net } = shop;
	const { offset, day, counting } = ledger;
	const firstDay = ledger.firstDay as number;
	const table = ledgerPeriods(ledger, cut.day, period);
	const base = table[0];
	const last = periodOf(cut.day, period, counting.monthStart);
	const lastIsWhole = periodStart(last + 1, period, counting.monthStart) - 1 <= cut.day;
	const rows = Math.max(0, last - base - (lastIsWhole ? 0 : 1));
	const cohorts = Array.from({ length: rows }, (_, row): Cohort => ({
		label: periodLabel(base + row, period),
		came: 0,
		back: 0,
		net: 0
	}));
	for (let c = 0; c < ledger.customers; c++) {
		if (!isHere(shop, c)) continue;
		const first = table[day[offset[c]] - firstDay];
		const row = first - base;
		if (row >= rows) continue;
		let i = offset[c] + 1;
		while (i < cut.end[c] && table[day[i] - firstDay] === first) i++;
		cohorts[row].came++;
		if (i < cut.end[c] && table[day[i] - firstDay] === first + 1) cohorts[row].back++;
		cohorts[row].net += net[c];
	}
	return cohorts.slice(1);
}
