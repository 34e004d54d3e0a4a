import { EXCLUSION_REASONS, STATUS } from '../tables';
import type { ExclusionReason } from '../tables';
import { IntBlocks } from './bytes/blocks';
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
	const CHUNK = 65_536;
	const scratch = new Uint8Array(CHUNK);
	for (let from = 0; from < orders.length; from += CHUNK) {
		const to = Math.min(from + CHUNK, orders.length);
		const status = orders.codes.status.range(from, to);
		const payment = orders.codes.payment_method.range(from, to);
		const given = orders.given.range(from, to);
		for (let i = 0; i < to - from; i++) {
			let bits = (given[i] & GIVEN.cancelled) !== 0 ? STATUS.cancelled : 0;
			if (status[i] >= 0) {
				bits |= meanings[status[i]].flags;
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

/** The first reason of those set, in order of precedence. */
export function exclusionReason(flags: number): ExclusionReason | null {
	for (const reason of EXCLUSION_REASONS) if ((flags & STATUS[reason]) !== 0) return reason;
	return null;
}
