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
	const counts = new Int32Array(meanings.length + 1);
	const flags = new IntBlocks(0);
	const bits = new Int32Array(PART_ROWS);
	const codes = new Int32Array(PART_ROWS);
	const { status, payment_method } = orders.codes;
	const counted = meanings.some(({ known }) => !known);
	// By code + 1: a row without one has no flags.
	const byStatus = Int32Array.of(0, ...meanings.map(({ flags: own }) => own));
	const byPayment = Int32Array.of(0, ...isTest.map((test) => (test ? STATUS.test : 0)));
	const byGiven = (orders.given.some & GIVEN.cancelled) !== 0;
	for (let from = 0; from < orders.length; from += PART_ROWS) {
		const to = Math.min(from + PART_ROWS, orders.length);
		if (byGiven) {
			readInts(orders.given, from, to, bits);
			cancelledFlags(bits, to - from);
		} else bits.fill(0);
		if (!status.isBlank) {
			readInts(status, from, to, codes);
			addFlags(bits, codes, to - from, byStatus);
			if (counted) countCodes(codes, to - from, counts);
		}
		if (!payment_method.isBlank) {
			readInts(payment_method, from, to, codes);
			addFlags(bits, codes, to - from, byPayment);
		}
		flags.append(bits, to - from);
	}
	return {
		flags,
		refunded: meanings.map(({ refunded }) => refunded),
		unknown: meanings.flatMap(({ known }, code) =>
			known || counts[code + 1] === 0 ? [] : [{ word: statuses.get(code), orders: counts[code + 1] }]
		)
	};
}

// Loops of their own: an engine compiles a short function that is called for each part sooner than a long one that runs once.
function cancelledFlags(given: Int32Array, count: number): void {
	for (let i = 0; i < count; i++) given[i] = (given[i] & GIVEN.cancelled) !== 0 ? STATUS.cancelled : 0;
}

function countCodes(codes: Int32Array, count: number, counts: Int32Array): void {
	for (let i = 0; i < count; i++) counts[codes[i] + 1]++;
}

function addFlags(bits: Int32Array, codes: Int32Array, count: number, byCode: Int32Array): void {
	for (let i = 0; i < count; i++) bits[i] |= byCode[codes[i] + 1];
}

const FIRST_REASONS = Array.from(
	{ length: 16 },
	(_, flags) => EXCLUSION_REASONS.find((reason) => (flags & STATUS[reason]) !== 0) ?? null
);

/** The first reason of those set, in order of precedence. */
export function exclusionReason(flags: number): ExclusionReason | null {
	return FIRST_REASONS[flags];
}
