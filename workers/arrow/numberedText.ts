import { CHUNK_ROWS, type TextColumn } from '../core/tables';

const ZERO = 48;
/** More digits could pass 2^53. */
const MOST_DIGITS = 15;

/** Texts that are one prefix and a number: `#1042`, `INV-000123`, `5678901234567`. */
export interface NumberedText {
	prefix: string;
	/** Digits of every text, leading zeros included; 0 when they are written without leading zeros. */
	width: number;
	/** View of `room`, good until it is used again; whole numbers from 0. */
	numbers: Float64Array;
}

/**
 * The numbers of texts that all read prefix + digits, or null where one does not come back exactly.
 * @param room at least {@link CHUNK_ROWS} numbers, overwritten
 */
export function toNumbers(text: TextColumn, length: number, room: Float64Array): NumberedText | null {
	const { bytes, offsets } = text;
	if (length === 0 || length > CHUNK_ROWS) return null;
	let digitsFrom = offsets[1];
	while (digitsFrom > offsets[0] && isDigit(bytes[digitsFrom - 1])) digitsFrom--;
	const skip = digitsFrom - offsets[0];
	const firstDigits = offsets[1] - digitsFrom;
	if (firstDigits === 0 || firstDigits > MOST_DIGITS) return null;
	const prefixBytes = bytes.subarray(offsets[0], digitsFrom);
	if (prefixBytes.some((byte) => byte > 127)) return null;

	let sameWidth = true;
	let leadingZero = false;
	for (let i = 0; i < length; i++) {
		const from = offsets[i] + skip;
		const to = offsets[i + 1];
		const digits = to - from;
		if (digits < 1 || digits > MOST_DIGITS) return null;
		if (digits !== firstDigits) sameWidth = false;
		for (let k = 0; k < skip; k++) if (bytes[offsets[i] + k] !== prefixBytes[k]) return null;
		if (digits > 1 && bytes[from] === ZERO) leadingZero = true;
		let number = 0;
		for (let k = from; k < to; k++) {
			const digit = bytes[k] - ZERO;
			if (digit < 0 || digit > 9) return null;
			number = number * 10 + digit;
		}
		room[i] = number;
	}
	if (leadingZero && !sameWidth) return null;
	return {
		prefix: String.fromCharCode(...prefixBytes),
		width: sameWidth ? firstDigits : 0,
		numbers: room.subarray(0, length)
	};
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= ZERO + 9;

function digitsOf(number: number): number {
	let digits = 1;
	for (let limit = 10; number >= limit; limit *= 10) digits++;
	return digits;
}

/**
 * The texts again: new bytes and offsets.
 * @param numbers row i is `numbers[i] + add`, 0 to 10^15 - 1
 * @throws RangeError when a number does not fit
 */
export function fromNumbers(
	prefix: string,
	width: number,
	numbers: Int32Array | Float64Array,
	add: number
): TextColumn {
	const length = numbers.length;
	const offsets = new Int32Array(length + 1);
	const lead = new TextEncoder().encode(prefix);
	let most = width;
	if (width === 0) for (let i = 0; i < length; i++) most = Math.max(most, digitsOf(numbers[i] + add));
	const bytes = new Uint8Array(length * (lead.length + most));
	let end = 0;
	let before = -1;
	let digitsBefore = 0;
	for (let i = 0; i < length; i++) {
		const number = numbers[i] + add;
		if (!(number >= 0 && number < 1e15)) throw new RangeError('The number of a text is out of range');
		const digits = width || digitsOf(number);
		const size = lead.length + digits;
		let at = end + size;
		if (digits === digitsBefore) {
			// Most ids differ from the one before in their last digits only: copy that one, and mend it from the right.
			for (let k = end; k < at; k++) bytes[k] = bytes[k - size];
			end = at;
			let rest = number;
			let other = before;
			while (rest !== other) {
				const tenth = Math.floor(rest / 10);
				bytes[--at] = ZERO + (rest - tenth * 10);
				rest = tenth;
				other = Math.floor(other / 10);
			}
		} else {
			for (let k = 0; k < lead.length; k++) bytes[end + k] = lead[k];
			const from = end + lead.length;
			end = at;
			for (let rest = number; at > from; rest = Math.floor(rest / 10)) bytes[--at] = ZERO + (rest % 10);
		}
		before = number;
		digitsBefore = digits;
		offsets[i + 1] = end;
	}
	return { bytes: bytes.subarray(0, end), offsets };
}
