/** What the screen of segments says first; each sentence only where enough customers carry it. */
import { SEGMENT_NAMES, SEGMENTS, type RfmGroup, type RfmScores } from '$workers/core/rfm/types';
import { dayText } from './dates';
import { count, percent, whole } from './numbers';
import { AT_RISK, BEST, FEW, moved, SEGMENT_GROUPS, type GroupMoves } from './segmentGroups';

/** The day that segments are compared with. */
export interface Earlier {
	moves: GroupMoves;
	from: number;
	/** That day is a year before. */
	year: boolean;
}

const best = ({ before }: GroupMoves): number => BEST.reduce<number>((sum, group) => sum + before[group], 0);

/** 522 of last year’s 957 best customers are now at risk */
export function segmentsFinding(scores: RfmScores, earlier: Earlier | null): string {
	const n = earlier ? best(earlier.moves) : 0;
	if (earlier && n >= FEW) {
		const slipped = moved(earlier.moves, BEST, [AT_RISK]);
		const whose = earlier.year
			? `last year’s ${whole(n)} best customers`
			: `the ${whole(n)} best customers of ${dayText(earlier.from)}`;
		if (slipped === 0) return `None of ${whose} is at risk now`;
		return `${whole(slipped)} of ${whose} ${slipped === 1 ? 'is' : 'are'} now at risk`;
	}
	const quiet = (['at-risk', 'cant-lose'] as const).reduce(
		(sum, segment) => sum + scores.segments[SEGMENTS.indexOf(segment)].customers,
		0
	);
	if (quiet > 0) return `${count(quiet, 'customer')} who bought often ${quiet === 1 ? 'has' : 'have'} gone quiet`;
	return 'Eleven segments, each customer in exactly one';
}

/** 430 customers, 2 % of all, brought 11 % of the money */
export function gridFinding(grid: readonly RfmGroup[], total: { customers: number; net: number }): string {
	const top = grid.reduce<RfmGroup | null>((most, cell) => (most && most.net >= cell.net ? most : cell), null);
	if (!top || total.customers < FEW || top.shareOfNet === null || !(top.net > 0))
		return 'Customers by recency and frequency';
	return `${count(top.customers, 'customer')}, ${percent(top.shareOfCustomers, 0)} of all, brought ${percent(top.shareOfNet, 0)} of the money`;
}

/** Champions are 4 % of the customers and bring 14 % of the money */
export function moneyFinding(segments: readonly RfmGroup[], customers: number): string {
	const most = segments.reduce((top, group, i) => (group.net > segments[top].net ? i : top), 0);
	const { shareOfCustomers, shareOfNet, net } = segments[most];
	if (customers < FEW || shareOfNet === null || !(net > 0)) return 'Net by segment';
	return `${SEGMENT_NAMES[SEGMENTS[most]]}: ${percent(shareOfCustomers, 0)} of the customers, ${percent(shareOfNet, 0)} of the money`;
}

/** 54 % of the best fell back, 213 others came up */
export function flowFinding(moves: GroupMoves): string {
	const n = best(moves);
	if (n < FEW) return 'Where customers were and where they are';
	const stayed = moved(moves, BEST, BEST);
	const up = moved(moves, [2, 3, 4, 5], BEST);
	return `${percent((n - stayed) / n, 0)} of the best fell back, ${whole(up)} ${up === 1 ? 'other' : 'others'} came up`;
}

/** 49 % of Champions and 59 % of Loyal are now at risk */
export function matrixFinding(moves: GroupMoves): string {
	const parts = BEST.filter((group) => moves.before[group] >= FEW).map(
		(group) => `${percent(moved(moves, [group], [AT_RISK]) / moves.before[group], 0)} of ${SEGMENT_GROUPS[group].name}`
	);
	return parts.length === 0 ? 'Where each group went' : `${parts.join(' and ')} are now at risk`;
}
