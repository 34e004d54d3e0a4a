import type { ExclusionReason } from './tables';

/** What counts, and as what: the one record that every kernel takes. Plain JSON, kept per workspace and printed in every report. */
export interface CountingDefinition {
	/** Reasons that leave an order out. */
	exclude: ExclusionReason[];
	/** Value of an order: net of discounts and refunds, or gross. */
	value: 'net' | 'gross';
	/** Add tax / shipping of the order to its value. */
	includeTax: boolean;
	includeShipping: boolean;
	/** A refund lowers the month of its order, or (where it has a day) its own. */
	refundsIn: 'order-period' | 'own-period';
	/** Orders of one customer on one day count as one purchase. */
	mergeSameDay: boolean;
	/** IANA zone for rows whose instant is known in UTC; null leaves them in UTC. */
	timeZone: string | null;
	/** Day of the month on which a month begins, 1 to 28. */
	monthStart: number;
	/** ISO weeks (Monday). */
	week: 'iso';
	/** Reporting currency when there are several; null: the only one there is. */
	currency: string | null;
}

export const DEFAULT_COUNTING: CountingDefinition = {
	exclude: ['cancelled', 'test', 'voided', 'unpaid'],
	value: 'net',
	includeTax: false,
	includeShipping: false,
	refundsIn: 'order-period',
	mergeSameDay: false,
	timeZone: null,
	monthStart: 1,
	week: 'iso',
	currency: null
};
