/** The switches of the counting definition, in the order in which they stand, and what each turned would be. */
import type { CountingDefinition } from '$workers/core/counting';
import { EXCLUSION_REASONS, type ExclusionReason } from '$workers/core/tables';
import { exclusion } from './sentences';

export interface CountingSwitch {
	id: string;
	text: string;
	on: (counting: CountingDefinition) => boolean;
	turned: (counting: CountingDefinition) => CountingDefinition;
	/** The reason for leaving orders out that it is about. */
	reason?: ExclusionReason;
}

const reasons = EXCLUSION_REASONS.map((reason): CountingSwitch => ({
	id: reason,
	reason,
	text: `${exclusion(reason).name} orders count`,
	on: ({ exclude }) => !exclude.includes(reason),
	turned: (counting) => ({
		...counting,
		exclude: EXCLUSION_REASONS.filter((other) => counting.exclude.includes(other) !== (other === reason))
	})
}));

export const COUNTING_SWITCHES: readonly CountingSwitch[] = [
	...reasons,
	{
		id: 'gross',
		text: 'An order is worth its gross, before discounts and refunds',
		on: ({ value }) => value === 'gross',
		turned: (counting) => ({ ...counting, value: counting.value === 'gross' ? 'net' : 'gross' })
	},
	{
		id: 'tax',
		text: 'Tax is part of its worth',
		on: ({ includeTax }) => includeTax,
		turned: (counting) => ({ ...counting, includeTax: !counting.includeTax })
	},
	{
		id: 'shipping',
		text: 'Shipping is part of its worth',
		on: ({ includeShipping }) => includeShipping,
		turned: (counting) => ({ ...counting, includeShipping: !counting.includeShipping })
	},
	{
		id: 'refunds',
		text: 'A refund lowers its own month, where it has a date (else the month of its order)',
		on: ({ refundsIn }) => refundsIn === 'own-period',
		turned: (counting) => ({
			...counting,
			refundsIn: counting.refundsIn === 'own-period' ? 'order-period' : 'own-period'
		})
	},
	{
		id: 'days',
		text: 'Orders of one customer on one day are one purchase',
		on: ({ mergeSameDay }) => mergeSameDay,
		turned: (counting) => ({ ...counting, mergeSameDay: !counting.mergeSameDay })
	}
];

/** Most currencies that are looked at one by one. */
const MOST_CURRENCIES = 12;

/** Every definition whose effect stands beside a control: a switch each, then a zone, then a currency each. */
export function othersOf(
	counting: CountingDefinition,
	{ zone, currencies }: { zone: string | null; currencies: readonly string[] }
): CountingDefinition[] {
	return [
		...COUNTING_SWITCHES.map(({ turned }) => turned(counting)),
		{ ...counting, timeZone: counting.timeZone === null ? zone : null },
		...currencies.slice(0, MOST_CURRENCIES).map((currency) => ({ ...counting, currency }))
	];
}
