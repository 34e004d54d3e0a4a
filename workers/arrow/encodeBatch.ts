import { CHUNK_ROWS, type DecimalColumn, type IntColumn, type TextColumn } from '../core/tables';
import { batchToIpc, type ArrowColumn } from './batchToIpc';
import {
	LAYOUT_KEY,
	type ChunkLayout,
	type ColumnLayout,
	type Formula,
	type IntLayout,
	type TextLayout
} from './layout';
import { toNumbers } from './numberedText';
import { RowBitsWriter, bitsFor } from './rowBits';
import { COLUMNS, type ColumnSpec, type StoredTable, type StoredTypes } from './tables';
import { Scratch, toWhole } from './whole';

type Columns = Record<string, IntColumn | DecimalColumn | TextColumn | string[] | number>;

const column = new Scratch();
const residue = new Int32Array(CHUNK_ROWS);
const terms = [new Scratch(), new Scratch(), new Scratch(), new Scratch()];
const numbers = new Float64Array(CHUNK_ROWS);

/** Lowest and highest value. */
function rangeOf(values: Int32Array): [low: number, high: number] {
	let low = values[0] | 0;
	let high = low;
	for (let i = 1; i < values.length; i++) {
		const value = values[i];
		if (value < low) low = value;
		if (value > high) high = value;
	}
	return [low, high];
}

/** Lowest and highest step from row to row among the first `rows`, at least two. */
function stepsOf(values: Int32Array, rows: number): [low: number, high: number] {
	let low = values[1] - values[0];
	let high = low;
	for (let i = 2; i < rows; i++) {
		const step = values[i] - values[i - 1];
		if (step < low) low = step;
		if (step > high) high = step;
	}
	return [low, high];
}

/** Share of rows that equal the row before, from windows of 64 rows spread over the column. */
function repeatsIn(values: Int32Array): number {
	const stride = Math.max(64, values.length >> 5);
	let seen = 0;
	let repeats = 0;
	for (let from = 1; from < values.length; from += stride) {
		const to = Math.min(from + 64, values.length);
		for (let i = from; i < to; i++) if (values[i] === values[i - 1]) repeats++;
		seen += to - from;
	}
	return repeats / seen;
}

/** A first look at so many steps rules the steps out of most columns. */
const GLANCE = 512;

/** How whole numbers are best written, and about how many bits a row that costs; costs 0 when no row differs. */
type Plan =
	| { as: 'constant' | 'sequence'; cost: 0 }
	| { as: 'bits' | 'column'; cost: number; low: number; bits: number; high: number }
	| { as: 'steps'; cost: number; low: number; bits: number };

function planOf(values: Int32Array): Plan {
	const rows = values.length;
	if (rows === 0) return { as: 'constant', cost: 0 };
	const [low, high] = rangeOf(values);
	if (low === high) return { as: 'constant', cost: 0 };
	const bits = bitsFor(high - low);
	// One bit more than the steps need: they must be worth the running sum.
	let steps = stepsOf(values, Math.min(rows, GLANCE));
	if (steps[1] - steps[0] < 4_294_967_296 && bitsFor(steps[1] - steps[0]) + 1 < bits) {
		steps = stepsOf(values, rows);
		if (steps[0] === steps[1]) return { as: 'sequence', cost: 0 };
		const range = steps[1] - steps[0];
		const cost = range < 4_294_967_296 ? bitsFor(range) + 1 : Infinity;
		if (cost < bits) return { as: 'steps', cost, low: steps[0], bits: bitsFor(range) };
	} else if (rows === 2) return { as: 'sequence', cost: 0 };
	// Chromium and Firefox compress stored values, but find repeats of whole bytes only: about 6 bytes for every value
	// between others (two changes), 3 for each 64 bytes of sameness. Twice those, for engines that do not compress.
	const width = bits <= 8 ? 8 : bits <= 16 ? 16 : 32;
	const alone = 24 * (1 - repeatsIn(values)) + 0.1 * width;
	if (alone < bits) return { as: 'column', cost: alone, low, high, bits };
	return { as: 'bits', cost: bits, low, high, bits };
}

function unsigned(values: Int32Array, base: number, bits: number): Uint8Array | Uint16Array | Uint32Array {
	const out =
		bits <= 8
			? new Uint8Array(values.length)
			: bits <= 16
				? new Uint16Array(values.length)
				: new Uint32Array(values.length);
	for (let i = 0; i < values.length; i++) out[i] = values[i] - base;
	return out;
}

class ChunkEncoder {
	readonly rows: number;
	readonly bits: RowBitsWriter;
	readonly columns: ArrowColumn[] = [];

	constructor(rows: number) {
		this.rows = rows;
		this.bits = new RowBitsWriter(rows);
	}

	ints(name: string, values: Int32Array, plan = planOf(values)): IntLayout {
		const first = values.length === 0 ? 0 : values[0];
		switch (plan.as) {
			case 'constant':
				return { as: 'constant', value: first };
			case 'sequence':
				return { as: 'sequence', start: first, step: values[1] - first };
			case 'steps': {
				const { low: base, bits } = plan;
				return { as: 'steps', at: this.bits.putSteps(values, base, bits), bits, base, first };
			}
			case 'bits': {
				const { low: base, bits } = plan;
				return { as: 'bits', at: this.bits.put(values, base, bits), bits, base };
			}
			case 'column':
				this.columns.push({ name, values: unsigned(values, plan.low, plan.bits) });
				return { as: 'column', base: plan.low };
		}
	}

	whole(name: string, values: IntColumn): IntLayout {
		const whole = toWhole(values, this.rows, column);
		if (!whole) {
			this.columns.push({ name, values: Float64Array.from(values.subarray(0, this.rows)) });
			return { as: 'floats' };
		}
		const layout = this.ints(name, whole.values);
		return whole.add === 0 ? layout : { ...layout, add: whole.add };
	}

	decimal(spec: ColumnSpec, batch: Columns): ColumnLayout {
		const { name } = spec;
		const { values, scale } = batch[name] as DecimalColumn;
		const whole = toWhole(values, this.rows, column);
		if (whole && whole.add === 0) {
			const plain = planOf(whole.values);
			const formulas: Formula[] =
				plain.cost === 0
					? []
					: [
							...(spec.sums ?? []).map((sum) => ({ sum })),
							...(spec.product ? [productOf(spec.product, scale, batch)] : [])
						];
			for (const formula of formulas) {
				if (!this.residues(formula, whole.values, scale, batch)) continue;
				const left = residue.subarray(0, this.rows);
				const plan = planOf(left);
				// Three quarters, for a formula costs the reader time.
				if (plan.cost < plain.cost * 0.75) {
					return { name, kind: 'decimal', scale, ints: this.ints(name, left, plan), formula };
				}
			}
			return { name, kind: 'decimal', scale, ints: this.ints(name, whole.values, plain) };
		}
		return { name, kind: 'decimal', scale, ints: this.whole(name, values) };
	}

	/** Fills `residue` with what the formula leaves; false where it does not hold in 32-bit whole numbers. */
	residues(formula: Formula, values: Int32Array, scale: number, batch: Columns): boolean {
		const names = 'sum' in formula ? formula.sum.map(([name]) => name) : formula.product;
		const sources: Int32Array[] = [];
		for (const [k, name] of names.entries()) {
			const source = batch[name] as DecimalColumn;
			if ('sum' in formula && source.scale !== scale) return false;
			const whole = toWhole(source.values, this.rows, terms[k]);
			if (!whole || whole.add !== 0) return false;
			sources.push(whole.values);
		}
		let low = 0;
		let high = 0;
		if ('sum' in formula) {
			const [a, b, c, d] = sources;
			const [sa, sb, sc, sd = 0] = formula.sum.map(([, sign]) => sign);
			// The first source stands in for a fourth that is not there, times 0.
			const e = d ?? a;
			for (let i = 0; i < this.rows; i++) {
				const left = values[i] - sa * a[i] - sb * b[i] - sc * c[i] - sd * e[i];
				if (left < low) low = left;
				if (left > high) high = left;
				residue[i] = left;
			}
		} else {
			const [a, b] = sources;
			const { divisor, multiplier } = formula;
			for (let i = 0; i < this.rows; i++) {
				const product = a[i] * b[i] * multiplier;
				const left = values[i] - (divisor === 1 ? product : Math.round(product / divisor));
				if (left < low) low = left;
				if (left > high) high = left;
				residue[i] = left;
			}
		}
		return low >= -2_147_483_648 && high <= 2_147_483_647;
	}

	text(name: string, text: TextColumn): TextLayout {
		const { rows } = this;
		const { offsets } = text;
		if (offsets.length < rows + 1 || offsets[0] !== 0) throw new RangeError('Text has offsets 0 … length');
		const width = rows > 0 ? offsets[1] : 0;
		let sameWidth = true;
		for (let i = 1; i < rows && sameWidth; i++) sameWidth = offsets[i + 1] - offsets[i] === width;
		if (sameWidth && (rows === 0 || isRepeated(text.bytes, width, rows))) {
			const value = utf8(text.bytes.subarray(0, width));
			if (value !== null) return { as: 'constant-text', value };
		}
		const numbered = toNumbers(text, rows, numbers);
		if (numbered) {
			const { prefix, width, numbers: values } = numbered;
			return { as: 'numbered', prefix, width, number: this.whole(name, values) };
		}
		if (sameWidth && width > 0) {
			this.columns.push({ name, values: { fixed: text.bytes.subarray(0, rows * width), width } });
			return { as: 'fixed', width };
		}
		this.columns.push({ name, values: { text } });
		return { as: 'utf8' };
	}
}

function productOf([a, b]: [string, string], scale: number, batch: Columns): Formula {
	const surplus = (batch[a] as DecimalColumn).scale + (batch[b] as DecimalColumn).scale - scale;
	return { product: [a, b], divisor: 10 ** Math.max(0, surplus), multiplier: 10 ** Math.max(0, -surplus) };
}

function isRepeated(bytes: Uint8Array, width: number, rows: number): boolean {
	for (let i = width; i < rows * width; i++) if (bytes[i] !== bytes[i - width]) return false;
	return true;
}

/** The text, or null where the bytes are not valid UTF-8 and would not come back the same. */
function utf8(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
}

/**
 * A batch as one chunk: an Arrow IPC stream of one record batch, as small as plain typed loops make it.
 * @param batch at most {@link CHUNK_ROWS} rows; read only, and not kept
 * @returns new bytes in a buffer of their own, the same for the same batch
 * @throws RangeError when the batch is longer, a column is shorter than the batch, or a number is not a safe integer
 */
export function encodeBatch<T extends StoredTable>(table: T, batch: StoredTypes[T]): Uint8Array<ArrayBuffer> {
	const rows = batch.length;
	if (rows > CHUNK_ROWS) throw new RangeError(`A batch has at most ${CHUNK_ROWS} rows`);
	const source = batch as unknown as Columns;
	const encoder = new ChunkEncoder(rows);
	const columns = COLUMNS[table].map((spec): ColumnLayout => {
		const { name, kind } = spec;
		const values = source[name];
		if (kind === 'int') return { name, kind, ints: encoder.whole(name, values as IntColumn) };
		if (kind === 'decimal') return encoder.decimal(spec, source);
		if (kind === 'text') return { name, kind, text: encoder.text(name, values as TextColumn) };
		if (kind === 'list') return { name, kind, list: values as string[] };
		return { name, kind, number: values as number };
	});
	const layout: ChunkLayout = { table, version: 1, rows, columns };
	const words = encoder.bits.columns().map(([name, values]): ArrowColumn => ({ name, values }));
	const metadata = new Map([[LAYOUT_KEY, JSON.stringify(layout)]]);
	return batchToIpc([...words, ...encoder.columns], rows, metadata, 'stream');
}
