import { NONE } from '../tables';
import { IntBlocks } from './bytes/blocks';
import { ReadFailure } from './bytes/failure';
import type { FileSet } from './fileSet';
import { GIVEN, ORDER_AMOUNTS } from './orderRows';
import type { OrderAmount, OrderRows } from './orderRows';
import type { ReadFile } from './readFile';
import { RECORD_KIND } from './saleRows';
import type { SaleRows } from './saleRows';
import { MAX_SCALE } from './bytes/decimals';

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
		(['product_id', 'product_name', 'quantity', 'unit_price', 'amount'] as const).some((field) => binding.fields.has(field))
	);
	const pricesLines = files.map(({ binding }) => binding.fields.has('amount') || binding.fields.has('unit_price'));
	const sumsDiscounts = files.map(({ binding }) => !binding.fields.has('discount') && binding.fields.has('line_discount'));
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
		const sums = new Float64Array(orders.length);
		const owner = (row: number) => (set === null ? row : set.target[row]);
		const repeats = set?.saleRepeats;

		const products = new Int32Array(orders.length).fill(NONE);
		for (const { from, orders: rows, count } of sales.parts()) {
			const kinds = sales.kind.range(from, from + count);
			const values = sales.product.range(from, from + count);
			const quantities = sales.quantity.range(from, from + count).values;
			for (let i = 0; i < count; i++) {
				if (kinds[i] !== RECORD_KIND.merchandise || (repeats !== undefined && repeats[from + i] !== 0)) continue;
				const row = set === null ? rows[i] : owner(rows[i]);
				sums[row] += quantities[i];
				if (products[row] < 0) products[row] = values[i];
			}
		}
		units.append(sums, sums.length);
		firstProduct.append(products, products.length);

		if (pricesLines.includes(true)) {
			const factor = 10 ** (scale - sales.amount.scale);
			sums.fill(0);
			let postage = false;
			for (const { from, orders: rows, count } of sales.parts()) {
				const kinds = sales.kind.range(from, from + count);
				const values = sales.amount.range(from, from + count).values;
				for (let i = 0; i < count; i++) {
					if (kinds[i] === RECORD_KIND.shipping) postage = true;
					if (kinds[i] !== RECORD_KIND.merchandise || (repeats !== undefined && repeats[from + i] !== 0)) continue;
					sums[set === null ? rows[i] : owner(rows[i])] += values[i] * factor;
				}
			}
			setWhere(orders, sums, 'gross', pricesLines, GIVEN.gross | GIVEN.net_items);
			if (postage) {
				sums.fill(0);
				addLines(sales, set, RECORD_KIND.shipping, (row, amount) => (sums[row] += amount * factor));
				setWhere(orders, sums, 'shipping', pricesLines, GIVEN.shipping);
			}
		}
		if (sumsDiscounts.includes(true)) {
			const factor = 10 ** (scale - sales.discount.scale);
			sums.fill(0);
			for (const { from, orders: rows, count } of sales.parts()) {
				const values = sales.discount.range(from, from + count).values;
				for (let i = 0; i < count; i++) {
					if (repeats === undefined || repeats[from + i] === 0) sums[owner(rows[i])] += values[i] * factor;
				}
			}
			setWhere(orders, sums, 'discount', sumsDiscounts, GIVEN.discount);
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

function addLines(
	sales: SaleRows,
	set: FileSet | null,
	kind: number,
	add: (row: number, amount: number) => void
): void {
	for (const { from, orders: rows, count } of sales.parts()) {
		const kinds = sales.kind.range(from, from + count);
		const values = sales.amount.range(from, from + count).values;
		for (let i = 0; i < count; i++) {
			if (kinds[i] !== kind || set?.saleRepeats[from + i] === 1) continue;
			add(set === null ? rows[i] : set.target[rows[i]], values[i]);
		}
	}
}

/** Takes sums for the orders of files where `applies`, unless one of the `given` bits says that the file prints it. */
function setWhere(
	orders: OrderRows,
	sums: Float64Array,
	field: OrderAmount,
	applies: readonly boolean[],
	given: number
): void {
	const column = orders.amounts[field];
	const CHUNK = 65_536;
	for (let from = 0; from < orders.length; from += CHUNK) {
		const to = Math.min(from + CHUNK, orders.length);
		const printed = orders.given.range(from, to);
		const file = orders.file.range(from, to);
		const values = column.range(from, to).values;
		for (let i = 0; i < to - from; i++) {
			if (!applies[file[i]] || (printed[i] & given) !== 0) sums[from + i] = values[i];
			else if (!Number.isSafeInteger(sums[from + i])) throw tooLarge();
		}
	}
	column.replace(sums, column.scale);
}

/** gross = net_items + discount, or what the total leaves; tax = total − net_items − shipping; total = gross − discount + shipping + tax. */
function completeAmounts(orders: OrderRows, pricesLines: readonly boolean[]): void {
	const { gross, discount, shipping, tax, total, net_items } = orders.amounts;
	const CHUNK = 65_536;
	const fromLines = pricesLines.every(Boolean);
	for (let from = 0; from < orders.length; from += CHUNK) {
		const to = Math.min(from + CHUNK, orders.length);
		const printed = orders.given.range(from, to).slice();
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
	const CHUNK = 65_536;
	const tolerance = 10 ** (scale - 2);
	const onTop = files.map(() => 0);
	const inside = files.map(() => 0);
	let result = { count: 0, samples: [] as number[] };
	// First which of the two fits more orders of a file, then the orders that it does not fit.
	for (const pass of [0, 1]) {
		result = { count: 0, samples: [] };
		for (let from = 0; from < orders.length; from += CHUNK) {
			const to = Math.min(from + CHUNK, orders.length);
			const g = gross.range(from, to).values;
			const d = discount.range(from, to).values;
			const s = shipping.range(from, to).values;
			const x = tax.range(from, to).values;
			const t = total.range(from, to).values;
			const file = orders.file.range(from, to);
			for (let i = 0; i < to - from; i++) {
				if (set !== null && set.target[from + i] !== from + i) continue;
				const off = t[i] - (g[i] - d[i] + s[i]);
				if (pass === 0) {
					if (x[i] !== 0 && Math.abs(off - x[i]) <= tolerance) onTop[file[i]]++;
					else if (x[i] !== 0 && Math.abs(off) <= tolerance) inside[file[i]]++;
				} else if (Math.abs(inside[file[i]] > onTop[file[i]] ? off : off - x[i]) > tolerance) {
					result.count++;
					if (result.samples.length < 3) result.samples.push(from + i);
				}
			}
		}
	}
	return result;
}

function tooLarge(): ReadFailure {
	return new ReadFailure({ code: 'amount_too_large' });
}
