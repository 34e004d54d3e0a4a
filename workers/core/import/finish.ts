import { NO_DAY, NONE } from '../tables';
import type { ExclusionReason, Source } from '../tables';
import { STATUS } from '../tables';
import { dataSet, namedRow } from './batches';
import type { IntBlocks } from './bytes/blocks';
import { PART_ROWS, negativeRows, readInts } from './columnReads';
import { currencyExponent as exponentOf } from '../numeric/currencyExponent';
import { UNKNOWN_CURRENCY } from './currencies';
import { decimalText } from './decimalText';
import { fileStamps, joinFiles } from './fileSet';
import type { FileSet } from './fileSet';
import { compareWith, numberAll } from './numbering';
import type { Numbering, Settled } from './numbering';
import { exclusionReason, readFlags } from './orderFlags';
import type { OrderFlags } from './orderFlags';
import { GIVEN } from './orderRows';
import { completeOrders } from './orderTotals';
import { REJECTED } from './problems';
import type { ReadFile } from './readFile';
import { reconcile } from './reconcile';
import { RECORD_KIND } from './saleRows';
import type { Stores } from './rowReader';
import type { ImportDone, ImportFailure, ImportOptions, ImportReport, Mapping, Question } from './types';

/** Everything that reading the files of a run left behind. */
export interface Run {
	stores: Stores;
	files: ReadFile[];
	options: ImportOptions;
	answered: ImportReport['answered'];
	preset: string;
}

/** Answers questions, or says that they stay open. */
export type Ask = (questions: Question[]) => Promise<Mapping | null>;

/** Orders from which on the rules are asked about, and the share that they may leave out unasked. */
const ASKED_FROM = 30;
const LEFT_OUT_UNASKED = 0.2;

/**
 * Settles what only all records together tell: several files as one set, completed amounts, what counts, whole orders,
 * numbers of the workspace, the reconciliation.
 * @throws {@link ReadFailure} amount_too_large
 */
export async function finish(
	run: Run,
	mapping: Mapping,
	ask: Ask
): Promise<ImportDone | ImportFailure | { status: 'questions'; questions: Question[] }> {
	const { stores, files, options } = run;
	const { orders, sales, refunds, rejected, problems, dictionaries } = stores;
	const stamps = fileStamps(orders, files.length);
	refunds.spreadTotals();
	const set = stores.several ? joinSet(run, stamps) : null;

	const exponent = setCurrencies(run, mapping);
	rejectUndated(run, set);
	const totals = completeOrders(orders, sales, files, set, exponent);
	const status = readFlags(orders, dictionaries.status, dictionaries.payment_method);
	refundWholeOrders(run, status);

	let keep = keptOrders(run, set);
	let current = mapping;
	let countAnyway = countedAnyway(current);
	for (let questions = excluded(run, status, keep, current, countAnyway); questions.length > 0;) {
		const answer = await ask(questions);
		if (answer === null) return { status: 'questions', questions };
		current = answer;
		countAnyway = countedAnyway(current);
		questions = excluded(run, status, keep, current, countAnyway);
	}
	rejectWithoutCurrency(run, set, status, keep, countAnyway);
	keep = keptOrders(run, set);
	rejectWholeOrders(run);
	const keepRefund = new Uint8Array(refunds.length);
	for (let i = 0; i < refunds.length; i++) {
		keepRefund[i] = rejected.has(refunds.code.get(i)) || set?.refundRepeats[i] === 1 ? 0 : 1;
	}
	const records = files.reduce((sum, file) => sum + file.records, 0);
	const stored = records - problems.length;
	if (stored === 0) return nothingStored(run, records);

	const settled: Settled = { stores, set, keep, flags: status.flags, countAnyway, totals, keepRefund, stamps };
	const { base } = options;
	let numbering: Numbering;
	if (base === undefined) numbering = numberAll(settled, { order: 0, customer: 0, product: 0 });
	else {
		const comparison = await compareWith(settled, base);
		const { conflicts } = comparison;
		if (conflicts.length > 0 && current.conflicts === undefined) {
			const questions: Question[] = [
				{ code: 'conflict', key: 'conflicts', orders: conflicts.length, samples: conflicts.slice(0, 3) }
			];
			const answer = await ask(questions);
			if (answer?.conflicts === undefined) return { status: 'questions', questions };
			current = answer;
		}
		numbering = comparison.settle(current.conflicts === 'take_new');
	}
	const firstSource = base?.sources.length ?? 0;
	const sources: Source[] = [
		...(base?.sources ?? []),
		...files.map((file, i) => ({
			file: file.file.name,
			layout: file.binding.layout,
			importId: options.importId,
			stamp: stamps[i]
		}))
	];
	const reconciled = reconcile(run, settled, status, numbering, current);
	return {
		status: 'done',
		data: dataSet(settled, numbering, sources, firstSource),
		dropOrders: Int32Array.from(numbering.dropOrders).sort(),
		dropRefunds: numbering.dropRefunds,
		next: numbering.next,
		report: reconciled.report,
		problems: problems.table(),
		byCustomer: reconciled.byCustomer
	};
}

function joinSet({ stores, files, options }: Run, stamps: (number | null)[]): FileSet {
	return joinFiles(
		stores.orders,
		stores.sales,
		stores.refunds,
		files.map(({ binding, file }, i) => ({
			stamp: stamps[i],
			lastModified: options.useLastModified ? (file.lastModified ?? 0) : 0,
			versions: binding.rules === 'shopify' ? 'record' : binding.rules === 'uci' ? 'none' : 'fields',
			lines: ['product_id', 'product_name', 'quantity', 'unit_price', 'amount', 'line_discount'].some((field) =>
				binding.fields.has(field as 'amount')
			)
		}))
	);
}

/**
 * Gives every order of a file that names no currency the one of the file. A file with a currency column that is empty
 * here and there is left as it is. Returns the decimals of the currency with most.
 */
function setCurrencies({ stores, files }: Run, mapping: Mapping): number {
	const { orders, refunds, dictionaries } = stores;
	const { currency } = orders.codes;
	const fallback = files.map((file) => {
		if (!file.binding.fields.has('currency')) return dictionaries.currency.code(file.currency ?? UNKNOWN_CURRENCY);
		return !file.currencySeen && mapping.currency !== undefined ? dictionaries.currency.code(mapping.currency) : NONE;
	});
	if (fallback.some((code) => code >= 0)) {
		for (const row of negativeRows(currency, orders.length)) currency.set(row, fallback[orders.file.get(row)]);
		for (let i = 0; i < refunds.length; i++) {
			if (refunds.currency.get(i) < 0) refunds.currency.set(i, fallback[refunds.file.get(i)]);
		}
	}
	return Math.max(...dictionaries.currency.texts().map(exponentOf), 0);
}

/** Orders none of whose records has a date. */
function rejectUndated({ stores, files }: Run, set: FileSet | null): void {
	const { orders, rejected, problems } = stores;
	for (const row of negativeRows(orders.day, orders.length)) {
		if (orders.day.get(row) !== NO_DAY || (set !== null && set.target[row] !== row)) continue;
		const { binding } = files[orders.file.get(row)];
		const field = problems.fieldCode(binding.headers[binding.fields.get('date')![0]]);
		rejected.add(orders.code(row), problems.reasonCode('bad_date'), field);
	}
}

/** Where a file has no refund amount at all, the status "refunded" gives back the whole order. */
function refundWholeOrders({ stores, files }: Run, status: OrderFlags): void {
	const { orders, refunds } = stores;
	if (!status.refunded.includes(true) || refunds.length > 0) return;
	const applies = files.map(
		({ binding }) => binding.rules === 'generic' && !binding.fields.has('refunds') && !binding.fields.has('kind')
	);
	if (!applies.includes(true)) return;
	const statuses = new Int32Array(PART_ROWS);
	for (let row = 0; row < orders.length; row++) {
		if (row % PART_ROWS === 0) readInts(orders.codes.status, row, Math.min(row + PART_ROWS, orders.length), statuses);
		const code = statuses[row % PART_ROWS];
		if (code < 0 || !status.refunded[code] || !applies[orders.file.get(row)]) continue;
		orders.amounts.refunds.set(row, Math.max(0, orders.amounts.total.get(row)));
		orders.given.set(row, orders.given.get(row) | GIVEN.refunds);
	}
}

/** 1 for the rows that go on as orders; null: all do. */
function keptOrders({ stores }: Run, set: FileSet | null): Uint8Array | null {
	const { orders, rejected } = stores;
	if (set === null && rejected.none) return null;
	const keep = new Uint8Array(orders.length);
	if (set === null) {
		keep.fill(1);
		for (const code of rejected.codes()) if (orders.row(code) >= 0) keep[orders.row(code)] = 0;
		return keep;
	}
	for (let row = 0; row < orders.length; row++) {
		keep[row] = set.target[row] === row && !rejected.has(orders.code(row)) ? 1 : 0;
	}
	return keep;
}

/** Bits that the person has said to count. */
function countedAnyway({ exclusions }: Mapping): number {
	let bits = 0;
	for (const reason of Object.keys(STATUS) as ExclusionReason[]) {
		if (exclusions?.[reason] === 'count') bits |= STATUS[reason];
	}
	return bits;
}

/** The questions about reasons that would leave out more than a fifth of the orders. */
function excluded(
	{ stores }: Run,
	{ flags }: OrderFlags,
	keep: Uint8Array | null,
	mapping: Mapping,
	countAnyway: number
): Question[] {
	const { orders, dictionaries } = stores;
	const counts = countFlags(flags, keep);
	const of = counts.reduce((sum, n) => sum + n, 0);
	const found = new Map<ExclusionReason, { orders: number; rows: number[] }>();
	const askedReason = (bits: number) => {
		const reason = exclusionReason(bits & ~countAnyway);
		return reason === null || mapping.exclusions?.[reason] !== undefined ? null : reason;
	};
	for (const [bits, n] of counts.entries()) {
		const reason = askedReason(bits);
		if (reason === null || n === 0) continue;
		const entry = found.get(reason) ?? { orders: 0, rows: [] };
		entry.orders += n;
		found.set(reason, entry);
	}
	const all = [...found.values()].reduce((sum, entry) => sum + entry.orders, 0);
	if (of < ASKED_FROM || all <= LEFT_OUT_UNASKED * of) return [];
	let open = found.size;
	for (let row = 0; row < orders.length && open > 0; row++) {
		if (keep !== null && keep[row] === 0) continue;
		const reason = askedReason(flags.get(row));
		const entry = reason === null ? undefined : found.get(reason);
		if (entry === undefined || entry.rows.length === 3) continue;
		entry.rows.push(row);
		if (entry.rows.length === Math.min(3, entry.orders)) open--;
	}
	// In order of their first orders.
	const sorted = [...found].sort(([, a], [, b]) => a.rows[0] - b.rows[0]);
	const alone = sorted.filter(([, entry]) => entry.orders > LEFT_OUT_UNASKED * of);
	const { total } = orders.amounts;
	return (alone.length > 0 ? alone : sorted).map(([reason, entry]) => ({
		code: 'exclusion',
		key: `exclusions.${reason}`,
		reason,
		orders: entry.orders,
		of,
		samples: entry.rows.map((row) => {
			const text = (field: 'status' | 'payment_method') => {
				const code = orders.codes[field].get(row);
				return code < 0 ? '' : dictionaries[field].get(code);
			};
			const code = orders.codes.currency.get(row);
			const currency = code < 0 ? '' : dictionaries.currency.get(code);
			const amount = decimalText(total.get(row), total.scale, exponentOf(currency));
			return {
				order: stores.ids.get(orders.code(row)),
				status: text('status'),
				payment: text('payment_method'),
				total: `${amount} ${currency}`.trim()
			};
		})
	}));
}

/** Kept orders by their flags. */
function countFlags(flags: IntBlocks, keep: Uint8Array | null): Int32Array {
	const counts = new Int32Array(16);
	const bits = new Int32Array(PART_ROWS);
	for (let from = 0; from < flags.length; from += PART_ROWS) {
		const to = Math.min(from + PART_ROWS, flags.length);
		readInts(flags, from, to, bits);
		countPart(bits, to - from, keep?.subarray(from, to) ?? null, counts);
	}
	return counts;
}

function countPart(bits: Int32Array, count: number, keep: Uint8Array | null, counts: Int32Array): void {
	for (let i = 0; i < count; i++) if (keep === null || keep[i] !== 0) counts[bits[i]]++;
}

/** Orders that would count and whose file has a currency column that names none for them. */
function rejectWithoutCurrency(
	{ stores, files }: Run,
	set: FileSet | null,
	{ flags }: OrderFlags,
	keep: Uint8Array | null,
	countAnyway: number
): void {
	const { orders, refunds, rejected, problems } = stores;
	const column = (file: number) => {
		const { binding } = files[file];
		return problems.fieldCode(binding.headers[binding.fields.get('currency')?.[0] ?? 0]);
	};
	if (!files.some(({ binding }) => binding.fields.has('currency'))) return;
	for (const row of negativeRows(orders.codes.currency, orders.length)) {
		if (keep !== null && keep[row] === 0) continue;
		if ((flags.get(row) & ~countAnyway) !== 0) continue;
		rejected.add(orders.code(row), problems.reasonCode('missing_currency'), column(orders.file.get(row)));
	}
	for (let i = 0; i < refunds.length; i++) {
		if (refunds.currency.get(i) >= 0) continue;
		const row = namedRow({ stores, set, keep }, refunds.code.get(i));
		if (row >= 0) refunds.currency.set(i, orders.codes.currency.get(row));
		if (refunds.currency.get(i) >= 0) continue;
		rejected.add(refunds.code.get(i), problems.reasonCode('missing_currency'), column(refunds.file.get(i)));
	}
}

/** Lists the other records of orders of which one was rejected. */
function rejectWholeOrders({ stores }: Run): void {
	const { orders, sales, refunds, rejected, problems, atStake, dictionaries } = stores;
	const currencyOf = (unit: number) => (unit < 0 ? '' : dictionaries.currency.get(unit));
	if (rejected.none) return;
	for (const { from, orders: rows, lines, count } of sales.parts()) {
		for (let i = 0; i < count; i++) {
			const code = orders.code(rows[i]);
			if (!rejected.has(code)) continue;
			const { reason, field } = rejected.cause(code);
			problems.add(REJECTED, sales.file(from + i), lines[i], reason, field, '');
			const whole = sales.kind.get(from + i) === RECORD_KIND.noLine;
			const money = whole ? orders.amounts.total : sales.amount;
			const amount = { value: money.get(whole ? rows[i] : from + i), scale: money.scale };
			atStake.add(REJECTED, problems.reasons[reason], currencyOf(orders.codes.currency.get(rows[i])), amount);
		}
	}
	for (let i = 0; i < refunds.length; i++) {
		const code = refunds.code.get(i);
		if (!rejected.has(code)) continue;
		const { reason, field } = rejected.cause(code);
		problems.add(REJECTED, refunds.file.get(i), refunds.line.get(i), reason, field, '');
	}
}

function nothingStored({ files, stores }: Run, records: number): ImportFailure {
	const { problems } = stores;
	const table = problems.table();
	const first = table.kind.indexOf(REJECTED);
	const at = first < 0 ? 0 : first;
	const { bytes, offsets } = table.values;
	return {
		status: 'failed',
		code: 'nothing_stored',
		file: files[table.file[at]].file.name,
		line: table.line[at],
		params: {
			records,
			rejected: problems.count(REJECTED),
			skipped: records - problems.count(REJECTED),
			reason: table.reasons[table.reason[at]],
			field: table.fields[table.field[at]],
			value: new TextDecoder().decode(bytes.subarray(offsets[at], offsets[at + 1]))
		}
	};
}
