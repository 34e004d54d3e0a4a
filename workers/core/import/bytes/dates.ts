import { NO_DAY, NO_MINUTE, OFFSET_UNKNOWN, OFFSET_UTC } from '../../tables';
import type { DateOrder } from '../types';
import { trimEnd, trimStart } from './texts';
import type { RecordBlock } from './types';

/**
 * In which order the figures of a column's dates stand. ISO dates, month names and serial numbers are read in any of them;
 * 03/04/2024 is no date in 'ymd'.
 */
export interface DateFormat {
	order: DateOrder;
}

/** Bits of a row's flags; 0 is a date as any order would read it. */
export const DATE = {
	/** Nothing: {@link NO_DAY}. */
	empty: 1,
	/** No date in this order, or no such day in the calendar: {@link NO_DAY}. */
	bad: 2,
	/** Before 1990-01-01 or after 2100-01-01, or the spreadsheets' 29 February 1900; the day is given. */
	implausible: 4,
	/** Fits day/month only, month/day only, whatever the order asked for (then it is bad as well). */
	onlyDmy: 8,
	onlyMdy: 16
} as const;

/** 1990-01-01 and 2100-01-01 as days since 1970-01-01. */
export const FIRST_PLAUSIBLE_DAY = 7305;
export const LAST_PLAUSIBLE_DAY = 47_482;
/** Day 0 of spreadsheets, 1899-12-30. */
const SERIAL_ZERO = -25_569;

const BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;
/** Day before the first of each month, and its length, of the years that shops have: index (year - 1900) * 12 + month - 1. */
const MONTH_STARTS = new Int32Array((LAST_YEAR - FIRST_YEAR + 1) * 12);
const MONTH_LENGTHS = new Uint8Array(MONTH_STARTS.length);
for (let i = 0; i < MONTH_STARTS.length; i++) {
	const year = FIRST_YEAR + Math.floor(i / 12);
	const month = (i % 12) + 1;
	MONTH_STARTS[i] = dayByFormula(year, month, 0);
	MONTH_LENGTHS[i] = LENGTHS[month - 1] + (month === 2 && isLeap(year) ? 1 : 0);
}

function isLeap(year: number): boolean {
	return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function dayByFormula(year: number, month: number, date: number): number {
	const past = year - 1;
	const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
	return past * 365 + leaps - 719_163 + BEFORE[month - 1] + (month > 2 && isLeap(year) ? 1 : 0) + date;
}

/**
 * Days since 1970-01-01 of a day of the Gregorian calendar, year 1 to 9999.
 * @returns {@link NO_DAY} when there is no such day
 */
export function dayOf(year: number, month: number, date: number): number {
	if (month < 1 || month > 12 || date < 1) return NO_DAY;
	if (year >= FIRST_YEAR && year <= LAST_YEAR) {
		const i = (year - FIRST_YEAR) * 12 + month - 1;
		return date > MONTH_LENGTHS[i] ? NO_DAY : MONTH_STARTS[i] + date;
	}
	if (year < 1 || year > 9999) return NO_DAY;
	if (date > LENGTHS[month - 1] + (month === 2 && isLeap(year) ? 1 : 0)) return NO_DAY;
	return dayByFormula(year, month, date);
}

/** The day as yyyy-mm-dd. @param day days since 1970-01-01, years 1 to 9999 */
export function isoDay(day: number): string {
	// Civil from days: years of 400-year cycles that begin in March.
	const shifted = day + 719_468;
	const cycle = Math.floor(shifted / 146_097);
	const within = shifted - cycle * 146_097;
	const years = Math.floor(
		(within - Math.floor(within / 1460) + Math.floor(within / 36_524) - Math.floor(within / 146_096)) / 365
	);
	const rest = within - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
	const march = Math.floor((5 * rest + 2) / 153);
	const date = rest - Math.floor((153 * march + 2) / 5) + 1;
	const month = march < 10 ? march + 3 : march - 9;
	const year = years + cycle * 400 + (month <= 2 ? 1 : 0);
	return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/**
 * Reads a column of dates, with or without time and offset, as the wall clock that is printed.
 * @param day at least block.rows long, as all of them; days since 1970-01-01 or {@link NO_DAY}
 * @param minute minute of the day or {@link NO_MINUTE}
 * @param offset minutes east of UTC, {@link OFFSET_UTC} for a Z or UTC behind it, {@link OFFSET_UNKNOWN} without one
 * @param flags bits of {@link DATE}
 * @returns rows that are bad or implausible
 */
export function readDates(
	block: RecordBlock,
	column: number,
	format: DateFormat,
	day: Int32Array,
	minute: Int16Array,
	offset: Int16Array,
	flags: Uint8Array
): number {
	const { bytes, rows, stride, starts, ends } = block;
	const { order } = format;
	let failed = 0;
	for (let r = 0, at = column; r < rows; r++, at += stride) {
		const p = starts[at];
		const end = ends[at];
		const length = end - p;
		if (length === 0) {
			day[r] = NO_DAY;
			minute[r] = NO_MINUTE;
			offset[r] = OFFSET_UNKNOWN;
			flags[r] = DATE.empty;
			continue;
		}
		// yyyy-mm-dd, also with a blank or T and hh:mm or hh:mm:ss. A byte that is no digit sets a high bit.
		if ((length === 10 || length === 19 || length === 16) && bytes[p + 4] === 45 && bytes[p + 7] === 45) {
			const y1 = bytes[p] - 48;
			const y2 = bytes[p + 1] - 48;
			const y3 = bytes[p + 2] - 48;
			const y4 = bytes[p + 3] - 48;
			const m1 = bytes[p + 5] - 48;
			const m2 = bytes[p + 6] - 48;
			const d1 = bytes[p + 8] - 48;
			const d2 = bytes[p + 9] - 48;
			const year = y1 * 1000 + y2 * 100 + y3 * 10 + y4;
			const month = m1 * 10 + m2;
			const date = d1 * 10 + d2;
			const digits = areDigits(y1, y2, y3, y4) && areDigits(m1, m2, d1, d2);
			if (digits && year >= 1990 && year <= 2099 && month >= 1 && month <= 12 && date >= 1) {
				const month0 = (year - FIRST_YEAR) * 12 + month - 1;
				if (date <= MONTH_LENGTHS[month0]) {
					let clock = NO_MINUTE;
					let read = length === 10;
					if (!read && (bytes[p + 10] === 32 || bytes[p + 10] === 84) && bytes[p + 13] === 58) {
						const h1 = bytes[p + 11] - 48;
						const h2 = bytes[p + 12] - 48;
						const i1 = bytes[p + 14] - 48;
						const i2 = bytes[p + 15] - 48;
						const hours = h1 * 10 + h2;
						read = areDigits(h1, h2, i1, i2) && hours < 24 && i1 < 6;
						clock = hours * 60 + i1 * 10 + i2;
						if (read && length === 19) {
							const s1 = bytes[p + 17] - 48;
							const s2 = bytes[p + 18] - 48;
							read = bytes[p + 16] === 58 && areDigits(s1, s2, s1, s2) && s1 * 10 + s2 <= 60;
						}
					}
					if (read) {
						day[r] = MONTH_STARTS[month0] + date;
						minute[r] = clock;
						offset[r] = OFFSET_UNKNOWN;
						flags[r] = 0;
						continue;
					}
				}
			}
		}
		const flag = parse(bytes, p, end, order);
		day[r] = parsed.day;
		minute[r] = parsed.minute;
		offset[r] = parsed.offset;
		flags[r] = flag;
		if ((flag & (DATE.bad | DATE.implausible)) !== 0) failed++;
	}
	return failed;
}

/** Are all four 0 to 9? Each is a byte less 48. */
function areDigits(a: number, b: number, c: number, d: number): boolean {
	return ((a | b | c | d | (9 - a) | (9 - b) | (9 - c) | (9 - d)) & ~15) === 0;
}

/** What {@link parse} found. */
const parsed = { day: NO_DAY, minute: NO_MINUTE, offset: OFFSET_UNKNOWN };
/** Position behind what a helper read. */
let next = 0;

/** Reads one date; gives its flags and fills {@link parsed}. */
function parse(bytes: Uint8Array, start: number, end: number, order: DateOrder): number {
	parsed.day = NO_DAY;
	parsed.minute = NO_MINUTE;
	parsed.offset = OFFSET_UNKNOWN;
	const p = trimStart(bytes, start, end);
	end = trimEnd(bytes, p, end);
	if (p === end) return DATE.empty;
	let flags = isDigit(bytes[p]) ? readFigures(bytes, p, end, order) : readNamed(bytes, p, end);
	if ((flags & DATE.bad) === 0 && !readTail(bytes, next, end)) flags |= DATE.bad;
	if (flags & DATE.bad) {
		parsed.day = NO_DAY;
		parsed.minute = NO_MINUTE;
		parsed.offset = OFFSET_UNKNOWN;
	} else if (parsed.day < FIRST_PLAUSIBLE_DAY || parsed.day > LAST_PLAUSIBLE_DAY) flags |= DATE.implausible;
	return flags;
}

function isDigit(byte: number): boolean {
	return byte >= 48 && byte <= 57;
}

/** A whole number of 1 to `most` digits at p; -1 when there is none or it is longer. Moves {@link next} behind it. */
function readInt(bytes: Uint8Array, p: number, end: number, most: number): number {
	let value = 0;
	const first = p;
	while (p < end && isDigit(bytes[p])) {
		if (p - first === most) return -1;
		value = value * 10 + bytes[p++] - 48;
	}
	next = p;
	return p === first ? -1 : value;
}

/** Two-digit years are 1969 to 2068, as POSIX reads them. */
function fullYear(year: number, digits: number): number {
	return digits > 2 ? year : year < 69 ? 2000 + year : 1900 + year;
}

/** A date that begins with a figure. */
function readFigures(bytes: Uint8Array, p: number, end: number, order: DateOrder): number {
	const a = readInt(bytes, p, end, 8);
	if (a < 0) return DATE.bad;
	const digits = next - p;
	const mark = next < end ? bytes[next] : 0;
	if (next === end || ((mark === 46 || mark === 44) && digits > 2 && digits !== 4)) {
		if (digits !== 8 || next !== end) return readSerial(bytes, p, end);
		return setDay(Math.floor(a / 10_000), Math.floor(a / 100) % 100, a % 100);
	}
	if (digits === 8) return setDay(Math.floor(a / 10_000), Math.floor(a / 100) % 100, a % 100);
	if (mark !== 45 && mark !== 47 && mark !== 46) return readNamedFrom(bytes, next, end, a, digits);
	if (!isDigit(bytes[next + 1])) return readNamedFrom(bytes, next, end, a, digits);
	if (digits !== 4 && digits > 2) return DATE.bad;

	const second = next + 1;
	const b = readInt(bytes, second, end, digits === 4 ? 8 : 2);
	if (b < 0) return DATE.bad;
	if (next >= end || bytes[next] !== mark || next - second > 2) {
		return mark === 46 && next === end ? readSerial(bytes, p, end) : DATE.bad;
	}
	const third = next + 1;
	const c = readInt(bytes, third, end, 4);
	if (c < 0 || next - third === 3) return DATE.bad;
	if (digits === 4) return next - third <= 2 ? setDay(a, b, c) : DATE.bad;
	if (order === 'ymd' && digits === 2 && next - third <= 2) return setDay(fullYear(a, 2), b, c);
	if (next - third === 1) return DATE.bad;
	const year = fullYear(c, next - third);
	const dmy = dayOf(year, b, a);
	const mdy = dayOf(year, a, b);
	const evidence =
		dmy !== NO_DAY && mdy === NO_DAY ? DATE.onlyDmy : mdy !== NO_DAY && dmy === NO_DAY ? DATE.onlyMdy : 0;
	parsed.day = order === 'dmy' ? dmy : order === 'mdy' ? mdy : NO_DAY;
	return parsed.day === NO_DAY ? evidence | DATE.bad : evidence;
}

function setDay(year: number, month: number, date: number): number {
	parsed.day = dayOf(year, month, date);
	return parsed.day === NO_DAY ? DATE.bad : 0;
}

/** A spreadsheet's serial number, whole or with a part of the day, rounded to the second. Takes the whole cell. */
function readSerial(bytes: Uint8Array, p: number, end: number): number {
	let value = 0;
	let unit = 0;
	for (; p < end; p++) {
		const byte = bytes[p];
		if (isDigit(byte)) {
			if (unit === 0) value = value * 10 + byte - 48;
			else {
				value += (byte - 48) * unit;
				unit /= 10;
			}
		} else if ((byte === 46 || byte === 44) && unit === 0) unit = 0.1;
		else return DATE.bad;
	}
	next = end;
	if (value >= 3_000_000) return DATE.bad;
	const seconds = Math.round(value * 86_400);
	const whole = Math.floor(seconds / 86_400);
	parsed.day = SERIAL_ZERO + whole;
	if (unit !== 0) parsed.minute = Math.floor((seconds - whole * 86_400) / 60);
	return 0;
}

/** Months by the first letters that tell them apart, accents undone, in English, German, French, Spanish, Italian and Dutch. */
const MONTHS = new Map<string, number>();
for (const [month, names] of [
	'jan january januar jänner janvier janv enero ene gennaio gen januari',
	'feb february februar février févr fév febrero febbraio februari',
	'mar march märz mär mrz mars marzo maart mrt',
	'apr april avril avr abril abr aprile',
	'may mai mayo maggio mag mei',
	'jun june juni juin junio giugno giu',
	'jul july juli juillet juil julio luglio lug',
	'aug august août aou agosto ago augustus',
	'sep sept september septembre septiembre set sett settembre',
	'oct october oktober okt octobre octubre ottobre ott',
	'nov november novembre noviembre',
	'dec december dezember dez décembre déc diciembre dic dicembre'
].entries()) {
	for (const name of names.split(' ')) MONTHS.set(unaccented(name), month + 1);
}

/** Words that stand beside a date and change nothing: weekdays, "of", ordinals, "at", "o'clock". */
const FILLERS = new Set(
	(
		'mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday ' +
		'mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag sonnabend so sonntag ' +
		'lun lundi mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche ' +
		'lunes mie miercoles jue jueves vie viernes sab sabado dom domingo lunedi martedi mercoledi gio giovedi venerdi ' +
		'sabato domenica ma maandag dinsdag wo woensdag donderdag vr vrijdag za zaterdag zo zondag ' +
		'de del of the den der le el il st nd rd th er um uhr at om'
	).split(' ')
);

function unaccented(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{Mn}/gu, '')
		.toLowerCase();
}

const decoder = new TextDecoder();
/** The word last decoded, and its bytes: columns repeat few words. */
const words = new Map<number, { bytes: Uint8Array; word: string }>();

/** The word at p, lower case without accents; '' when there is none. Moves {@link next} behind it. */
function readWord(bytes: Uint8Array, p: number, end: number): string {
	let q = p;
	let key = 0;
	while (q < end) {
		const byte = bytes[q];
		if (!((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte >= 0x80)) break;
		if (byte === 0xc2 && bytes[q + 1] === 0xa0) break;
		key = (Math.imul(key, 31) + byte) | 0;
		q++;
	}
	next = q;
	if (q === p || q - p > 24) return '';
	const kept = words.get(key);
	if (kept && kept.bytes.length === q - p && kept.bytes.every((byte, i) => byte === bytes[p + i])) return kept.word;
	const slice = bytes.slice(p, q);
	const word = unaccented(decoder.decode(slice));
	if (words.size > 256) words.clear();
	words.set(key, { bytes: slice, word });
	return word;
}

/** Position behind what may stand between the parts of a date with words: blanks, comma, point, hyphen, slash. */
function behindMarks(bytes: Uint8Array, p: number, end: number): number {
	while (p < end) {
		const byte = bytes[p];
		if (byte === 32 || byte === 44 || byte === 46 || byte === 45 || byte === 47 || byte === 9) p++;
		else if (byte === 0xc2 && bytes[p + 1] === 0xa0) p += 2;
		else break;
	}
	return p;
}

/** A date that begins with a word: a weekday, or a month (Jan 5, 2024; Jul-21-25). */
function readNamed(bytes: Uint8Array, p: number, end: number): number {
	for (let fillers = 0; fillers < 3; fillers++) {
		const word = readWord(bytes, p, end);
		if (word === '') return DATE.bad;
		const month = MONTHS.get(word);
		p = behindMarks(bytes, next, end);
		if (month !== undefined) {
			const date = readInt(bytes, p, end, 2);
			if (date < 0) return DATE.bad;
			p = next;
			if (p < end && bytes[p] >= 97) {
				if (!FILLERS.has(readWord(bytes, p, end))) return DATE.bad;
				p = next;
			}
			p = behindMarks(bytes, p, end);
			const year = readInt(bytes, p, end, 4);
			const digits = next - p;
			return year < 0 || digits === 1 || digits === 3 ? DATE.bad : setDay(fullYear(year, digits), month, date);
		}
		if (!FILLERS.has(word)) return DATE.bad;
		if (p < end && isDigit(bytes[p])) {
			const date = readInt(bytes, p, end, 4);
			return date < 0 ? DATE.bad : readNamedFrom(bytes, next, end, date, next - p);
		}
	}
	return DATE.bad;
}

/** What follows the first figure of a date whose month is a word: 05-Jan-2024, 5 de enero de 2024, 2024 Jan 5. */
function readNamedFrom(bytes: Uint8Array, p: number, end: number, first: number, digits: number): number {
	let month: number | undefined;
	for (let fillers = 0; month === undefined; fillers++) {
		p = behindMarks(bytes, p, end);
		const word = readWord(bytes, p, end);
		if (word === '' || fillers === 3) return DATE.bad;
		p = next;
		month = MONTHS.get(word);
		if (month === undefined && !FILLERS.has(word)) return DATE.bad;
	}
	p = behindMarks(bytes, p, end);
	if (p < end && !isDigit(bytes[p])) {
		if (!FILLERS.has(readWord(bytes, p, end))) return DATE.bad;
		p = behindMarks(bytes, next, end);
	}
	const last = readInt(bytes, p, end, 4);
	const lastDigits = next - p;
	if (last < 0 || lastDigits === 3) return DATE.bad;
	if (digits === 4) return lastDigits <= 2 ? setDay(first, month, last) : DATE.bad;
	if (digits > 2 || lastDigits === 1) return DATE.bad;
	return setDay(fullYear(last, lastDigits), month, first);
}

/** Names of zones whose offset a name alone does not fix: the wall clock stands, the offset is unknown. */
const ZONES = new Set(
	'pst pdt mst mdt cst cdt est edt bst ist wet west cet cest eet eest msk jst aest aedt nzst nzdt'.split(' ')
);

/** What may stand behind a date: nothing, or a time, and an offset. Fills {@link parsed}; false when it is something else. */
function readTail(bytes: Uint8Array, p: number, end: number): boolean {
	if (p === end) return true;
	let byte = bytes[p];
	if (byte === 84 || byte === 116) {
		p++;
		if (p === end || !isDigit(bytes[p])) return false;
	} else {
		if (byte === 44) p++;
		p = behindBlanks(bytes, p, end);
		while (p < end && !isDigit(bytes[p]) && isLetter(bytes[p])) {
			const word = readWord(bytes, p, end);
			if (!FILLERS.has(word)) return readZone(bytes, p, end);
			p = behindBlanks(bytes, next, end);
		}
	}
	if (p < end && isDigit(bytes[p])) {
		const hour = readInt(bytes, p, end, 2);
		if (hour < 0 || next >= end) return false;
		p = next;
		let minutes = 0;
		byte = bytes[p];
		const mark = byte;
		if (byte === 58 || byte === 46 || byte === 104) {
			minutes = readInt(bytes, p + 1, end, 2);
			if (minutes < 0 || minutes > 59 || next - p !== 3) return false;
			p = next;
			if (p < end && bytes[p] === mark && mark !== 104) {
				const seconds = readInt(bytes, p + 1, end, 2);
				// A leap second is printed as 60.
				if (seconds < 0 || seconds > 60 || next - p !== 3) return false;
				p = next;
				if (p < end && (bytes[p] === 46 || bytes[p] === 44)) {
					if (readInt(bytes, p + 1, end, 9) < 0) return false;
					p = next;
				}
			}
		} else if (byte !== 32 && !isLetter(byte)) return false;
		const half = halfOfDay(bytes, behindBlanks(bytes, p, end), end);
		let hours = hour;
		if (half >= 0) {
			if (hour < 1 || hour > 12) return false;
			hours = (hour % 12) + half * 12;
			p = next;
		} else if (mark === 32 || (isLetter(mark) && mark !== 104)) return false;
		if (hours > 23) return false;
		parsed.minute = hours * 60 + minutes;
	}
	return readZone(bytes, behindBlanks(bytes, p, end), end);
}

function isLetter(byte: number): boolean {
	return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte >= 0x80;
}

function behindBlanks(bytes: Uint8Array, p: number, end: number): number {
	for (;;) {
		if (p < end && (bytes[p] === 32 || bytes[p] === 9)) p++;
		else if (p + 1 < end && bytes[p] === 0xc2 && bytes[p + 1] === 0xa0) p += 2;
		// U+202F, which some engines print before AM and PM
		else if (p + 2 < end && bytes[p] === 0xe2 && bytes[p + 1] === 0x80 && bytes[p + 2] === 0xaf) p += 3;
		else return p;
	}
}

/** 0 for AM, 1 for PM, also a.m. and p. m.; -1 when there is neither. Moves {@link next} behind it. */
function halfOfDay(bytes: Uint8Array, p: number, end: number): number {
	if (p >= end) return -1;
	const letter = bytes[p] | 32;
	if (letter !== 97 && letter !== 112) return -1;
	let q = p + 1;
	if (q < end && bytes[q] === 46) q++;
	q = behindBlanks(bytes, q, end);
	if (q >= end || (bytes[q] | 32) !== 109) return -1;
	q++;
	if (q < end && bytes[q] === 46) q++;
	if (q < end && isLetter(bytes[q])) return -1;
	next = q;
	return letter === 97 ? 0 : 1;
}

/** The end of a date: nothing, an offset (+01:00, -0700, +02, Z, UTC, GMT, UTC+2), a zone's name. */
function readZone(bytes: Uint8Array, p: number, end: number): boolean {
	if (p >= end) return true;
	if (bytes[p] === 40 && bytes[end - 1] === 41) return readZone(bytes, p + 1, end - 1);
	if (isLetter(bytes[p])) {
		const word = readWord(bytes, p, end);
		p = behindBlanks(bytes, next, end);
		if (p === end && ZONES.has(word)) return true;
		if (word === 'uhr') return readZone(bytes, p, end);
		if (word !== 'z' && word !== 'utc' && word !== 'gmt') return false;
		parsed.offset = OFFSET_UTC;
		if (p === end) return true;
		if (word === 'z') return false;
	}
	const sign = bytes[p] === 43 ? 1 : bytes[p] === 45 ? -1 : bytes[p] === 0xe2 && bytes[p + 1] === 0x88 ? -1 : 0;
	if (sign === 0) return false;
	p += bytes[p] === 0xe2 ? 3 : 1;
	const figure = readInt(bytes, p, end, 4);
	const digits = next - p;
	if (figure < 0 || digits === 3) return false;
	let hours = figure;
	let minutes = 0;
	if (digits === 4) {
		hours = Math.floor(figure / 100);
		minutes = figure % 100;
	} else if (next < end && bytes[next] === 58) {
		p = next + 1;
		minutes = readInt(bytes, p, end, 2);
		if (minutes < 0 || next - p !== 2) return false;
	}
	if (hours > 15 || minutes > 59) return false;
	parsed.offset = sign * (hours * 60 + minutes);
	p = behindBlanks(bytes, next, end);
	if (p === end) return true;
	// JavaScript's own form ends with the zone's name in brackets.
	return bytes[p] === 40 && bytes[end - 1] === 41;
}

const encoder = new TextEncoder();

/** Reads one date as {@link readDates} does. */
export function parseDate(
	text: string,
	order: DateOrder
): { day: number; minute: number; offset: number; flags: number } {
	const bytes = encoder.encode(text);
	const flags = parse(bytes, 0, bytes.length, order);
	return { day: parsed.day, minute: parsed.minute, offset: parsed.offset, flags };
}

/** The day as yyyy-mm-dd, or null when the text is no date in this order. */
export function dateReading(text: string, order: DateOrder): string | null {
	const { day, flags } = parseDate(text, order);
	return flags & (DATE.bad | DATE.empty) ? null : isoDay(day);
}

/** What samples of a column say about its order of day and month. */
export interface DateEvidence {
	/** Values that fit only day/month, only month/day. */
	dmy: number;
	mdy: number;
	/** Values that no order changes: ISO, month names, the same figure twice. */
	plain: number;
	/** Of these: spreadsheet serial numbers. */
	serial: number;
	/** Values that are two different days: 01/02/2024. */
	ambiguous: string[];
	/** Values that are no date in any order. */
	neither: string[];
	/** Orders that read everything that one of them reads; [] when they are mixed. With nothing ambiguous the first will do. */
	possible: DateOrder[];
	/** A value that decided, or null. */
	evidence: { order: DateOrder; value: string } | null;
}

const ORDERS: readonly DateOrder[] = ['dmy', 'mdy', 'ymd'];

/** Weighs samples of a column; empty ones say nothing. */
export function probeDates(samples: Iterable<string>): DateEvidence {
	const found: DateEvidence = {
		dmy: 0,
		mdy: 0,
		plain: 0,
		serial: 0,
		ambiguous: [],
		neither: [],
		possible: [],
		evidence: null
	};
	const firsts = new Set<string>();
	const lasts = new Set<string>();
	const possible = new Set<DateOrder>(ORDERS);
	for (const sample of samples) {
		const text = sample.trim();
		if (text === '') continue;
		const short = /^(\d\d)[-/.]\d\d?[-/.](\d\d)(?!\d)/.exec(text);
		if (short) {
			firsts.add(short[1]);
			lasts.add(short[2]);
		}
		const readings = ORDERS.map((order) => dateReading(text, order));
		const [dmy, mdy] = readings;
		if (readings.every((reading) => reading === null)) {
			found.neither.push(text);
			continue;
		}
		for (const [i, order] of ORDERS.entries()) if (readings[i] === null) possible.delete(order);
		if (dmy !== null && mdy === null) {
			found.dmy++;
			found.evidence ??= { order: 'dmy', value: text };
		} else if (mdy !== null && dmy === null) {
			found.mdy++;
			found.evidence ??= { order: 'mdy', value: text };
		} else if (dmy !== mdy) found.ambiguous.push(text);
		else {
			found.plain++;
			if (/^\d{1,7}([.,]\d+)?$/.test(text)) found.serial++;
		}
	}
	// Any 13/04/25 could be a day of 2013; the year comes first only where the last figure is the one that varies.
	const orderMatters = found.dmy > 0 || found.mdy > 0 || found.ambiguous.length > 0;
	if (orderMatters && lasts.size <= firsts.size && (possible.has('dmy') || possible.has('mdy'))) possible.delete('ymd');
	found.possible = ORDERS.filter((order) => possible.has(order));
	return found;
}
