import { NO_DAY, NONE } from '../tables';
import type { IntColumn } from '../tables';
import type { AtStake } from './atStake';
import type { IntBlocks } from './bytes/blocks';
import { DATE, readDates } from './bytes/dates';
import { DECIMAL, MAX_SCALE, decimalState, readDecimals } from './bytes/decimals';
import type { DecimalState } from './bytes/decimals';
import { ReadFailure } from './bytes/failure';
import { cellText } from './bytes/records';
import { TextTable, internColumn, trimStart } from './bytes/texts';
import { RECORD } from './bytes/types';
import type { RecordBlock } from './bytes/types';
import type { Binding } from './columns';
import { currencyOfSign } from './currencies';
import { Customers } from './customers';
import { Dictionary } from './dictionary';
import { GIVEN, ORDER_AMOUNTS, ORDER_CODES, OrderRows } from './orderRows';
import type { OrderAmount, OrderCode } from './orderRows';
import { Problems, REJECTED, SKIPPED } from './problems';
import { Products } from './products';
import type { FedBlock } from './recordFeed';
import { RecordHash, textHash } from './recordHash';
import { RefundRows } from './refundRows';
import { RejectedOrders } from './rejectedOrders';
import { RowFilters } from './rowFilters';
import { RECORD_KIND, SaleRows } from './saleRows';
import { isRefundKind, isTotalCell } from './statusWords';
import type { DateOrder, Field } from './types';

/** What all files of a run fill together. */
export interface Stores {
	ids: TextTable;
	orders: OrderRows;
	sales: SaleRows;
	refunds: RefundRows;
	customers: Customers;
	products: Products;
	dictionaries: Record<OrderCode, Dictionary>;
	problems: Problems;
	rejected: RejectedOrders;
	atStake: AtStake;
	/** Several files: records are hashed, an order has a row for each file. */
	several: boolean;
	/** Hash the records that carry an order's own fields. */
	hashHeaders: boolean;
}

/** Thrown when a record repeats an order's own fields: the file is to be read again with `hashHeaders`. */
export class HashesNeeded extends Error {}

const SALE = 0;
const REFUND = 1;
const OUT = 2;

const NUMBERS = [...ORDER_AMOUNTS, 'quantity', 'unit_price', 'list_price', 'amount', 'line_discount'] as const;
type NumberField = (typeof NUMBERS)[number];
const LINE_FIELDS: readonly Field[] = ['product_id', 'product_name', 'quantity', 'unit_price', 'amount'];
/** Given back or taken off: some files print these with a minus. */
const POSITIVE: ReadonlySet<NumberField> = new Set(['discount', 'refunds', 'line_discount']);

interface NumberCells {
	field: NumberField;
	column: number;
	/** A figure rests on it: text in it rejects the record. */
	needed: boolean;
	values: Float64Array;
	marks: Uint8Array;
	state: DecimalState;
}

interface CodeCells {
	field: OrderCode;
	columns: number[];
	values: Int32Array;
}

interface DateCells {
	column: number;
	day: Int32Array;
	minute: Int16Array;
	offset: Int16Array;
	flags: Uint8Array;
}

const ORDER_AMOUNT_BITS = ORDER_AMOUNTS.reduce((bits, field) => bits | GIVEN[field], 0);

const UCI_SHIPPING: ReadonlySet<string> = new Set(['POST', 'DOT', 'C2']);
const UCI_LEDGER: ReadonlySet<string> = new Set(['B', 'BANK CHARGES', 'AMAZONFEE', 'CRUK']);
const PLAIN_PRODUCT = 0;
const SHIPPING_PRODUCT = 1;
const LEDGER_PRODUCT = 2;

const hexadecimal = new TextEncoder().encode('0123456789abcdef');

/** Turns the records of one file into orders, lines and refunds, a block at a time, without an object a record. */
export class RowReader {
	records = 0;
	/** A cell of the currency column held something. */
	currencySeen = false;
	/** Records that print another value of an order's own field than an earlier one, and some of their orders. */
	differing = 0;
	readonly differingOrders: number[] = [];
	/** The last record was cut off. */
	endsInside = false;
	/** Amounts that had more decimals than are kept. */
	rounded = 0;
	/** Dates that only one order reads. */
	onlyDmy = 0;
	onlyMdy = 0;
	/** A few of them, of both kinds. */
	readonly decisiveDates: string[] = [];
	readonly #stores: Stores;
	readonly #binding: Binding;
	readonly #file: number;
	readonly #fileName: string;
	readonly #columns: number;
	readonly #decimal: '.' | ',';
	readonly #dateOrder: DateOrder;
	readonly #dollar: string;
	/** Column whose cells carry currency signs, where no column names the currency. */
	readonly #signColumn: number | null;
	readonly #outcome: Uint8Array;
	readonly #ids: Int32Array;
	readonly #rows: Int32Array;
	readonly #given: Int32Array;
	/** Those of the present block. */
	#customer: Int32Array = new Int32Array(0);
	#rank: Uint8Array = new Uint8Array(0);
	#invalid: Uint8Array = new Uint8Array(0);
	readonly #product: Int32Array;
	readonly #kind: Int32Array;
	readonly #scratch: Int32Array;
	readonly #gathered: Int32Array;
	readonly #gatheredLines: Uint32Array;
	readonly #amounts: Float64Array;
	readonly #lineAmount: Float64Array;
	#lineScale = 2;
	#blockRows = 0;
	/** Minutes between records and the ones that opened their orders; all 0 but for blocks with {@link #apart}. */
	readonly #moments: Int32Array;
	#apart = false;
	readonly #opened: Int32Array;
	readonly #joined: Int32Array;
	readonly #numbers: NumberCells[] = [];
	readonly #number = new Map<NumberField, NumberCells>();
	readonly #codes: CodeCells[] = [];
	readonly #code = new Map<OrderCode, Int32Array>();
	readonly #date: DateCells;
	readonly #refundDate: DateCells | null;
	readonly #since: DateCells | null;
	readonly #filters: RowFilters;
	readonly #kinds = new Dictionary();
	readonly #kindIsRefund: boolean[] = [];
	readonly #productKinds: number[] = [];
	readonly #hasLines: boolean;
	readonly #recordHash: RecordHash | null;
	readonly #headerHash: RecordHash | null;
	readonly #repeatedHeaders = new Map<number, Set<string>>();
	readonly #rowKeyHash: RecordHash | null;
	readonly #rowKeyCounts = new Map<number, number>();
	readonly #hex = new Uint8Array(32);
	/** First order row of this file. */
	readonly #firstRow: number;
	/** Order of the record above (Shopify leaves names blank on further lines). */
	#above = NONE;

	/**
	 * @param formats how numbers and days of this file are printed; `dollar` is the currency of the sign $
	 * @param capacity rows of a block, at most 65,536
	 */
	constructor(
		stores: Stores,
		binding: Binding,
		file: { index: number; name: string },
		formats: { decimal: '.' | ','; dateOrder: DateOrder; dollar: string; signColumn: number | null },
		capacity: number
	) {
		this.#stores = stores;
		this.#binding = binding;
		this.#file = file.index;
		this.#fileName = file.name;
		this.#columns = binding.headers.length;
		this.#decimal = formats.decimal;
		this.#dateOrder = formats.dateOrder;
		this.#dollar = formats.dollar;
		this.#signColumn = binding.fields.has('currency') ? null : formats.signColumn;
		this.#outcome = new Uint8Array(capacity);
		this.#ids = new Int32Array(capacity);
		this.#rows = new Int32Array(capacity);
		this.#given = new Int32Array(capacity);
		this.#product = new Int32Array(capacity);
		this.#kind = new Int32Array(capacity);
		this.#scratch = new Int32Array(capacity);
		this.#gathered = new Int32Array(capacity);
		this.#gatheredLines = new Uint32Array(capacity);
		this.#amounts = new Float64Array(capacity);
		this.#lineAmount = new Float64Array(capacity);
		this.#moments = new Int32Array(capacity);
		this.#opened = new Int32Array(capacity);
		this.#joined = new Int32Array(capacity);
		const { fields } = binding;
		for (const field of NUMBERS) {
			const column = fields.get(field)?.[0];
			if (column === undefined) continue;
			const needed = field === 'line_discount' ? !fields.has('discount') : field !== 'list_price';
			const cells: NumberCells = {
				field,
				column,
				needed,
				values: new Float64Array(capacity),
				marks: new Uint8Array(capacity),
				state: decimalState(field === 'quantity' ? 0 : 2)
			};
			this.#numbers.push(cells);
			this.#number.set(field, cells);
		}
		this.#numbers.sort((a, b) => a.column - b.column);
		for (const field of ORDER_CODES) {
			const columns = fields.get(field) ?? [];
			if (columns.length === 0 && (field !== 'currency' || this.#signColumn === null)) continue;
			const cells = { field, columns, values: new Int32Array(capacity) };
			this.#codes.push(cells);
			this.#code.set(field, cells.values);
		}
		const dates = (column: number | undefined): DateCells | null =>
			column === undefined
				? null
				: {
						column,
						day: new Int32Array(capacity),
						minute: new Int16Array(capacity),
						offset: new Int16Array(capacity),
						flags: new Uint8Array(capacity)
					};
		this.#date = dates(fields.get('date')?.[0] ?? 0)!;
		this.#refundDate = dates(fields.get('refund_date')?.[0]);
		this.#since = dates(fields.get('customer_since')?.[0]);
		this.#filters = new RowFilters(binding.filters, { decimal: formats.decimal }, capacity);
		this.#hasLines = LINE_FIELDS.some((field) => fields.has(field));
		const mapped = [...fields].flatMap(([field, columns]) => columns.map((column) => ({ field, column })));
		const mappedHash = () =>
			new RecordHash(
				mapped.map(({ column }) => column),
				mapped.map(({ field }) => field)
			);
		this.#recordHash = stores.several ? mappedHash() : null;
		this.#rowKeyHash = binding.orders === 'id' ? null : mappedHash();
		this.#headerHash =
			stores.hashHeaders && binding.rules === 'shopify'
				? new RecordHash([...binding.headers.keys()], binding.headers)
				: null;
		this.#firstRow = stores.orders.length;
		stores.sales.fileStarts.push(stores.sales.length);
	}

	/** Evidence of the number format: what a column of this file has shown. */
	get numberStates(): { field: Field; column: number; state: DecimalState }[] {
		return this.#numbers.map(({ field, column, state }) => ({ field, column, state }));
	}

	/** @throws {@link ReadFailure} amount_too_large, {@link HashesNeeded} */
	read({ block, customer, rank, invalid }: FedBlock): void {
		this.#customer = customer;
		this.#rank = rank;
		this.#invalid = invalid;
		this.#blockRows = block.rows;
		this.#outcome.fill(SALE, 0, block.rows);
		this.#readTexts(block);
		this.#checkStructure(block);
		this.#readNumbers(block);
		this.#readDate(block, this.#date, true);
		if (this.#refundDate !== null) this.#readDate(block, this.#refundDate, false);
		if (this.#since !== null) this.#readDate(block, this.#since, false);
		this.#applyFilters(block);
		this.#computeAmounts(block);
		if (this.#binding.rules === 'uci') this.#classifyUci(block);
		else if (this.#binding.rules === 'shopify') this.#carryNames(block);
		else this.#classifyGeneric(block);
		if (this.#binding.orders !== 'id') this.#makeRowKeys(block);
		this.#checkCells(block);
		this.#readGiven(block);
		this.#placeOrders(block);
		this.#appendSales(block);
		this.#appendRefunds(block);
		this.records += block.rows;
	}

	#readTexts(block: RecordBlock): void {
		const { fields, orders } = this.#binding;
		const { stores, scratch } = { stores: this.#stores, scratch: this.#scratch };
		if (orders === 'id') {
			internColumn(block, fields.get('order_id')![0], stores.ids, this.#ids);
			const nothing = stores.ids.findText('(not set)');
			if (nothing >= 0) {
				for (let r = 0; r < block.rows; r++) if (this.#ids[r] === nothing) this.#ids[r] = NONE;
			}
		} else this.#ids.fill(NONE, 0, block.rows);
		for (const { field, columns, values } of this.#codes) {
			const dictionary = stores.dictionaries[field];
			if (columns.length === 0) this.#readSigns(block, dictionary, values);
			else dictionary.read(block, columns[0], values);
			for (const column of columns.slice(1)) dictionary.fill(block, column, values, scratch);
			if (field === 'currency' && !this.currencySeen) {
				for (let r = 0; r < block.rows && !this.currencySeen; r++) this.currencySeen = values[r] >= 0;
			}
		}
		const productId = fields.get('product_id')?.[0] ?? null;
		const productName = fields.get('product_name')?.[0] ?? null;
		stores.products.read(block, productId, productName, this.#product, scratch);
		const kind = fields.get('kind')?.[0];
		if (kind !== undefined) {
			this.#kinds.read(block, kind, this.#kind);
			while (this.#kindIsRefund.length < this.#kinds.size) {
				this.#kindIsRefund.push(isRefundKind(this.#kinds.get(this.#kindIsRefund.length)));
			}
		}
	}

	/** Currency by the sign in a money cell. */
	#readSigns(block: RecordBlock, dictionary: Dictionary, out: Int32Array): void {
		const { bytes, rows, stride, starts, ends } = block;
		const codes = new Map<number, number>();
		for (let r = 0; r < rows; r++) {
			out[r] = NONE;
			const at = r * stride + this.#signColumn!;
			for (let i = starts[at]; i < ends[at]; i++) {
				const sign =
					bytes[i] === 36 ? '$' : bytes[i] === 0xc2 && bytes[i + 1] === 0xa3 ? '£' : bytes[i] === 0xe2 ? '€' : '';
				if (sign === '' || (sign === '€' && !(bytes[i + 1] === 0x82 && bytes[i + 2] === 0xac))) continue;
				let code = codes.get(bytes[i]);
				if (code === undefined) {
					code = dictionary.code(sign === '$' ? this.#dollar : currencyOfSign(sign)!);
					codes.set(bytes[i], code);
				}
				out[r] = code;
				break;
			}
		}
	}

	#checkStructure(block: RecordBlock): void {
		const { bytes, rows, stride, starts, ends, cells, surplus, flags } = block;
		const id = this.#binding.fields.get('order_id')?.[0] ?? -1;
		for (let r = 0; r < rows; r++) {
			const first = bytes[starts[r * stride]] | 32;
			// T, G or S as the first letter: all words for total.
			const maybeTotal =
				(first === 116 || first === 103 || first === 115) && ends[r * stride] - starts[r * stride] >= 5;
			if (flags[r] === 0 && cells[r] === this.#columns && surplus[r] === 0 && !maybeTotal) continue;
			if (flags[r] & RECORD.blank) this.#skip(block, r, 'blank_row');
			else if (maybeTotal && this.#isTotals(block, r)) this.#skip(block, r, 'totals_row');
			else if (flags[r] & RECORD.truncated || cells[r] < this.#columns || surplus[r] !== 0) {
				const truncated = (flags[r] & RECORD.truncated) !== 0;
				this.endsInside ||= truncated;
				// An id in the last cell may be cut off itself.
				if (id < 0 || id >= cells[r] - 1) this.#ids[r] = NONE;
				this.#reject(block, r, truncated ? 'truncated_record' : 'column_count', -1);
			}
		}
	}

	#isTotals(block: RecordBlock, row: number): boolean {
		if (!isTotalCell(cellText(block, row, 0))) return false;
		const { fields } = this.#binding;
		for (const column of [fields.get('order_id')?.[0], fields.get('date')?.[0]]) {
			if (column !== undefined && column !== 0 && cellText(block, row, column).trim() !== '') return false;
		}
		return true;
	}

	#readNumbers(block: RecordBlock): void {
		for (const { field, column, values, marks, state } of this.#numbers) {
			const { rounded } = state;
			readDecimals(block, column, { decimal: this.#decimal }, values, marks, state);
			this.rounded += state.rounded - rounded;
			if (POSITIVE.has(field)) for (let r = 0; r < block.rows; r++) values[r] = Math.abs(values[r]);
		}
	}

	#readDate(block: RecordBlock, cells: DateCells, counts: boolean): void {
		readDates(block, cells.column, { order: this.#dateOrder }, cells.day, cells.minute, cells.offset, cells.flags);
		if (!counts) return;
		let dmy = 0;
		let mdy = 0;
		for (let r = 0; r < block.rows; r++) {
			dmy += (cells.flags[r] >> 3) & 1;
			mdy += (cells.flags[r] >> 4) & 1;
		}
		if (dmy > 0 && this.onlyDmy === 0) this.#sampleDate(block, cells, DATE.onlyDmy);
		if (mdy > 0 && this.onlyMdy === 0) this.#sampleDate(block, cells, DATE.onlyMdy);
		this.onlyDmy += dmy;
		this.onlyMdy += mdy;
	}

	#sampleDate(block: RecordBlock, { column, flags }: DateCells, bit: number): void {
		for (let r = 0; r < block.rows; r++) {
			if ((flags[r] & bit) === 0) continue;
			this.decisiveDates.push(cellText(block, r, column));
			return;
		}
	}

	#applyFilters(block: RecordBlock): void {
		if (this.#filters.none) return;
		const outcome = this.#outcome;
		this.#filters.read(block);
		for (let r = 0; r < block.rows; r++) {
			if (outcome[r] === OUT) continue;
			const verdict = this.#filters.verdict(block, r);
			if (verdict === -1) continue;
			if (verdict >= 0) this.#reject(block, r, 'bad_money', verdict);
			else this.#skip(block, r, 'filtered');
		}
	}

	/** Amount of each line: as printed, else quantity × unit price. */
	#computeAmounts(block: RecordBlock): void {
		const amount = this.#number.get('amount');
		const quantity = this.#number.get('quantity');
		const price = this.#number.get('unit_price');
		const out = this.#lineAmount;
		const { rows } = block;
		if (price !== undefined && quantity !== undefined) {
			const printed = quantity.state.scale + price.state.scale;
			this.#lineScale = Math.min(MAX_SCALE, Math.max(2, printed, amount?.state.scale ?? 2));
			const factor = 10 ** (this.#lineScale - Math.min(printed, MAX_SCALE));
			const excess = 10 ** Math.max(0, printed - MAX_SCALE);
			const own = amount === undefined ? 0 : 10 ** (this.#lineScale - amount.state.scale);
			for (let r = 0; r < rows; r++) {
				let value: number;
				if (amount !== undefined && (amount.marks[r] & DECIMAL.empty) === 0) value = amount.values[r] * own;
				else {
					value = quantity.values[r] * price.values[r] * factor;
					if (excess > 1 && Number.isSafeInteger(value)) {
						const whole = Math.trunc(Math.abs(value) / excess + 0.5);
						if (whole * excess !== Math.abs(value)) this.rounded++;
						value = value < 0 ? 0 - whole : whole;
					}
				}
				if (!Number.isSafeInteger(value) && this.#outcome[r] !== OUT) this.#tooLarge(block, r, price.column);
				out[r] = value;
			}
			return;
		}
		const only = amount ?? price;
		if (only === undefined) {
			out.fill(0, 0, rows);
			this.#lineScale = 2;
		} else {
			out.set(only.values.subarray(0, rows));
			this.#lineScale = only.state.scale;
		}
	}

	/** UCI: stock moves and ledger entries are no data, invoices that start with C give money back. */
	#classifyUci(block: RecordBlock): void {
		const { bytes, rows, stride, starts, ends } = block;
		const { products } = this.#stores;
		while (this.#productKinds.length < products.keys.size) {
			const code = products.keys.get(this.#productKinds.length).toUpperCase();
			this.#productKinds.push(
				UCI_SHIPPING.has(code) ? SHIPPING_PRODUCT : UCI_LEDGER.has(code) ? LEDGER_PRODUCT : PLAIN_PRODUCT
			);
		}
		const price = this.#number.get('unit_price');
		const invoice = this.#binding.fields.get('order_id')![0];
		for (let r = 0; r < rows; r++) {
			if (this.#outcome[r] === OUT) continue;
			const at = r * stride + invoice;
			const start = trimStart(bytes, starts[at], ends[at]);
			const letter = start < ends[at] ? bytes[start] | 32 : 0;
			const free = price !== undefined && price.values[r] === 0 && (price.marks[r] & DECIMAL.bad) === 0;
			if (free && this.#customer[r] < 0) this.#skip(block, r, 'stock_adjustment');
			else if (letter === 97 || (this.#product[r] >= 0 && this.#productKinds[this.#product[r]] === LEDGER_PRODUCT)) {
				this.#skip(block, r, 'ledger_adjustment');
			} else if (letter === 99) this.#outcome[r] = REFUND;
		}
	}

	/** Shopify: a row without name, status and total belongs to the order above. */
	#carryNames(block: RecordBlock): void {
		const status = this.#code.get('status');
		const total = this.#number.get('total');
		for (let r = 0; r < block.rows; r++) {
			if (this.#outcome[r] === OUT) continue;
			if (this.#ids[r] < 0 && (status?.[r] ?? NONE) < 0 && (total === undefined || total.marks[r] & DECIMAL.empty)) {
				this.#ids[r] = this.#above;
			} else this.#above = this.#ids[r];
		}
	}

	/** Rows that give money back: by their kind; without a kind column, by a negative total or amount. */
	#classifyGeneric(block: RecordBlock): void {
		const outcome = this.#outcome;
		if (this.#binding.fields.has('kind')) {
			for (let r = 0; r < block.rows; r++) {
				if (outcome[r] !== OUT && this.#kind[r] >= 0 && this.#kindIsRefund[this.#kind[r]]) outcome[r] = REFUND;
			}
			return;
		}
		const total = this.#number.get('total');
		const printed = this.#number.has('amount') || total === undefined;
		for (let r = 0; r < block.rows; r++) {
			if (outcome[r] === OUT) continue;
			if ((total !== undefined && total.values[r] < 0) || (printed && this.#lineAmount[r] < 0)) outcome[r] = REFUND;
		}
	}

	/** Without an order id: a hash of what the mapped columns print and the count of equal rows before; or customer and day. */
	#makeRowKeys(block: RecordBlock): void {
		const { ids, customers, dictionaries } = this.#stores;
		const hash = this.#rowKeyHash!;
		const currency = this.#code.get('currency');
		for (let r = 0; r < block.rows; r++) {
			if (this.#outcome[r] === OUT) continue;
			if (this.#binding.orders === 'customer_day' && this.#customer[r] >= 0 && this.#outcome[r] === SALE) {
				if (this.#date.day[r] === NO_DAY) continue;
				const unit = currency === undefined || currency[r] < 0 ? '' : dictionaries.currency.get(currency[r]);
				const text = `${customers.keys.get(this.#customer[r])}\u001f${this.#date.day[r]}\u001f${unit}`;
				this.#ids[r] = this.#internHash(textHash(text), textHash(`\u001e${text}`));
				continue;
			}
			hash.of(block, r);
			const first = this.#internHash(hash.high, hash.low);
			const before = this.#rowKeyCounts.get(first) ?? 0;
			this.#ids[r] = before === 0 ? first : ids.internText(`${hash.hex}-${before}`);
			this.#rowKeyCounts.set(first, before + 1);
		}
	}

	#internHash(high: number, low: number): number {
		const hex = this.#hex;
		for (let i = 0; i < 8; i++) {
			hex[i] = hexadecimal[(high >>> (28 - 4 * i)) & 15];
			hex[8 + i] = hexadecimal[(low >>> (28 - 4 * i)) & 15];
		}
		return this.#stores.ids.intern(hex, 0, 16);
	}

	#checkCells(block: RecordBlock): void {
		const { fields, orders } = this.#binding;
		const id = fields.get('order_id')?.[0] ?? -1;
		const date = this.#date;
		const amount = this.#number.get('amount');
		const quantity = this.#number.get('quantity');
		const price = this.#number.get('unit_price');
		const checked = this.#numbers.filter(({ needed, state }) => needed && state.bad + state.tooLarge > 0);
		const factors =
			amount !== undefined && quantity !== undefined && price !== undefined ? { amount, quantity, price } : null;
		const outcome = this.#outcome;
		for (let r = 0; r < block.rows; r++) {
			if (outcome[r] === OUT) continue;
			const flags = date.flags[r];
			if (orders === 'id' && this.#ids[r] < 0) {
				this.#reject(block, r, 'missing_order_id', id);
				continue;
			}
			if (flags !== 0) {
				const empty = (flags & DATE.empty) !== 0 && (orders !== 'id' || outcome[r] === REFUND);
				if (flags & DATE.bad || empty) {
					this.#reject(block, r, 'bad_date', date.column);
					continue;
				}
				if (flags & DATE.implausible) {
					this.#reject(block, r, 'implausible_date', date.column);
					continue;
				}
			}
			if (checked.length > 0 && this.#rejectMoney(block, r, checked)) continue;
			if (factors !== null && isMismatch(factors, r)) this.#reject(block, r, 'amount_mismatch', factors.amount.column);
		}
	}

	#rejectMoney(block: RecordBlock, row: number, checked: readonly NumberCells[]): boolean {
		for (const { column, marks } of checked) {
			if (marks[row] & DECIMAL.tooLarge) this.#tooLarge(block, row, column);
			if (marks[row] & DECIMAL.bad) {
				this.#reject(block, row, 'bad_money', column);
				return true;
			}
		}
		return false;
	}

	/** Which of the order's own fields each record prints. */
	#readGiven(block: RecordBlock): void {
		const given = this.#given;
		const { rows, stride, starts, ends, bytes } = block;
		const shopify = this.#binding.rules === 'shopify';
		given.fill(shopify ? 0 : GIVEN.header, 0, rows);
		for (const { field, marks } of this.#numbers) {
			if (!isOrderAmount(field)) continue;
			const bit = GIVEN[field];
			for (let r = 0; r < rows; r++) if ((marks[r] & DECIMAL.empty) === 0) given[r] |= bit;
		}
		for (let r = 0; r < rows; r++) if (this.#invalid[r] !== 0) given[r] |= GIVEN.invalidEmail;
		if (shopify) {
			const status = this.#code.get('status');
			for (let r = 0; r < rows; r++) {
				if ((given[r] & GIVEN.total) !== 0 || (status?.[r] ?? NONE) >= 0) given[r] |= GIVEN.header;
			}
		}
		const cancelled = this.#binding.cancelledAt;
		if (cancelled === null) return;
		for (let r = 0, at = cancelled; r < rows; r++, at += stride) {
			if (starts[at] !== ends[at] && trimStart(bytes, starts[at], ends[at]) < ends[at]) given[r] |= GIVEN.cancelled;
		}
	}

	/** Opens an order for each id that is new in this file, and joins the other records to theirs. */
	#placeOrders(block: RecordBlock): void {
		const { orders, customers } = this.#stores;
		const outcome = this.#outcome;
		let opened = 0;
		let joined = 0;
		for (let r = 0; r < block.rows; r++) {
			if (outcome[r] !== SALE) continue;
			const known = orders.row(this.#ids[r]);
			if (known >= this.#firstRow) {
				this.#rows[r] = known;
				this.#joined[joined++] = r;
				continue;
			}
			this.#rows[r] = orders.open(this.#ids[r]);
			if (known >= 0) {
				orders.previous.repeat(NONE, this.#rows[r] - orders.previous.length);
				orders.previous.push(known);
			}
			this.#opened[opened++] = r;
		}
		this.#appendOrders(block, opened);
		if (this.#since !== null || hasParticulars(this.#binding)) {
			customers.grow();
			for (let i = 0; i < opened; i++) this.#noteCustomer(block, this.#opened[i]);
		}
		for (let i = 0; i < joined; i++) this.#join(block, this.#joined[i]);
	}

	#appendOrders(block: RecordBlock, count: number): void {
		const { orders } = this.#stores;
		orders.file.repeat(this.#file, count);
		this.#appendGathered(orders.customer, this.#customer, count);
		this.#appendGathered(orders.customerRank, this.#rank, count);
		this.#appendGathered(orders.day, this.#date.day, count);
		this.#appendGathered(orders.minute, this.#date.minute, count);
		this.#appendGathered(orders.offset, this.#date.offset, count);
		this.#appendGathered(orders.given, this.#given, count);
		orders.movedBack.repeat(0, count);
		if (this.#refundDate === null) orders.refundDay.repeat(NO_DAY, count);
		else this.#appendGathered(orders.refundDay, this.#refundDate.day, count);
		for (const field of ORDER_CODES) {
			const values = this.#code.get(field);
			if (values === undefined) orders.codes[field].repeat(NONE, count);
			else this.#appendGathered(orders.codes[field], values, count);
		}
		for (const field of ORDER_AMOUNTS) {
			const cells = this.#number.get(field);
			if (cells === undefined) orders.amounts[field].zeros(count);
			else
				orders.amounts[field].append(this.#gatherAmounts(cells.values, this.#opened, count), count, cells.state.scale);
		}
		for (let i = 0; i < count; i++) {
			const hash = this.#headerHash;
			if (hash === null) break;
			const isHeader = (this.#given[this.#opened[i]] & GIVEN.header) !== 0;
			if (isHeader) hash.of(block, this.#opened[i]);
			orders.hashHigh.repeat(0, orders.length - count + i - orders.hashHigh.length);
			orders.hashLow.repeat(0, orders.length - count + i - orders.hashLow.length);
			orders.hashHigh.push(isHeader ? hash.high : 0);
			orders.hashLow.push(isHeader ? hash.low : 0);
		}
	}

	#appendGathered(column: IntBlocks, values: IntColumn, count: number): void {
		if (count === this.#blockRows) {
			column.append(values, count);
			return;
		}
		const opened = this.#opened;
		const gathered = this.#gathered;
		for (let i = 0; i < count; i++) gathered[i] = values[opened[i]];
		column.append(gathered, count);
	}

	#gatherAmounts(values: Float64Array, rows: Int32Array, count: number): Float64Array {
		if (count === this.#blockRows) return values;
		for (let i = 0; i < count; i++) this.#amounts[i] = values[rows[i]];
		return this.#amounts;
	}

	#noteCustomer(block: RecordBlock, row: number): void {
		const { customers } = this.#stores;
		const customer = this.#customer[row];
		if (customer < 0) return;
		customers.note(customer, block, row, this.#binding.particulars);
		if (this.#since === null || this.#since.day[row] === NO_DAY) return;
		const since = customers.since.get(customer);
		if (since === NO_DAY || this.#since.day[row] < since) customers.since.set(customer, this.#since.day[row]);
	}

	/** Adds what a further record of an order tells: what was empty so far, and the earliest moment. */
	#join(block: RecordBlock, r: number): void {
		const { orders } = this.#stores;
		const row = this.#rows[r];
		const given = orders.given.get(row);
		if (this.#binding.rules === 'shopify' && (this.#given[r] & GIVEN.header) !== 0) {
			if ((given & GIVEN.header) !== 0 && this.#repeatsHeader(block, r, row)) return;
			if ((given & GIVEN.header) === 0 && this.#headerHash !== null) {
				this.#headerHash.of(block, r);
				orders.hashHigh.set(row, this.#headerHash.high);
				orders.hashLow.set(row, this.#headerHash.low);
			}
		}
		const customer = this.#customer[r];
		if (customer >= 0) {
			const known = orders.customer.get(row);
			if (known !== customer && (known < 0 || this.#rank[r] < orders.customerRank.get(row))) {
				orders.customer.set(row, customer);
				orders.customerRank.set(row, this.#rank[r]);
				if (hasParticulars(this.#binding)) this.#noteCustomer(block, r);
			}
		}
		const day = this.#date.day[r];
		if (day !== NO_DAY) {
			const known = orders.day.get(row);
			const later =
				known === NO_DAY
					? 0
					: 1440 * (day - known) + Math.max(0, this.#date.minute[r]) - Math.max(0, orders.minute.get(row));
			const moment = later - orders.movedBack.get(row);
			if (moment !== 0) {
				this.#moments[r] = moment;
				this.#apart = true;
			}
			if (later < 0) orders.movedBack.set(row, -moment);
			if (known === NO_DAY || day < known || (day === known && this.#date.minute[r] < orders.minute.get(row))) {
				orders.day.set(row, day);
				orders.minute.set(row, this.#date.minute[r]);
				orders.offset.set(row, this.#date.offset[r]);
			}
		}
		let differs = false;
		for (const { field, values } of this.#codes) {
			if (values[r] < 0) continue;
			const known = orders.codes[field].get(row);
			if (known < 0) orders.codes[field].set(row, values[r]);
			else if (known !== values[r] && field === 'currency') differs = true;
		}
		if ((this.#given[r] & given & ORDER_AMOUNT_BITS) !== 0) {
			for (const { field, values, state } of this.#numbers) {
				if (!isOrderAmount(field) || (this.#given[r] & given & GIVEN[field]) === 0) continue;
				const column = orders.amounts[field];
				differs ||= column.get(row) !== values[r] * 10 ** (column.scale - state.scale);
			}
		}
		if (differs) {
			this.differing++;
			if (this.differingOrders.length < 3) this.differingOrders.push(this.#ids[r]);
		}
		const news = this.#given[r] & ~given;
		if (news === 0) return;
		orders.given.set(row, given | news);
		for (const { field, values, state } of this.#numbers) {
			if (isOrderAmount(field) && (news & GIVEN[field]) !== 0) {
				orders.amounts[field].setScaled(row, values[r], state.scale);
			}
		}
		if (this.#refundDate !== null && this.#refundDate.day[r] !== NO_DAY && orders.refundDay.get(row) === NO_DAY) {
			orders.refundDay.set(row, this.#refundDate.day[r]);
		}
	}

	/** Shopify: a further record that fills the order's own fields; one that equals an earlier one is no line. */
	#repeatsHeader(block: RecordBlock, r: number, row: number): boolean {
		const hash = this.#headerHash;
		if (hash === null) throw new HashesNeeded();
		hash.of(block, r);
		const { orders } = this.#stores;
		let repeated = hash.high === orders.hashHigh.get(row) && hash.low === orders.hashLow.get(row);
		if (!repeated) {
			const seen = this.#repeatedHeaders.get(row) ?? new Set<string>();
			repeated = seen.has(hash.hex);
			this.#repeatedHeaders.set(row, seen.add(hash.hex));
		}
		if (repeated) this.#skip(block, r, 'duplicate_line');
		return repeated;
	}

	#appendSales(block: RecordBlock): void {
		const { sales, products } = this.#stores;
		const { fields, rules } = this.#binding;
		const { opened: rows, count } = this.#select(block, SALE);
		for (let i = 0; i < count; i++) {
			this.#gathered[i] = this.#rows[rows[i]];
			this.#gatheredLines[i] = block.lines[rows[i]];
		}
		sales.append(this.#gathered, this.#gatheredLines, count);
		if (this.#apart) {
			for (let i = 0; i < count; i++) this.#gathered[i] = this.#moments[rows[i]];
			sales.moment.append(this.#gathered, count);
			this.#moments.fill(0);
			this.#apart = false;
		} else sales.moment.repeat(0, count);
		if (this.#recordHash !== null) {
			for (let i = 0; i < count; i++) {
				this.#recordHash.of(block, rows[i]);
				sales.hashHigh.push(this.#recordHash.high);
				sales.hashLow.push(this.#recordHash.low);
			}
		}
		if (!this.#hasLines) {
			sales.kind.repeat(RECORD_KIND.noLine, count);
			sales.product.repeat(NONE, count);
			for (const column of [sales.quantity, sales.unitPrice, sales.listPrice, sales.amount, sales.discount]) {
				column.repeat(0, column.scale, count);
			}
			return;
		}
		const quantity = this.#number.get('quantity');
		const price = this.#number.get('unit_price');
		const amount = this.#number.get('amount');
		for (let i = 0; i < count; i++) {
			const r = rows[i];
			const product = this.#product[r];
			const empty =
				product < 0 &&
				(quantity === undefined || (quantity.marks[r] & DECIMAL.empty) !== 0) &&
				(price === undefined || (price.marks[r] & DECIMAL.empty) !== 0) &&
				(amount === undefined || (amount.marks[r] & DECIMAL.empty) !== 0);
			this.#gathered[i] = empty
				? RECORD_KIND.noLine
				: rules === 'uci' && product >= 0 && this.#productKinds[product] === SHIPPING_PRODUCT
					? RECORD_KIND.shipping
					: RECORD_KIND.merchandise;
		}
		sales.kind.append(this.#gathered, count);
		for (let i = 0; i < count; i++) this.#gathered[i] = this.#product[rows[i]];
		sales.product.append(this.#gathered, count);
		if (quantity !== undefined) {
			sales.quantity.append(this.#gatherAmounts(quantity.values, rows, count), count, quantity.state.scale);
		} else sales.quantity.repeat(price === undefined ? 0 : 1, 0, count);
		for (const [field, column] of [
			['unit_price', sales.unitPrice],
			['list_price', sales.listPrice],
			['line_discount', sales.discount]
		] as const) {
			const cells = this.#number.get(field);
			if (cells === undefined) column.repeat(0, column.scale, count);
			else column.append(this.#gatherAmounts(cells.values, rows, count), count, cells.state.scale);
		}
		sales.amount.append(this.#gatherAmounts(this.#lineAmount, rows, count), count, this.#lineScale);
		const name = fields.has('product_id') ? (fields.get('product_name')?.[0] ?? null) : null;
		const category = fields.get('category')?.[0] ?? null;
		if (name === null && category === null) return;
		for (let i = 0; i < count; i++) {
			const product = this.#product[rows[i]];
			if (product >= 0) products.note(product, block, rows[i], name, category);
		}
	}

	/** Rows of the block with this outcome. */
	#select(block: RecordBlock, wanted: number): { opened: Int32Array; count: number } {
		let count = 0;
		for (let r = 0; r < block.rows; r++) if (this.#outcome[r] === wanted) this.#opened[count++] = r;
		return { opened: this.#opened, count };
	}

	#appendRefunds(block: RecordBlock): void {
		const { refunds, customers } = this.#stores;
		const { opened: rows, count } = this.#select(block, REFUND);
		if (count === 0) return;
		const uci = this.#binding.rules === 'uci';
		const total = this.#number.get('total');
		const net = this.#number.get('net_items');
		const quantity = this.#number.get('quantity');
		const currency = this.#code.get('currency');
		const particulars = this.#since !== null || hasParticulars(this.#binding);
		const hasAmounts = this.#number.has('amount') || this.#number.has('unit_price');
		if (particulars) customers.grow();
		for (let i = 0; i < count; i++) {
			const r = rows[i];
			const product = this.#product[r];
			const printed = total !== undefined && (total.marks[r] & DECIMAL.empty) === 0;
			const amount = Math.abs(printed ? total.values[r] : this.#lineAmount[r]);
			const scale = printed ? total.state.scale : this.#lineScale;
			refunds.code.push(this.#ids[r]);
			refunds.named.push(!uci && this.#binding.orders === 'id' ? 1 : 0);
			refunds.customer.push(this.#customer[r]);
			refunds.day.push(this.#date.day[r]);
			refunds.minute.push(this.#date.minute[r]);
			refunds.currency.push(currency === undefined ? NONE : currency[r]);
			refunds.product.push(product);
			refunds.quantity.push(quantity === undefined ? 0 : Math.abs(quantity.values[r]), quantity?.state.scale ?? 0);
			pushAmount(refunds.amount, amount, scale);
			pushAmount(
				refunds.lineAmount,
				printed && hasAmounts ? Math.abs(this.#lineAmount[r]) : amount,
				printed && hasAmounts ? this.#lineScale : scale
			);
			const split = net !== undefined && (net.marks[r] & DECIMAL.empty) === 0;
			refunds.split.push(split ? 1 : 0);
			if (uci && product >= 0 && this.#productKinds[product] === SHIPPING_PRODUCT) refunds.items.zeros(1);
			else if (split) {
				pushAmount(refunds.items, Math.abs(net.values[r]), net.state.scale);
			} else pushAmount(refunds.items, amount, scale);
			refunds.file.push(this.#file);
			refunds.line.push(block.lines[r]);
			if (this.#recordHash !== null) {
				this.#recordHash.of(block, r);
				refunds.hashHigh.push(this.#recordHash.high);
				refunds.hashLow.push(this.#recordHash.low);
			}
			if (particulars) this.#noteCustomer(block, r);
		}
	}

	#skip(block: RecordBlock, row: number, reason: string): void {
		const { problems } = this.#stores;
		this.#outcome[row] = OUT;
		problems.add(SKIPPED, this.#file, block.lines[row], problems.reasonCode(reason), 0, '');
		this.#putAtStake(SKIPPED, reason, block, row);
	}

	#putAtStake(kind: typeof REJECTED | typeof SKIPPED, reason: string, block: RecordBlock, row: number): void {
		const format = { decimal: this.#decimal };
		this.#stores.atStake.addRecord(kind, reason, block, row, this.#binding, format, this.#binding.headerCurrency);
	}

	/** @param column −1: none */
	#reject(block: RecordBlock, row: number, reason: string, column: number): void {
		const { problems, rejected } = this.#stores;
		this.#outcome[row] = OUT;
		const reasonCode = problems.reasonCode(reason);
		const field = problems.fieldCode(column < 0 ? '' : this.#binding.headers[column]);
		const value = column < 0 ? '' : cellText(block, row, column);
		problems.add(REJECTED, this.#file, block.lines[row], reasonCode, field, value);
		this.#putAtStake(REJECTED, reason, block, row);
		if (this.#ids[row] >= 0) rejected.add(this.#ids[row], reasonCode, field);
	}

	#tooLarge(block: RecordBlock, row: number, column: number): never {
		throw new ReadFailure({
			code: 'amount_too_large',
			file: this.#fileName,
			line: block.lines[row],
			params: { column: this.#binding.headers[column], value: cellText(block, row, column).slice(0, 200) }
		});
	}
}

function isOrderAmount(field: NumberField): field is OrderAmount {
	return (ORDER_AMOUNTS as readonly string[]).includes(field);
}

function hasParticulars({ particulars }: Binding): boolean {
	const { email, phones, name, platformId } = particulars;
	return email !== null || phones.length > 0 || name !== null || platformId !== null;
}

/** Quantity × unit price is off the amount by more than 0.01, where the line gives all three. */
function isMismatch(cells: { amount: NumberCells; quantity: NumberCells; price: NumberCells }, r: number): boolean {
	const { amount, quantity, price } = cells;
	if ((amount.marks[r] | quantity.marks[r] | price.marks[r]) & DECIMAL.empty) return false;
	const scale = quantity.state.scale + price.state.scale;
	const product = quantity.values[r] * price.values[r];
	const off = Math.abs(product / 10 ** scale - amount.values[r] / 10 ** amount.state.scale);
	// A cent apart is allowed, however the division rounds.
	return off > 0.01 + 1e-9 * Math.max(1, Math.abs(product) / 10 ** scale / 1e4);
}

function pushAmount(
	column: { append(values: Float64Array, count: number, scale: number): void },
	value: number,
	scale: number
): void {
	column.append(Float64Array.of(value), 1, scale);
}
