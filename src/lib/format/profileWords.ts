/** What a profile says first, and what would change a customer's segment. */
import type { Rhythm } from '$workers/core/customers/rhythm';
import type { Outlook, Spell } from '$workers/core/rfm/outlook';
import { dayText } from './dates';
import { count, plain, whole } from './numbers';

/** Silent for 354 days, where 67 was usual */
export function profileFinding({ silence, usual }: Rhythm, orders: number): string {
	if (usual !== null) {
		return silence > usual
			? `Silent for ${count(silence, 'day')}, where ${plain(usual)} ${usual === 1 ? 'is' : 'are'} usual`
			: `Within the usual time: ${plain(silence)} of ${count(usual, 'day')}`;
	}
	const since = silence === 1 ? 'on the last day shown' : `${count(silence - 1, 'day')} ago`;
	return orders === 1 ? `One order, ${since}` : `${whole(orders)} orders on one day, ${since}`;
}

/** Never silent for this long before */
export function timelineFinding({ silence, longest, gaps }: Rhythm): string {
	if (longest === null) return 'One purchase day so far';
	if (silence > longest) return 'Never silent for this long before';
	return gaps === 1
		? `One gap so far, of ${count(longest, 'day')}`
		: `Silent for ${count(longest, 'day')} once, and came back`;
}

type Name = (segment: string) => string;
const passed = ({ silence }: Outlook, asOf: number): (Spell & { to: number })[] =>
	(silence ?? []).flatMap((spell) => (spell.to !== null && spell.to < asOf ? [{ ...spell, to: spell.to }] : []));
const present = ({ silence }: Outlook, asOf: number): number =>
	(silence ?? []).findIndex(({ from, to }) => from <= asOf && (to === null || to >= asOf));

/** Champions until 10 Jan 2026, Loyal until 9 Jul 2026. */
export function pastWords(why: Outlook, asOf: number, name: Name): string {
	const parts = passed(why, asOf).map(({ segment, to }) => `${name(segment)} until ${dayText(to)}`);
	return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

/** One order now makes Champions again */
export function oneOrderWords(why: Outlook, asOf: number, name: Name): string {
	const { segment } = why.oneOrder;
	if (segment === why.segment) return 'One order now changes nothing';
	const again = passed(why, asOf).some((spell) => spell.segment === segment);
	return `One order now makes ${name(segment)}${again ? ' again' : ''}`;
}

/** ; none by 5 Jan 2027 makes Can't lose. */
export function nextWords(why: Outlook, asOf: number, name: Name): string {
	if (why.silence === null) {
		return ', if nobody else orders. These borders move with the other customers, so no date can be told.';
	}
	const at = present(why, asOf);
	const spell = why.silence[at];
	const next = why.silence[at + 1];
	if (!spell || !next || spell.to === null) return '; longer silence changes nothing any more.';
	return `; none by ${dayText(spell.to)} makes ${name(next.segment)}.`;
}

/** What the path of P(alive) is drawn from; without a covariance of the parameters there is no band, and it is said. */
export function alivePathSource(low: ArrayLike<number>, next: boolean): string {
	const bounds = Array.from(low);
	const banded = bounds.filter(Number.isFinite).length;
	const band =
		banded === 0
			? 'No band: how sure the parameters are cannot be told for this fit.'
			: `Band: 95 % interval from the uncertainty of the parameters, linearised${banded < bounds.length ? '; none where that cannot be told' : ''}.`;
	return `Dashed and hatched: without an order. ${band}${next ? ' Below the line: when an order comes, if one does within a year.' : ''}`;
}
