/** What Churn says: how soon customers come back, when silence says they will not, and why one is at risk. */
import type { RiskRows } from '$workers/contract';
import type { Ladder, LadderStep, LapsePoint, LapseResult } from '$workers/core/churn/types';
import { chance, count, decimal, percent, plain, whole } from './numbers';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
export const ordinal = (n: number): string => ORDINALS[n - 1] ?? `${n}th`;

/** First to second */
export const stepName = (from: number): string => {
	const name = `${ordinal(from)} to ${ordinal(from + 1)}`;
	return `${name[0].toUpperCase()}${name.slice(1)}`;
};

const returnersMedian = (step: LadderStep | undefined): number | null =>
	step?.quantilesOfReturners.find(({ share }) => share === 0.5)?.days ?? null;

/** Half of new customers who come back do so within 31 days; after 210 days of silence a comeback is improbable */
export function churnFinding(ladder: Ladder, lapse: LapseResult): string {
	const [first] = ladder.steps;
	const median = returnersMedian(first);
	const [point] = lapse.points;
	const found = point?.lapse.status === 'found' ? point.lapse.days : null;
	const half = median === null ? '' : `Half of new customers who come back do so within ${count(median, 'day')}`;
	const gone = found === null ? '' : `after ${count(found, 'day')} of silence a comeback is improbable`;
	if (half && gone) return `${half}; ${gone}`;
	if (half) return half;
	if (gone) return `${gone[0].toUpperCase()}${gone.slice(1)}`;
	if (first) return `${whole(first.wentOn)} of ${count(first.atRisk, 'customer')} came back so far`;
	return 'Who is leaving';
}

/** 42 % of new customers buy again, 61 % of those a third time */
export function ladderFinding({ steps }: Ladder): string {
	const share = (step: LadderStep | undefined): number | null => {
		if (!step || step.followed === null) return null;
		const known = step.within.filter(({ share: { value } }) => value !== null);
		return known.find(({ days }) => days === 365)?.share.value ?? known.at(-1)?.share.value ?? null;
	};
	const [first, second] = [share(steps[0]), share(steps[1])];
	if (first === null) return 'From one purchase to the next';
	return second === null
		? `${percent(first, 0)} of new customers buy again within a year`
		: `${percent(first, 0)} of new customers buy again within a year, ${percent(second, 0)} of those a third time`;
}

/** After the first purchase · 4th and later */
export const pointName = ({ number, andLater }: Pick<LapsePoint, 'number' | 'andLater'>): string =>
	`After the ${ordinal(number)} purchase${andLater ? ' and later ones' : ''}`;

/** After 210 days of silence fewer than 10 % come back within a year */
export function lapseFinding({ lapse }: LapsePoint, below: number): string {
	if (lapse.status === 'found')
		return lapse.days === 0
			? `From the first day on fewer than ${percent(below, 0)} come back`
			: `After ${count(lapse.days, 'day')} of silence fewer than ${percent(below, 0)} come back`;
	return lapse.reason === 'not_reached'
		? `However long the silence, ${percent(lapse.figure, 0)} still come back`
		: 'When silence means gone';
}

export function lapseRefusal({ lapse }: LapsePoint): { what: string; had: number; needed: number; why: string } | null {
	if (lapse.status === 'found' || lapse.reason === 'not_reached') return null;
	return lapse.reason === 'too_few'
		? {
				what: 'silences',
				had: lapse.figure,
				needed: lapse.needed,
				why: 'Too few silences have been watched to say when one is final. The counts of the steps are right today.'
			}
		: {
				what: 'days followed',
				had: lapse.figure,
				needed: lapse.needed,
				why: 'Too short a time was watched: what has not ended yet may still end. Longer data moves the border.'
			};
}

/** Silence / usual gap, as bands. */
export const OVERDUE_WORDS = [
	'within the usual gap',
	'1 to 1.5 ×',
	'1.5 to 2 ×',
	'2 to 3 ×',
	'3 to 5 ×',
	'5 × and more'
];

export interface RiskFigures {
	pAlive: number;
	leaving: number;
}

/** Why a customer is in the queue, strongest first, at most three. */
export function riskReasonWords(rows: RiskRows, i: number, { pAlive, leaving }: RiskFigures, months: number): string[] {
	const ratio = rows.ratio[i];
	const silence = rows.silence[i];
	const words: { weight: number; text: string }[] = [];
	if (ratio >= 1.5 && rows.usual[i] > 0)
		words.push({
			weight: ratio,
			text: `silent for ${count(silence, 'day')}, where ${plain(Math.round(rows.usual[i]))} ${rows.gaps[i] === 0 ? 'are usual in the shop' : 'are usual'}: ${decimal(ratio, 1)} ×`
		});
	if (pAlive < 0.5)
		words.push({ weight: 2 + 2 * (0.5 - pAlive), text: `${chance(pAlive)} chance of still being a customer` });
	const change = rows.spendChange[i];
	if (rows.gaps[i] >= 1 && change < 0.75)
		words.push({ weight: 1.2 / change, text: `later purchases ${percent(1 - change, 0)} smaller than earlier ones` });
	if (rows.gaps[i] === 0) words.push({ weight: 1, text: 'bought on one day only' });
	if (rows.discounts[i] >= 0.75)
		words.push({ weight: 0.9, text: `${percent(rows.discounts[i], 0)} of orders discounted` });
	if (words.length === 0)
		words.push({
			weight: 0,
			text: `much is expected; ${chance(leaving)} chance of no order in ${count(months, 'month')}`
		});
	return words
		.toSorted((a, b) => b.weight - a.weight)
		.slice(0, 3)
		.map(({ text }) => text);
}

/** P(alive) in a sentence, for one customer. */
export function whyAlive(pAlive: number, silence: number, usual: number | null, purchases: number): string {
	if (purchases <= 1)
		return `One purchase day ${count(silence, 'day')} ago: how this shop’s one-time buyers went on decides, nothing of this customer’s own does yet.`;
	const pace = usual === null ? '' : `, every ${count(Math.round(usual), 'day')} or so`;
	return pAlive >= 0.8
		? `${count(purchases, 'purchase day')}${pace}: a silence of ${count(silence, 'day')} is nothing unusual for this rhythm.`
		: pAlive >= 0.4
			? `${count(purchases, 'purchase day')}${pace}: a silence of ${count(silence, 'day')} begins to be long for this rhythm.`
			: `${count(purchases, 'purchase day')}${pace}: whoever bought like that and stays would very likely have come in ${count(silence, 'day')}.`;
}
