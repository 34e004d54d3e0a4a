/** The words of the overview that follow from its figures: its finding, its windows, its changes. */
import type { Change, CurrencyOverview, OverviewResult } from '$workers/core/metrics/types';
import type { RevenueLayers } from '$workers/core/metrics/layers';
import { dayText, periodText } from './dates';
import { changed, figure, inWords, type Unit } from './figures';
import { currencyWord } from './money';
import { count, percent, plain } from './numbers';

type Kind = 'year' | 'halves' | null;

/** "the 12 months before", "the half before" */
export const beforeWords = (kind: Kind): string => (kind === 'halves' ? 'the half before' : 'the 12 months before');

/** "12 months", "second half" */
export const spanWords = (kind: Kind): string => (kind === 'halves' ? 'second half' : '12 months');

/** What the figures are compared with, and why there is no choice. */
export function againstWords(result: OverviewResult): { text: string; why: string } | null {
	const { windows } = result;
	if (!windows) return null;
	const { now, before, kind } = windows;
	const days = `${dayText(now.window.from)} to ${dayText(now.window.to)}, against ${dayText(before.window.from)} to ${dayText(before.window.to)}.`;
	return {
		text: beforeWords(kind),
		why:
			kind === 'year'
				? `${days} The same months of the year stand on both sides, so that the season does not look like a change.`
				: `${days} The data is shorter than two years, so its two halves are compared: a season can look like a change. With 24 months it becomes the year before.`
	};
}

/** Who was new or returning can be told of the window before only where data lies before it. */
export const knowsNewBefore = ({ windows, firstDay }: OverviewResult): boolean => {
	if (!windows || firstDay === null) return false;
	const { from, to } = windows.before.window;
	return firstDay <= from - (to - from + 1);
};

/** Of 100 in net, those of returning customers; null where net is not above 0. */
const ofHundred = ({ net, returningNet }: { net: number; returningNet: number }): number | null =>
	net > 0 ? Math.round((returningNet / net) * 100) : null;

/** The finding of the screen. */
export function overviewTitle(result: OverviewResult, amounts: CurrencyOverview | null): string {
	const { all, windows } = result;
	if (!all) return 'How is this shop doing?';
	const orders = count(all.orders, 'order');
	const money = result.money.length;
	if (all.customers === 0) return `${orders}, and none of them says who bought`;
	if (all.orders === 1) return `One order, one customer, on ${dayText(result.lastDay)}`;
	if (all.customers === 1) return `One customer, ${orders}`;
	const who = `${orders} from ${count(all.customers, 'customer')}`;
	if (money > 1) return `${who}, in ${inWords(money)} currencies`;
	if (!windows || !amounts?.windows)
		return `${who}${all.window.from === all.window.to ? `, all on ${dayText(all.window.to)}` : ''}`;
	const now = ofHundred(amounts.windows.now);
	if (now === null)
		return amounts.windows.now.net < 0
			? 'More was given back than was sold'
			: `${who}, and nothing earned in the ${windows.kind === 'year' ? 'last 12 months' : 'second half'}`;
	if (now <= 0) return 'Nearly all of the money comes from new customers';
	if (now >= 100) return 'All of the money comes from returning customers';
	const word = currencyWord(amounts.currency);
	const finding = `Returning customers bring ${plain(now)} of every 100${word ? ` ${word}` : ' earned'}`;
	const before = knowsNewBefore(result) ? ofHundred(amounts.windows.before) : null;
	if (before === null) return finding;
	const than = windows.kind === 'year' ? 'a year ago' : 'in the half before';
	if (now === before) return `${finding}, as ${than}`;
	return `${finding}, ${inWords(Math.abs(now - before))} ${now > before ? 'more' : 'fewer'} than ${than}`;
}

/** A change in words: what is strong, and what follows it. */
export function changeWords(
	unit: Unit,
	change: Change | null,
	kind: Kind,
	currency: string
): { strong: string; rest: string } {
	if (!change || change.before === null || change.now === null) return { strong: '', rest: 'no earlier window' };
	const before = figure(unit, change.before, currency);
	const difference = change.difference.value ?? 0;
	if (difference === 0) return { strong: '', rest: `the same as ${beforeWords(kind)}` };
	const step = changed(unit, difference, change, currency);
	if (change.withinChance) return { strong: '', rest: `${step}, within chance` };
	return { strong: step, rest: `from ${before}` };
}

const quarterOf = (month: string): string => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
const MONTHS_IN = { year: 12, quarter: 3 } as const;

/**
 * What the layers say: that each year's newcomers keep buying in ever thinner layers where that is so, else what the
 * oldest ones brought in the newest period that has ended.
 * @param ended how many of the months have ended
 */
export function layersTitle({ by, months, money }: RevenueLayers, currency: string, ended: number): string {
	const subject = 'Net by month, and by when customers first came';
	const found = money.find((entry) => entry.currency === currency);
	if (!found) return subject;
	const { layers, withoutCustomer } = found;
	/** Periods whose months are all there and have ended, with the places of their months. */
	const periods = new Map<string, number[]>();
	months.slice(0, ended).forEach((month, m) => {
		const period = by === 'year' ? month.slice(0, 4) : quarterOf(month);
		periods.set(period, [...(periods.get(period) ?? []), m]);
	});
	const whole = [...periods].filter(([, places]) => places.length === MONTHS_IN[by]);
	const sum = (net: readonly number[], places: readonly number[]): number =>
		places.reduce((total, m) => total + net[m], 0);

	const later = layers
		.filter(({ andBefore }) => !andBefore)
		.map(({ label, net }) => whole.filter(([period]) => period > label).map(([, places]) => sum(net, places)))
		.filter((sums) => sums.length > 0);
	const thinner = later.every((sums) => sums.every((net, i) => net > 0 && (i === 0 || net < sums[i - 1])));
	if (by === 'year' && later.length >= 2 && later.some((sums) => sums.length > 1) && thinner)
		return 'Each year’s newcomers keep buying, in a thinner layer every year';

	const [oldest] = layers;
	const newest = whole.at(-1);
	if (!oldest || !newest || newest[0] <= oldest.label) return subject;
	const [period, places] = newest;
	const all = layers.reduce((total, { net }) => total + sum(net, places), sum(withoutCustomer, places));
	const share = all > 0 ? Math.round((sum(oldest.net, places) / all) * 100) : 0;
	if (share <= 0 || share >= 100) return subject;
	return `Customers of ${periodText(oldest.label)}${oldest.andBefore ? ' or before' : ''} still brought ${percent(share / 100, 0)} of the money in ${periodText(period)}`;
}
