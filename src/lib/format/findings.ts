/** The sentences of findings: what was found, on what it rests, and why one is held back. The only place that words them. */
import type { Finding, FindingKind, HeldBack } from '$workers/core/findings/types';
import { NEEDED, WORTH } from '$workers/core/findings/types';
import { periodText } from './dates';
import { differences } from './figures';
import { currencyWord, moneyProse } from './money';
import { count, decimal, percent, plain, whole } from './numbers';

export interface FindingWords {
	title: string;
	/** The line of evidence; strong is the money. */
	line: readonly { text: string; strong?: boolean }[];
	link: string;
}

const NAMES: Record<FindingKind, string> = {
	silent: 'Good customers gone silent',
	concentration: 'How much the best tenth brings',
	'first-product': 'A first product whose buyers come back more',
	'newer-customers': 'Newer customers against older ones',
	discounts: 'A change in what discounts take',
	refunds: 'A change in what is given back',
	place: 'A country or channel that changed',
	once: 'Customers who ordered once',
	guests: 'Orders without a customer'
};

/** A name from a file may be of any length. */
const LONGEST = 48;
const short = (text: string): string => {
	const signs = [...text];
	return signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join('')}…` : text;
};

const range = (low: number | null, high: number | null, digits = 1): string =>
	`${percent(low, digits)} to ${percent(high, digits)}`;

export function findingWords(
	finding: Finding,
	{ currency, productName, kind }: { currency: string; productName: string | null; kind: 'year' | 'halves' | null }
): FindingWords {
	const sum = { text: moneyProse(finding.money, currency), strong: true };
	const window = kind === 'halves' ? 'the second half' : 'the last 12 months';
	const before = kind === 'halves' ? 'in the half before' : 'in the 12 months before';
	switch (finding.kind) {
		case 'silent': {
			const { counts, params } = finding;
			return {
				title: `${whole(counts.silent)} good customers have gone silent`,
				line: [
					{ text: 'They spent ' },
					sum,
					{
						text: ` in the 12 months to their last order: ${percent(params.share.value)} of those who bought on three days or more (${range(params.share.low, params.share.high)}).`
					}
				],
				link: 'See who they are'
			};
		}
		case 'concentration': {
			const { counts, params } = finding;
			return {
				title: `A tenth of customers bring ${percent(params.share, 0)} of the money`,
				line: [
					{ text: `${whole(counts.best)} people, ` },
					sum,
					{
						text: ` so far; ${counts.silent === 0 ? 'none' : whole(counts.silent)} of them ${counts.silent === 1 ? 'has' : 'have'} gone silent.`
					}
				],
				link: 'Concentration'
			};
		}
		case 'first-product': {
			const { counts, params } = finding;
			return {
				title: `Who began with ${short(productName ?? 'one product')} comes back more`,
				line: [
					{
						text: `${percent(params.share.value)} within a year, the rest ${percent(params.rest.value)}: ${differences('share', params.difference.low, params.difference.high, currency)} more, ${counts.tested === 1 ? 'the one product' : `best of ${whole(counts.tested)} products`} tested. So far `
					},
					sum,
					{ text: ` from ${count(counts.came, 'customer')}.` }
				],
				link: 'See who they are'
			};
		}
		case 'newer-customers': {
			const { counts, params } = finding;
			const next = params.period === 'quarter' ? 'the next quarter' : 'the next month';
			const from = `first orders since ${periodText(params.since)}`;
			if (params.verdict === 'same')
				return {
					title: 'Newer customers come back as often as the old ones did',
					line: [
						{
							text: `${params.most === 0 ? 'None' : `${percent(params.least, 0)} to ${percent(params.most, 0)}`} return in ${next}, in ${whole(counts.cohorts)} cohorts; newer less older is ${differences('share', params.difference.low, params.difference.high, currency)}. The newer ones brought `
						},
						sum,
						{ text: '.' }
					],
					link: 'Cohorts'
				};
			const [low, high] =
				params.verdict === 'more'
					? [params.difference.low, params.difference.high]
					: [-params.difference.high, -params.difference.low];
			return {
				title: `Newer customers come back ${params.verdict} than older ones`,
				line: [
					{
						text: `${percent(params.newer.value)} return in ${next} (${from}), of the older ${percent(params.older.value)}: ${differences('share', low, high, currency)} ${params.verdict}. The newer ones brought `
					},
					sum,
					{ text: '.' }
				],
				link: 'Cohorts'
			};
		}
		case 'discounts':
		case 'refunds': {
			const { params } = finding;
			const rose = params.difference.value > 0;
			const [low, high] = rose
				? [params.difference.low, params.difference.high]
				: [-params.difference.high, -params.difference.low];
			const what = finding.kind === 'discounts' ? 'Discounts take' : 'Refunds take';
			const of = finding.kind === 'discounts' ? 'gross' : 'what was sold';
			return {
				title: `${what} ${percent(params.now)} of ${of}, ${percent(params.before)} ${before}`,
				line: [
					sum,
					{
						text: ` ${rose ? 'more' : 'less'} than at the earlier share, of ${moneyProse(params.sum, currency)} in ${window}; the share is ${differences('share', low, high, currency)} ${rose ? 'higher' : 'lower'}.`
					}
				],
				link: 'How net comes about'
			};
		}
		case 'place': {
			const { counts, params } = finding;
			const rose = params.difference.value > 0;
			const [low, high] = rose
				? [params.difference.low, params.difference.high]
				: [-params.difference.high, -params.difference.low];
			return {
				title: `${params.field === 'country' ? 'Customers from' : 'Customers who came by'} ${short(params.value)} bring ${percent(params.now, 0)} of net, ${percent(params.before, 0)} before`,
				line: [
					sum,
					{
						text: ` ${rose ? 'more' : 'less'} than at the earlier part, of ${moneyProse(params.sum, currency)} in ${window}; the part is ${differences('share', low, high, currency)} ${rose ? 'higher' : 'lower'}, ${whole(counts.tested)} countries and channels tested.`
					}
				],
				link: 'See who they are'
			};
		}
		case 'once': {
			const { counts, params } = finding;
			return {
				title: `${plain(Math.round((params.share.value ?? 0) * 100))} of every 100 customers ordered once and not again`,
				line: [
					{
						text: `${whole(counts.once)} of ${whole(counts.old)} who came a year ago or earlier (${range(params.share.low, params.share.high)}); their one order each makes `
					},
					sum,
					{ text: '.' }
				],
				link: 'See who they are'
			};
		}
		case 'guests': {
			const { counts, params } = finding;
			const word = currencyWord(currency);
			return {
				title: `Nobody knows who brought ${plain(Math.round(params.share * 100))} of every 100${word ? ` ${word}` : ''}`,
				line: [
					{ text: `${whole(counts.orders)} of ${whole(counts.all)} orders name no customer: ` },
					sum,
					{ text: ', in the totals and in no figure a customer.' }
				],
				link: 'Who is one customer'
			};
		}
	}
}

/** What stands in the way of a finding. */
export interface HeldWords {
	name: string;
	why: string;
}

const COUNTED: Record<FindingKind, string> = {
	silent: 'gaps between purchases, and silent customers,',
	concentration: 'customers',
	'first-product': 'customers of one first product whose first year has ended,',
	'newer-customers': `finished cohorts of ${NEEDED.cohort} customers`,
	discounts: 'customers in each window',
	refunds: 'customers in each window',
	place: 'customers of one country or channel',
	once: 'customers who came a year ago or earlier',
	guests: 'orders without a customer'
};

const ABSENT: Record<FindingKind, string> = {
	silent: 'nobody has bought on three days',
	concentration: 'there are no customers',
	'first-product': 'the files name no products',
	'newer-customers': 'there are no customers',
	discounts: 'the files hold no discounts',
	refunds: 'the files hold no refunds',
	place: 'the files name no two countries or channels',
	once: 'nobody ordered once only',
	guests: 'every order shown names its customer'
};

const SMALL: Record<FindingKind, string> = {
	silent: 'they brought nothing once refunds are off',
	concentration: `below ${percent(WORTH.concentration, 0)} of the money, which is worth no line`,
	'first-product': 'they brought nothing once refunds are off',
	'newer-customers': 'they brought nothing once refunds are off',
	discounts: `a change under ${decimal(WORTH.change * 100, 0)} point`,
	refunds: `a change under ${decimal(WORTH.change * 100, 0)} point`,
	place: `a change under ${decimal(WORTH.change * 100, 0)} point of net`,
	once: 'they brought nothing once refunds are off',
	guests: `below ${percent(WORTH.guests, 0)} of the money`
};

export function heldWords({ kind, reason, had, needed }: HeldBack): HeldWords {
	const name = NAMES[kind];
	switch (reason) {
		case 'too-few':
			return { name, why: `${whole(had)} ${COUNTED[kind]} where ${whole(needed)} are needed` };
		case 'within-chance':
			return {
				name,
				why:
					kind === 'newer-customers'
						? 'the difference is within chance, and too uncertain to be called none'
						: had > 1
							? `within chance, ${whole(had)} tested`
							: 'the difference is within chance'
			};
		case 'small':
			return { name, why: SMALL[kind] };
		case 'absent':
			return { name, why: ABSENT[kind] };
		case 'unfinished':
			return { name, why: 'lower than before, but refunds of the newest orders are still to come' };
		case 'short':
			return { name, why: kind === 'once' ? 'the data is shorter than 12 months' : 'the data is of one day' };
		case 'no-currency':
			return { name, why: 'choose a currency first' };
	}
}

const UNSURE = ['too-few', 'short', 'within-chance', 'unfinished'];

/** "2 findings held back: too few orders to be sure." '' when there is nothing to say. */
export function heldSentence(held: readonly HeldBack[]): string {
	if (held.some(({ reason }) => reason === 'no-currency'))
		return 'Findings are ranked by money, so they wait for one currency.';
	const unsure = held.filter(({ reason }) => UNSURE.includes(reason));
	if (unsure.length === 0) return '';
	const few = unsure.some(({ reason }) => reason === 'too-few' || reason === 'short');
	const chance = unsure.some(({ reason }) => reason === 'within-chance' || reason === 'unfinished');
	const why = few && chance ? 'too few orders, or within chance' : few ? 'too few orders to be sure' : 'within chance';
	return `${count(unsure.length, 'finding')} held back: ${why}.`;
}
