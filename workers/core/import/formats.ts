import { dateReading, probeDates, readDates } from './bytes/dates';
import { decimalReading, decimalState, probeDecimals, readDecimals } from './bytes/decimals';
import { ReadFailure } from './bytes/failure';
import { RecordReader, cellText } from './bytes/records';
import { openText } from './bytes/source';
import type { Binding } from './columns';
import { currencyOfSign, signIn } from './currencies';
import { headerSignature } from './headers';
import type { Sniffed } from './sniff';
import type { DateOrder, Encoding, Field, ImportFile, ImportReport, Mapping, Question } from './types';

/** How the numbers and days of a file are printed. */
export interface FileFormats {
	decimal: '.' | ',';
	dateOrder: DateOrder;
	/** Column with currency signs, or null. */
	signColumn: number | null;
	/** The sign that most of its cells carry, or ''. */
	sign: string;
}

export interface FormatSource {
	file: ImportFile;
	encoding: Encoding;
	sniffed: Sniffed;
	binding: Binding;
}

type Answered = ImportReport['answered'];

/** Share of decisive values that may contradict a reading. */
export const MAY_FAIL = 0.01;
const MONEY: readonly Field[] = [
	'total',
	'amount',
	'unit_price',
	'gross',
	'net_items',
	'discount',
	'shipping',
	'tax',
	'refunds',
	'list_price',
	'line_discount'
];

/** Files with the same layout and headers are printed alike: what one of them shows holds for all. */
export function formatGroups(files: readonly FormatSource[]): number[][] {
	const groups = new Map<string, number[]>();
	for (const [i, { binding }] of files.entries()) {
		const key = `${binding.layout}\u001f${headerSignature(binding.headers)}`;
		groups.set(key, [...(groups.get(key) ?? []), i]);
	}
	return [...groups.values()];
}

/**
 * Decides decimal mark and day order of each file: as the mapping says, else by the values; where the first records do
 * not tell, by all of them. What cannot be told is asked.
 */
export async function decideFormats(
	files: readonly FormatSource[],
	mapping: Mapping
): Promise<{ formats: FileFormats[]; answered: Answered; questions: Question[] }> {
	const formats: FileFormats[] = files.map(({ binding, sniffed }) => ({
		decimal: mapping.decimal ?? '.',
		dateOrder: mapping.date_order ?? binding.dateOrder ?? 'ymd',
		...findSign(binding, sniffed)
	}));
	const answered: Answered = [];
	const questions: Question[] = [];
	for (const group of formatGroups(files)) {
		const first = files[group[0]];
		const whole = group.every((i) => files[i].sniffed.whole);
		const dates = group.flatMap((i) => columnValues(files[i], dateColumn(files[i].binding)));
		const numbers = group.flatMap((i) =>
			numberColumns(files[i].binding).flatMap((column) => columnValues(files[i], column))
		);
		let order = mapping.date_order === undefined ? decideOrder(dates) : settled;
		let decimal = mapping.decimal === undefined ? decideDecimal(numbers) : settled;
		if (!whole && (order === open || decimal === open)) {
			const more = await gather(
				group.map((i) => files[i]),
				order === open,
				decimal === open
			);
			if (order === open) order = decideOrder([...dates, ...more.dates]);
			if (decimal === open) decimal = decideDecimal([...numbers, ...more.numbers]);
		}
		if (typeof order === 'object') {
			for (const i of group) formats[i].dateOrder = order.order;
			if (order.value !== null) {
				answered.push({
					code: 'date_order',
					file: first.file.name,
					column: first.binding.headers[dateColumn(first.binding)],
					value: order.value,
					reading: order.order
				});
			}
		} else if (order === open && first.binding.dateOrder === null) {
			questions.push(dateQuestion(first, dates));
		}
		if (typeof decimal === 'object') {
			for (const i of group) formats[i].decimal = decimal.decimal;
			if (decimal.value !== null) {
				const column = numberColumns(first.binding).find((at) => columnValues(first, at).includes(decimal.value!));
				answered.push({
					code: 'decimal',
					file: first.file.name,
					column: column === undefined ? '' : first.binding.headers[column],
					value: decimal.value,
					reading: decimal.decimal
				});
			}
		} else if (decimal === open) questions.push(decimalQuestion(first, numbers));
	}
	return { formats, answered, questions };
}

/** The question about the days of a file, with samples that the readings tell apart. */
export function dateQuestion(source: FormatSource, values: readonly string[]): Question {
	const { binding, file } = source;
	return {
		code: 'date_order',
		key: 'date_order',
		file: file.name,
		column: binding.headers[dateColumn(binding)],
		samples: samplesOf(values, (value) => [
			['dmy', dateReading(value, 'dmy')],
			['mdy', dateReading(value, 'mdy')]
		])
	};
}

/** The question about the decimal mark of a file. */
export function decimalQuestion(source: FormatSource, values: readonly string[]): Question {
	const { binding, file } = source;
	const samples = samplesOf(values, (value) => [
		['.', decimalReading(value, { decimal: '.' })],
		[',', decimalReading(value, { decimal: ',' })]
	]);
	const column = numberColumns(binding).find((at) => columnValues(source, at).includes(samples[0]?.value ?? ''));
	return {
		code: 'decimal',
		key: 'decimal',
		file: file.name,
		column: column === undefined ? '' : binding.headers[column],
		samples
	};
}

/** Dates and numbers of the records at the beginning of a file. */
export function firstValues(source: FormatSource): { dates: string[]; numbers: string[] } {
	return {
		dates: columnValues(source, dateColumn(source.binding)),
		numbers: numberColumns(source.binding).flatMap((column) => columnValues(source, column))
	};
}

const open = 'open';
const settled = 'settled';

function decideOrder(
	values: readonly string[]
): { order: DateOrder; value: string | null } | typeof open | typeof settled {
	const found = probeDates(values);
	const decisive = found.dmy + found.mdy;
	if (decisive === 0) return found.ambiguous.length === 0 ? settled : open;
	const order = found.dmy >= found.mdy ? 'dmy' : 'mdy';
	if (Math.min(found.dmy, found.mdy) > MAY_FAIL * decisive) return open;
	const value =
		found.evidence?.order === order
			? found.evidence.value
			: (values.find((text) => dateReading(text, order) !== null && dateReading(text, other(order)) === null) ?? null);
	return { order, value };
}

function other(order: 'dmy' | 'mdy'): 'dmy' | 'mdy' {
	return order === 'dmy' ? 'mdy' : 'dmy';
}

function decideDecimal(
	values: readonly string[]
): { decimal: '.' | ','; value: string | null } | typeof open | typeof settled {
	const found = probeDecimals(values);
	const decisive = found.point + found.comma;
	if (decisive === 0) return found.ambiguous.length === 0 ? settled : open;
	const decimal = found.point >= found.comma ? '.' : ',';
	if (Math.min(found.point, found.comma) > MAY_FAIL * decisive) return open;
	// That 12.50 is no 1250 needs no telling; what else was possible does.
	const value =
		decimal === '.' && found.ambiguous.length === 0
			? null
			: (values.find(
					(text) =>
						decimalReading(text, { decimal }) !== null &&
						decimalReading(text, { decimal: decimal === '.' ? ',' : '.' }) === null
				) ?? null);
	return { decimal, value };
}

/** Reads on until every open decision has a value that decides it. */
async function gather(
	files: readonly FormatSource[],
	wantsDates: boolean,
	wantsNumbers: boolean
): Promise<{ dates: string[]; numbers: string[] }> {
	const dates: string[] = [];
	const numbers: string[] = [];
	for (const { file, encoding, sniffed, binding } of files) {
		const source = await openText(file, { encoding });
		if (source.status !== 'open') continue;
		const capacity = blockRows(sniffed.columns);
		const reader = new RecordReader(source.chunks(), {
			delimiter: sniffed.delimiter,
			quoting: sniffed.quoting,
			stride: sniffed.columns,
			firstLine: sniffed.firstLine,
			blockRows: capacity
		});
		const day = new Int32Array(capacity);
		const small = new Int16Array(capacity);
		const flags = new Uint8Array(capacity);
		const values = new Float64Array(capacity);
		const columns = numberColumns(binding);
		const states = columns.map(() => decimalState());
		try {
			for (let block = await reader.next(); block !== null; block = await reader.next()) {
				if (wantsDates && dates.length === 0) {
					readDates(block, dateColumn(binding), { order: 'dmy' }, day, small, small, flags);
					for (let r = 0; r < block.rows && dates.length < 100; r++) {
						if ((flags[r] & 24) !== 0) dates.push(cellText(block, r, dateColumn(binding)));
					}
				}
				if (wantsNumbers && numbers.length === 0) {
					for (const [i, column] of columns.entries()) {
						const { decisive, contrary } = states[i];
						readDecimals(block, column, { decimal: '.' }, values, flags, states[i]);
						if (states[i].decisive === decisive && states[i].contrary === contrary) continue;
						for (let r = 0; r < block.rows && numbers.length < 100; r++) {
							const text = cellText(block, r, column);
							const found = probeDecimals([text]);
							if (found.point + found.comma > 0) numbers.push(text);
						}
					}
				}
				if ((!wantsDates || dates.length > 0) && (!wantsNumbers || numbers.length > 0)) break;
			}
		} catch (error) {
			// A wrongly guessed encoding is mended when the file is read.
			if (!(error instanceof ReadFailure) || error.retryAs === null) throw error;
		}
		await reader.close();
	}
	return { dates, numbers };
}

/** Records of a block, so that its cells stay within a megabyte or so. */
export function blockRows(columns: number): number {
	return Math.max(64, Math.min(8192, Math.floor(131_072 / Math.max(1, columns))));
}

function dateColumn(binding: Binding): number {
	return binding.fields.get('date')![0];
}

function numberColumns(binding: Binding): number[] {
	return [...MONEY, 'quantity' as const].flatMap((field) => binding.fields.get(field)?.slice(0, 1) ?? []);
}

function columnValues({ sniffed }: FormatSource, column: number): string[] {
	return sniffed.records.flatMap((cells) => (column < cells.length ? [cells[column].trim()] : []));
}

function samplesOf(
	values: readonly string[],
	read: (value: string) => [string, string | null][]
): { value: string; readings: Record<string, string> }[] {
	const samples = new Map<string, Record<string, string>>();
	for (const value of values) {
		if (samples.size === 3) break;
		const readings = read(value).filter((reading): reading is [string, string] => reading[1] !== null);
		if (readings.length === 0 || (readings.length === 2 && readings[0][1] === readings[1][1])) continue;
		samples.set(value, Object.fromEntries(readings));
	}
	return [...samples].map(([value, readings]) => ({ value, readings }));
}

/** Money column whose cells carry currency signs. */
function findSign(binding: Binding, sniffed: Sniffed): { signColumn: number | null; sign: string } {
	if (binding.fields.has('currency') || binding.headerCurrency !== null) return { signColumn: null, sign: '' };
	for (const field of MONEY) {
		const column = binding.fields.get(field)?.[0];
		if (column === undefined) continue;
		const counts = new Map<string, number>();
		for (const cells of sniffed.records) {
			const sign = signIn(cells[column] ?? '');
			if (sign !== '' && currencyOfSign(sign) !== null) counts.set(sign, (counts.get(sign) ?? 0) + 1);
		}
		if (counts.size === 0) continue;
		const [sign] = [...counts].sort((a, b) => b[1] - a[1])[0];
		return { signColumn: column, sign };
	}
	return { signColumn: null, sign: '' };
}
