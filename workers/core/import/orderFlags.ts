import { EXCLUSION_REASONS, STATUS } from '../tables';
import type { ExclusionReason } from '../tables';
import { IntBlocks } from './bytes/blocks';
import { PART_ROWS, readInts } from './columnReads';
import type { Dictionary } from './dictionary';
import { GIVEN } from './orderRows';
import type { OrderRows } from './orderRows';
import { statusMeaning } from './statusWords';

export interface OrderFlags {
	/** Bits of {@link STATUS}, by order row. */
	flags: IntBlocks;
	/** By status code: the whole order was given back. */
	refunded: boolean[];
	/** Status words that are in no list, with the orders that have them. */
	unknown: { word: string; orders: number }[];
}

/** What keeps orders from counting, by what their files print. */
export function readFlags(orders: OrderRows, statuses: Dictionary, payments: Dictionary): OrderFlags {
	const meanings = statuses.texts().map(statusMeaning);
	const isTest = payments.texts().map((text) => text.toLowerCase().includes('bogus'));
	const counts = new Array<number>(meanings.length).fill(0);
	const flags = new IntBlocks(0);
	const scratch = new Uint8Array(PART_ROWS);
	const status = new Int32Array(PART_ROWS);
	const payment = new Int32Array(PART_ROWS);
	const given = new Int32Array(PART_ROWS);
	const flagsOf = meanings.map(({ flags: bits }) => bits);
	for (let from = 0; from < orders.length; from += PART_ROWS) {
		const to = Math.min(from + PART_ROWS, orders.length);
		readInts(orders.codes.status, from, to, status);
		readInts(orders.codes.payment_method, from, to, payment);
		readInts(orders.given, from, to, given);
		for (let i = 0; i < to - from; i++) {
			let bits = (given[i] & GIVEN.cancelled) !== 0 ? STATUS.cancelled : 0;
			if (status[i] >= 0) {
				bits |= flagsOf[status[i]];
				counts[status[i]]++;
			}
			if (payment[i] >= 0 && isTest[payment[i]]) bits |= STATUS.test;
			scratch[i] = bits;
		}
		flags.append(scratch, to - from);
	}
	return {
		flags,
		refunded: meanings.map(({ refunded }) => refunded),
		unknown: meanings.flatMap(({ known }, code) =>
			known || counts[code] === 0 ? [] : [{ word: statuses.get(code), orders: counts[code] }]
		)
	};
}

const FIRST_REASONS = Array.from(
	{ length: 16 },
	(_, flags) => EXCLUSION_REASONS.find((reason) => (flags & STATUS[reason]) !== 0) ?? null
);

/** The first reason of those set, in order of precedence. */
export function exclusionReason(flags: number): ExclusionReason | null {
	return FIRST_REASONS[flags];
}
