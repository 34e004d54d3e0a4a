import { NONE } from '../tables';
import { AmountBlocks } from './amountBlocks';
import { IntBlocks } from './bytes/blocks';
import { MAX_SCALE } from './bytes/decimals';
import { ReadFailure } from './bytes/failure';
import { PART_ROWS, readInts, readNumbers } from './columnReads';
import type { FileSet } from './fileSet';
import { LineSums } from './lineSums';
import { GIVEN, ORDER_AMOUNTS } from './orderRows';
import type { OrderAmount, OrderRows } from './orderRows';
import type { ReadFile } from './readFile';
import { RECORD_KIND } from './saleRows';
import type { SaleRows } from './saleRows';

/** What the lines of the orders add up to. */
export interface LineTotals {
	/** Pieces of merchandise, by order row; at `unitsScale`. */
	units: IntBlocks;
	unitsScale: number;
	/** Product of the first merchandise line, by order row. */
	firstProduct: IntBlocks;
	/** Orders whose printed sums do not tie, at most a handful of rows of them, and of how many. */
	untied: { count: number; samples: number[] };
}

/**
 * Completes the money of every order: gross from its lines where none is printed, tax and total where they are missing.
 * Afterwards all amount columns of `orders` have one scale.
 * @param exponent decimals of the currency with most
 * @throws {@link ReadFailure} amount_too_large
 */
export function completeOrders(
	orders: OrderRows,
	sales: SaleRows,
	files: readonly ReadFile[],
	set: FileSet | null,
	exponent: number
): LineTotals {
	const { amounts } = orders;
	const hasLines = files.map(({ binding }) =>
		(['product_id', 'product_name', 'quantity', 'unit_price', 'amount'] as const).some((field) =>
			binding.fields.has(field)
		)
	);
	const pricesLines = files.map(({ binding }) => binding.fields.has('amount') || binding.fields.has('unit_price'));
	const sumsDiscounts = files.map(
		({ binding }) => !binding.fields.has('discount') && binding.fields.has('line_discount')
	);
	if (!sales.amount.fits() || !sales.quantity.fits()) throw tooLarge();
	let scale = Math.max(exponent, sales.amount.scale, ...ORDER_AMOUNTS.map((field) => amounts[field].scale));
	if (sumsDiscounts.includes(true)) scale = Math.max(scale, sales.discount.scale);
	scale = Math.min(scale, MAX_SCALE);
	for (const field of ORDER_AMOUNTS) {
		amounts[field].raise(scale);
		if (amounts[field].overflow) throw tooLarge();
	}

	const units = new IntBlocks(0);
	const firstProduct = new IntBlocks(NONE);
	if (hasLines.includes(true)) {
		const lines = new LineSums(orders, sales, set);
		lines.addTo(sales.quantity, RECORD_KIND.merchandise, 1, (sums) => units.append(sums, sums.length));
		lines.firstProducts(firstProduct);
		if (pricesLines.includes(true)) {
			const factor = 10 ** (scale - sales.amount.scale);
			setWhere(orders, 'gross', pricesLines, GIVEN.gross | GIVEN.net_items, (take) =>
				lines.addTo(sales.amount, RECORD_KIND.merchandise, factor, take)
			);
			if (lines.has(RECORD_KIND.shipping)) {
				setWhere(orders, 'shipping', pricesLines, GIVEN.shipping, (take) =>
					lines.addTo(sales.amount, RECORD_KIND.shipping, factor, take)
				);
			}
		}
		if (sumsDiscounts.includes(true)) {
			const factor = 10 ** (scale - sales.discount.scale);
			setWhere(orders, 'discount', sumsDiscounts, GIVEN.discount, (take) =>
				lines.addTo(sales.discount, null, factor, take)
			);
		}
	} else {
		units.repeat(0, orders.length);
		firstProduct.repeat(NONE, orders.length);
	}
	completeAmounts(orders, pricesLines);
	if (ORDER_AMOUNTS.some((field) => amounts[field].overflow)) throw tooLarge();
	const untied = findUntied(orders, files, set, scale);
	return { units, unitsScale: sales.quantity.scale, firstProduct, untied };
}

/** Takes sums for the orders of files where `applies`, unless one of the `given` bits says that the file prints it. */
function setWhere(
	orders: OrderRows,
	field: OrderAmount,
	applies: readonly boolean[],
	given: number,
	addUp: (take: (sums: Float64Array, from: number) => void) => void
): void {
	const column = orders.amounts[field];
	const always = applies.every(Boolean) && (orders.given.some & given) === 0;
	const printed = new Int32Array(PART_ROWS);
	const file = new Int32Array(PART_ROWS);
	const values = new Float64Array(PART_ROWS);
	const taken = new AmountBlocks(column.scale);
	addUp((sums, first) => {
		for (let from = first; from < first + sums.length; from += PART_ROWS) {
			const to = Math.min(from + PART_ROWS, first + sums.length);
			const part = sums.subarray(from - first, to - first);
			if (!always) {
				readInts(orders.given, from, to, printed);
				readInts(orders.file, from, to, file);
				readNumbers(column, from, to, values);
				for (let i = 0; i < part.length; i++) {
					if (!applies[file[i]] || (printed[i] & given) !== 0) part[i] = values[i];
				}
			}
			if (!areSafe(part)) throw tooLarge();
			taken.append(part, part.length, column.scale);
		}
	});
	column.replace(taken);
}

function areSafe(values: Float64Array): boolean {
	let largest = 0;
	for (let i = 0; i < values.length; i++) {
		const size = values[i] < 0 ? -values[i] : values[i];
		if (size > largest) largest = size;
	}
	return largest <= Number.MAX_SAFE_INTEGER;
}

/** gross = net_items + discount, or what the total leaves; tax = total − net_items − shipping; total = gross − discount + shipping + tax. */
function completeAmounts(orders: OrderRows, pricesLines: readonly boolean[]): void {
	const { gross, discount, shipping, tax, total, net_items } = orders.amounts;
	const fromLines = pricesLines.every(Boolean);
	const { some, every } = orders.given;
	const needed = fromLines ? GIVEN.total : GIVEN.total | GIVEN.gross;
	if ((every & needed) === needed && (some & GIVEN.net_items) === 0) return;
	const printed = new Int32Array(PART_ROWS);
	for (let from = 0; from < orders.length; from += PART_ROWS) {
		const to = Math.min(from + PART_ROWS, orders.length);
		readInts(orders.given, from, to, printed);
		for (let row = from; row < to; row++) {
			const given = printed[row - from];
			const net = given & GIVEN.net_items;
			if ((given & GIVEN.total) !== 0 && ((given & GIVEN.gross) !== 0 || (net === 0 && fromLines))) {
				if (net === 0 || (given & GIVEN.tax) !== 0) continue;
			}
			if (net !== 0 && (given & GIVEN.total) !== 0 && (given & GIVEN.tax) === 0) {
				tax.set(row, total.get(row) - net_items.get(row) - shipping.get(row));
			}
			if ((given & GIVEN.gross) === 0) {
				if (net !== 0) gross.set(row, net_items.get(row) + discount.get(row));
				else if (!pricesLines[orders.file.get(row)] && (given & GIVEN.total) !== 0) {
					gross.set(row, total.get(row) - shipping.get(row) - tax.get(row) + discount.get(row));
				}
			}
			if ((given & GIVEN.total) === 0) {
				total.set(row, gross.get(row) - discount.get(row) + shipping.get(row) + tax.get(row));
			}
		}
	}
}

/** Orders whose total is neither gross − discount + shipping + tax nor, where the prices of their file include it, that without tax. */
function findUntied(
	orders: OrderRows,
	files: readonly ReadFile[],
	set: FileSet | null,
	scale: number
): { count: number; samples: number[] } {
	const { gross, discount, shipping, tax, total } = orders.amounts;
	const tolerance = 10 ** (scale - 2);
	const [g, d, s, x, t] = [gross, discount, shipping, tax, total].map(() => new Float64Array(PART_ROWS));
	const file = new Int32Array(PART_ROWS);
	const untied = new Int32Array(PART_ROWS);
	const fits = files.map(() => ({ onTop: 0, inside: 0 }));
	const without = files.map(() => ({ count: 0, samples: [] as number[] }));
	const withTax = files.map(() => ({ count: 0, samples: [] as number[] }));
	for (let from = 0; from < orders.length; from += PART_ROWS) {
		const to = Math.min(from + PART_ROWS, orders.length);
		readNumbers(gross, from, to, g);
		readNumbers(discount, from, to, d);
		readNumbers(shipping, from, to, s);
		readNumbers(tax, from, to, x);
		readNumbers(total, from, to, t);
		const count = untiedRows([g, d, s, x, t], to - from, tolerance, untied);
		if (count === 0) continue;
		readInts(orders.file, from, to, file);
		for (let k = 0; k < count; k++) {
			const i = untied[k];
			if (set !== null && set.target[from + i] !== from + i) continue;
			const at = file[i];
			if (Math.abs(t[i]) > tolerance) note(without[at], from + i);
			else fits[at].inside++;
			if (Math.abs(t[i] - x[i]) > tolerance) note(withTax[at], from + i);
			else fits[at].onTop++;
		}
	}
	const found = files.map((_, at) => (fits[at].inside > fits[at].onTop ? without[at] : withTax[at]));
	return {
		count: found.reduce((sum, { count }) => sum + count, 0),
		samples: found.flatMap(({ samples }) => samples).slice(0, 3)
	};
}

/** Rows of a part that need a look; in place of the totals, what they leave when the rest is taken off. */
function untiedRows([g, d, s, x, t]: Float64Array[], count: number, tolerance: number, out: Int32Array): number {
	let found = 0;
	for (let i = 0; i < count; i++) {
		const off = t[i] - (g[i] - d[i] + s[i]);
		t[i] = off;
		out[found] = i;
		if (x[i] !== 0 || off > tolerance || off < -tolerance) found++;
	}
	return found;
}

function note(found: { count: number; samples: number[] }, row: number): void {
	found.count++;
	if (found.samples.length < 3) found.samples.push(row);
}

function tooLarge(): ReadFailure {
	return new ReadFailure({ code: 'amount_too_large' });
}
