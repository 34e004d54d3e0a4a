import { trimEnd, trimStart } from './texts';
import type { RecordBlock } from './types';

/** How the numbers of a column are printed. The other one of point and comma may group thousands, as blanks and apostrophes may. */
export interface NumberFormat {
	decimal: '.' | ',';
}

/** Bits of a row's mark; 0 is a number as printed. */
export const DECIMAL = {
	/** Nothing, or `--`: counts as 0. */
	empty: 1,
	/** Text that is no number in this format; 0 stands in its place. */
	bad: 2,
	/** Leaves the safe integers at the column's scale; 0 stands in its place. */
	tooLarge: 4,
	/** Had more than {@link MAX_SCALE} decimals: rounded half away from zero. */
	rounded: 8
} as const;

/** Decimals that are kept. */
export const MAX_SCALE = 6;

/** What a column has shown so far. */
export interface DecimalState {
	/** Decimals of the values given; only grows. */
	scale: number;
	empty: number;
	bad: number;
	tooLarge: number;
	rounded: number;
	/** Values that only this format reads. The next two counts stop counting slowly printed values when this passes 1000. */
	decisive: number;
	/** Values that both formats read, differently: 1,234. */
	ambiguous: number;
	/** Values that are bad here and numbers in the other format. */
	contrary: number;
}

/** @param minScale decimals that the column has at least, 0 to 6 (a currency's exponent) */
export function decimalState(minScale = 0): DecimalState {
	return { scale: minScale, empty: 0, bad: 0, tooLarge: 0, rounded: 0, decisive: 0, ambiguous: 0, contrary: 0 };
}

const POWERS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];
const ENOUGH = 1000;
const POINT = 46;
const COMMA = 44;

/**
 * Reads a column of numbers exactly: out[r] / 10 ** state.scale, with the scale that the state has afterwards, for every
 * row of the block. A value with more decimals raises the scale (to {@link MAX_SCALE} at most); rows of earlier blocks are
 * then the caller's to raise ({@link DecimalBlocks} does).
 * @param out at least block.rows long; safe integers
 * @param marks at least block.rows long; bits of {@link DECIMAL}
 * @returns rows that are bad or too large
 */
export function readDecimals(
	block: RecordBlock,
	column: number,
	format: NumberFormat,
	out: Float64Array,
	marks: Uint8Array,
	state: DecimalState
): number {
	const { bytes, rows, stride, starts, ends } = block;
	const point = format.decimal === '.' ? POINT : COMMA;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const cents = 0x3030_0030 | (point << 8);
	let { scale, decisive, ambiguous } = state;
	let failed = 0;
	for (let r = 0, at = column; r < rows; r++, at += stride) {
		const start = starts[at];
		const end = ends[at];
		if (start === end) {
			out[r] = 0;
			marks[r] = DECIMAL.empty;
			state.empty++;
			continue;
		}
		// An amount in cents, by its last four bytes: a digit, the point, two digits.
		if (end - start >= 4 && end - start <= 10 && scale >= 2) {
			const word = view.getInt32(end - 4, true) ^ cents;
			// Each digit's byte is now 0 to 9, the point's 0; adding 6 to a byte above 9 shows in its upper half.
			if (((word | (word + 0x0606_0006)) & 0xf0f0_fff0) === 0) {
				let value = (word & 15) * 100 + ((word >>> 16) & 15) * 10 + (word >>> 24);
				let p = end - 5;
				let unit = 1000;
				for (; p >= start; p--) {
					const digit = bytes[p] - 48;
					if (digit < 0 || digit > 9) break;
					value += digit * unit;
					unit *= 10;
				}
				const negative = p === start && p < end - 4 && bytes[p] === 45;
				if (negative) p--;
				if (p < start) {
					decisive++;
					if (scale > 2) value *= POWERS[scale - 2];
					out[r] = negative ? 0 - value : value;
					marks[r] = 0;
					continue;
				}
			}
		}
		// Nine digits fit 32-bit arithmetic; nearly every amount has fewer.
		if (end - start <= 10) {
			let p = start;
			let byte = bytes[p];
			const negative = byte === 45;
			if (negative) byte = bytes[++p];
			const first = p;
			let value = 0;
			while (p < end && byte >= 48 && byte <= 57) {
				value = (Math.imul(value, 10) + byte - 48) | 0;
				byte = bytes[++p];
			}
			const whole = p - first;
			if (whole > 0 && p === end && whole <= 9) {
				value *= POWERS[scale];
				out[r] = negative ? 0 - value : value;
				marks[r] = 0;
				continue;
			}
			if (whole > 0 && byte === point && p + 1 < end) {
				const fraction = ++p;
				byte = bytes[p];
				while (p < end && byte >= 48 && byte <= 57) {
					value = (Math.imul(value, 10) + byte - 48) | 0;
					byte = bytes[++p];
				}
				let decimals = p - fraction;
				if (p === end && whole + decimals <= 9) {
					if (decimals !== 3 || whole > 3 || bytes[first] === 48) decisive++;
					else ambiguous++;
					while (decimals > scale && value % 10 === 0) {
						value /= 10;
						decimals--;
					}
					if (decimals > scale && decimals <= MAX_SCALE) {
						failed += raise(out, marks, r, scale, decimals, state);
						scale = decimals;
					}
					if (decimals <= scale) {
						value *= POWERS[scale - decimals];
						out[r] = negative ? 0 - value : value;
						marks[r] = 0;
						continue;
					}
				}
			}
		}

		let mark = parse(bytes, start, end, point);
		let value = parsed.value;
		if ((mark & (DECIMAL.empty | DECIMAL.bad | DECIMAL.tooLarge)) === 0) {
			if (parsed.scale > scale) {
				failed += raise(out, marks, r, scale, parsed.scale, state);
				scale = parsed.scale;
			}
			value *= POWERS[scale - parsed.scale];
			if (!Number.isSafeInteger(value)) mark = DECIMAL.tooLarge;
		}
		if (mark & DECIMAL.rounded) state.rounded++;
		if (mark & DECIMAL.empty) state.empty++;
		else if (mark & DECIMAL.bad) {
			state.bad++;
			failed++;
			if ((parse(bytes, start, end, POINT + COMMA - point) & (DECIMAL.bad | DECIMAL.empty)) === 0) state.contrary++;
		} else if (mark & DECIMAL.tooLarge) {
			state.tooLarge++;
			failed++;
		} else if (parsed.marked && decisive < ENOUGH) {
			const own = parsed.value * POWERS[MAX_SCALE - parsed.scale];
			const other = parse(bytes, start, end, POINT + COMMA - point);
			if (other & DECIMAL.bad) decisive++;
			else if (parsed.value * POWERS[MAX_SCALE - parsed.scale] !== own) ambiguous++;
		}
		out[r] = mark & (DECIMAL.empty | DECIMAL.bad | DECIMAL.tooLarge) ? 0 : value;
		marks[r] = mark;
	}
	state.scale = scale;
	state.decisive = decisive;
	state.ambiguous = ambiguous;
	return failed;
}

/** Brings the rows read so far to a larger scale; gives how many leave the safe range by that. */
function raise(
	out: Float64Array,
	marks: Uint8Array,
	rows: number,
	from: number,
	to: number,
	state: DecimalState
): number {
	const factor = POWERS[to - from];
	let left = 0;
	for (let r = 0; r < rows; r++) {
		out[r] *= factor;
		if (!Number.isSafeInteger(out[r])) {
			out[r] = 0;
			marks[r] = DECIMAL.tooLarge;
			state.tooLarge++;
			left++;
		}
	}
	return left;
}

/**
 * Brings values from one scale to a larger one, in place.
 * @returns false when one of them leaves the safe integers
 */
export function rescale(values: Float64Array, length: number, fromScale: number, toScale: number): boolean {
	const factor = POWERS[toScale - fromScale];
	let safe = true;
	for (let i = 0; i < length; i++) {
		values[i] *= factor;
		if (!Number.isSafeInteger(values[i])) safe = false;
	}
	return safe;
}

const MAX_DIGITS = 400;
const digits = new Uint8Array(MAX_DIGITS);
/** What {@link parse} found: value / 10 ** scale; `marked` when a point or comma was in it. */
const parsed = { value: 0, scale: 0, marked: false };

/** Reads one number as people and platforms print it; gives its mark and fills {@link parsed}. */
function parse(bytes: Uint8Array, start: number, end: number, point: number): number {
	parsed.value = 0;
	parsed.scale = 0;
	parsed.marked = false;
	let p = trimStart(bytes, start, end);
	end = trimEnd(bytes, p, end);
	if (p === end || (end - p === 2 && bytes[p] === 45 && bytes[p + 1] === 45)) return DECIMAL.empty;

	let signs = 0;
	let negative = false;
	let bracket = false;
	let currencies = 0;
	// In front of the digits: signs, an opening bracket, a currency.
	for (;;) {
		if (p === end) return DECIMAL.bad;
		const byte = bytes[p];
		if (isDigit(byte) || byte === point) break;
		const blank = blankAt(bytes, p, end);
		if (blank > 0) {
			p += blank;
			continue;
		}
		const minus = minusAt(bytes, p, end);
		if (minus > 0 || byte === 43) {
			signs++;
			negative = minus > 0;
			p += minus || 1;
		} else if (byte === 40 && !bracket) {
			bracket = true;
			p++;
		} else {
			const currency = currencyAt(bytes, p, end);
			if (currency === 0) return DECIMAL.bad;
			currencies++;
			p += currency;
		}
	}

	let count = 0;
	let whole = -1;
	let separator = 0;
	let groups = 0;
	let group = 0;
	let indian = true;
	let western = true;
	for (; p < end;) {
		const byte = bytes[p];
		if (isDigit(byte)) {
			if (count === MAX_DIGITS) return DECIMAL.bad;
			digits[count++] = byte - 48;
			group++;
			p++;
		} else if (byte === point && whole < 0) {
			whole = count;
			parsed.marked = true;
			p++;
			if (groups > 0 && group !== 3) return DECIMAL.bad;
			group = -1;
		} else if (whole < 0 && count > 0) {
			const length = groupingAt(bytes, p, end, point);
			if (length === 0 || p + length >= end || !isDigit(bytes[p + length])) break;
			const code = length === 1 ? byte : bytes[p + length - 1] + 256 * length;
			if (groups > 0 && code !== separator) return DECIMAL.bad;
			// Groups of three, or of two before the last three; the first one shorter and without leading zero.
			if (groups === 0) {
				if (group > 3 || digits[0] === 0) return DECIMAL.bad;
				if (group > 2) indian = false;
			} else {
				if (group !== 3) western = false;
				if (group !== 2) indian = false;
			}
			if (!western && !indian) return DECIMAL.bad;
			separator = code;
			groups++;
			group = 0;
			parsed.marked ||= byte === POINT || byte === COMMA;
			p += length;
		} else break;
	}
	if (count === 0) return DECIMAL.bad;
	if (groups > 0 && whole < 0 && group !== 3) return DECIMAL.bad;
	if (whole < 0) whole = count;

	if (p + 1 < end && (bytes[p] === 69 || bytes[p] === 101)) {
		let q = p + 1;
		const down = bytes[q] === 45;
		if (down || bytes[q] === 43) q++;
		const first = q;
		let exponent = 0;
		while (q < end && isDigit(bytes[q]) && q - first < 4) exponent = exponent * 10 + bytes[q++] - 48;
		if (q > first) {
			whole += down ? -exponent : exponent;
			p = q;
		}
	}

	// Behind the digits: a sign, the closing bracket, a currency.
	while (p < end) {
		const byte = bytes[p];
		const blank = blankAt(bytes, p, end);
		if (blank > 0) {
			p += blank;
			continue;
		}
		const minus = minusAt(bytes, p, end);
		if (minus > 0 || byte === 43) {
			signs++;
			negative = minus > 0;
			p += minus || 1;
		} else if (byte === 41 && bracket) {
			bracket = false;
			signs++;
			negative = true;
			p++;
		} else {
			const currency = currencyAt(bytes, p, end);
			if (currency === 0) return DECIMAL.bad;
			currencies++;
			p += currency;
		}
	}
	if (bracket || signs > 1 || currencies > 2) return DECIMAL.bad;
	return collect(count, whole, negative);
}

/** The number 0.d1 d2 … × 10 ** whole of the first `count` digits, rounded to {@link MAX_SCALE}. */
function collect(count: number, whole: number, negative: boolean): number {
	let first = 0;
	while (first < count && digits[first] === 0) first++;
	while (count > first && count > whole && digits[count - 1] === 0) count--;
	if (first === count) return 0;
	if (whole - first > 16) return DECIMAL.tooLarge;
	let mark = 0;
	let up = false;
	let scale = Math.max(0, count - whole);
	if (scale > MAX_SCALE) {
		const cut = whole + MAX_SCALE;
		up = cut >= first && digits[cut] >= 5;
		mark = DECIMAL.rounded;
		scale = MAX_SCALE;
	}
	let value = 0;
	for (let i = first; i < whole + scale; i++) {
		value = value * 10 + (i < count ? digits[i] : 0);
		if (value > Number.MAX_SAFE_INTEGER) return DECIMAL.tooLarge;
	}
	if (up) value++;
	while (scale > 0 && value % 10 === 0) {
		value /= 10;
		scale--;
	}
	if (value > Number.MAX_SAFE_INTEGER) return DECIMAL.tooLarge;
	parsed.value = negative ? 0 - value : value;
	parsed.scale = scale;
	return mark;
}

function isDigit(byte: number): boolean {
	return byte >= 48 && byte <= 57;
}

/** Length of the blank at p: space, tab, NBSP, the thin and figure spaces. */
function blankAt(bytes: Uint8Array, p: number, end: number): number {
	const byte = bytes[p];
	if (byte === 32 || (byte >= 9 && byte <= 13)) return 1;
	if (byte === 0xc2 && p + 1 < end && bytes[p + 1] === 0xa0) return 2;
	if (byte === 0xe2 && p + 2 < end && bytes[p + 1] === 0x80) {
		const last = bytes[p + 2];
		if ((last >= 0x80 && last <= 0x8b) || last === 0x8e || last === 0x8f || last === 0xaf) return 3;
	}
	return 0;
}

/** Length of the minus at p: hyphen, U+2212, en dash. */
function minusAt(bytes: Uint8Array, p: number, end: number): number {
	const byte = bytes[p];
	if (byte === 45) return 1;
	if (byte !== 0xe2 || p + 2 >= end) return 0;
	if (bytes[p + 1] === 0x88 && bytes[p + 2] === 0x92) return 3;
	return bytes[p + 1] === 0x80 && bytes[p + 2] === 0x93 ? 3 : 0;
}

/** Length of the mark between thousands at p: the other one of point and comma, a blank, an apostrophe. */
function groupingAt(bytes: Uint8Array, p: number, end: number, point: number): number {
	const byte = bytes[p];
	if (byte === POINT + COMMA - point || byte === 39 || byte === 32) return 1;
	if (byte === 0xe2 && p + 2 < end && bytes[p + 1] === 0x80 && bytes[p + 2] === 0x99) return 3;
	return byte === 9 ? 0 : blankAt(bytes, p, end);
}

/** ISO 4217, those in use and those that lie in older orders. */
const CODES = new Set(
	(
		'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF ' +
		'CLP CNH CNY COP CRC CUC CUP CVE CZK DEM DJF DKK DOP DZD EEK EGP ERN ESP ETB EUR FJD FKP FRF GBP GEL GGP GHS GIP GMD ' +
		'GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS IMP INR IQD IRR ISK ITL JEP JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT ' +
		'LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NLG NOK NPR NZD ' +
		'OMR PAB PEN PGK PHP PKR PLN PYG QAR RMB RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SIT SKK SLE SLL SOS SRD SSP STN ' +
		'SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYU UZS VED VES VND VUV WST XAF XCD XDR XOF XPF XXX ' +
		'YER ZAR ZMW ZWL ' +
		// Words and abbreviations that stand where a sign would, in the case in which they are printed.
		'kr kr. Kr Kr. zł Kč Ft lei Lei Fr Fr. SFr. Rs Rs. R RM S/ TL лв лв. руб руб. ден дин. din. Bs Bs. eur usd gbp chf Euro euro EURO ' +
		'R$ US$ U$ C$ CA$ CDN$ A$ AU$ NZ$ HK$ S$ NT$ MX$ Mex$ J$ BZ$ TT$ RD$ C£'
	).split(' ')
);
const decoder = new TextDecoder();
const LONGEST_CODE = 8;

/** Length of the currency sign, code or abbreviation at p. */
function currencyAt(bytes: Uint8Array, p: number, end: number): number {
	const byte = bytes[p];
	if (byte === 36) return 1;
	// ¢ £ ¤ ¥
	if (byte === 0xc2 && p + 1 < end && bytes[p + 1] >= 0xa2 && bytes[p + 1] <= 0xa5) return 2;
	// U+20A0 to U+20CF, € among them
	if (byte === 0xe2 && p + 2 < end && (bytes[p + 1] === 0x82 || bytes[p + 1] === 0x83)) {
		return bytes[p + 1] === 0x82 ? (bytes[p + 2] >= 0xa0 ? 3 : 0) : bytes[p + 2] <= 0x8f ? 3 : 0;
	}
	let q = p;
	while (q < end && q - p < LONGEST_CODE) {
		const next = bytes[q];
		const letter = (next >= 65 && next <= 90) || (next >= 97 && next <= 122) || next >= 0x80;
		if (!letter || blankAt(bytes, q, end) > 0 || minusAt(bytes, q, end) > 0) break;
		q++;
	}
	if (q === p) return 0;
	// "R$", "kr.", "C£": one sign may belong to the letters.
	if (q < end && (bytes[q] === 36 || bytes[q] === 46 || bytes[q] === 47)) {
		if (CODES.has(decoder.decode(bytes.subarray(p, q + 1)))) return q + 1 - p;
	}
	const code = decoder.decode(bytes.subarray(p, q));
	return CODES.has(code) ? q - p : 0;
}

const encoder = new TextEncoder();

/**
 * Reads one number.
 * @returns value / 10 ** scale, exact, or null when the text is none in this format, is empty or too large
 */
export function parseDecimal(text: string, format: NumberFormat): { value: number; scale: number } | null {
	const bytes = encoder.encode(text);
	const mark = parse(bytes, 0, bytes.length, format.decimal === '.' ? POINT : COMMA);
	return mark & (DECIMAL.empty | DECIMAL.bad | DECIMAL.tooLarge) ? null : { value: parsed.value, scale: parsed.scale };
}

/** The number as `-1234.5`, or null as {@link parseDecimal}. */
export function decimalReading(text: string, format: NumberFormat): string | null {
	const number = parseDecimal(text, format);
	if (number === null) return null;
	const all = String(Math.abs(number.value)).padStart(number.scale + 1, '0');
	const cut = all.length - number.scale;
	return (number.value < 0 ? '-' : '') + all.slice(0, cut) + (number.scale > 0 ? '.' + all.slice(cut) : '');
}

/** What samples of a column say about its decimal mark. */
export interface DecimalEvidence {
	/** Values that are numbers only with a decimal point, only with a decimal comma. */
	point: number;
	comma: number;
	/** Values that are two different numbers: 1,234. */
	ambiguous: string[];
	/** Values that are the same number in both. */
	plain: number;
	neither: number;
	/** Formats that read everything that one of them reads. Both and nothing ambiguous: it does not matter. None: they are mixed. */
	possible: ('.' | ',')[];
}

/** Weighs samples of a column; empty ones say nothing. */
export function probeDecimals(samples: Iterable<string>): DecimalEvidence {
	const evidence: DecimalEvidence = { point: 0, comma: 0, ambiguous: [], plain: 0, neither: 0, possible: [] };
	for (const sample of samples) {
		const text = sample.trim();
		if (text === '' || text === '--') continue;
		const point = decimalReading(text, { decimal: '.' });
		const comma = decimalReading(text, { decimal: ',' });
		if (point === null && comma === null) evidence.neither++;
		else if (comma === null) evidence.point++;
		else if (point === null) evidence.comma++;
		else if (point === comma) evidence.plain++;
		else evidence.ambiguous.push(text);
	}
	if (evidence.comma === 0) evidence.possible.push('.');
	if (evidence.point === 0) evidence.possible.push(',');
	return evidence;
}
