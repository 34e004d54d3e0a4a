import { currencyExponent as exponentOf } from '../numeric/currencyExponent';
import { FIGURES, addUp } from './countedFigures';
import { UNKNOWN_CURRENCY } from './currencies';
import { decimalText } from './decimalText';
import type { Run } from './finish';
import { importHints } from './importHints';
import { monthText } from './months';
import type { Numbering, Settled } from './numbering';
import type { OrderFlags } from './orderFlags';
import { attachOwnRows } from './ownRefunds';
import { REJECTED, SKIPPED } from './problems';
import { repeatedLines } from './repeatedLines';
import type { ByCustomerTable, ImportReport, Mapping } from './types';

/** The reconciliation of an import: everything that `import.json` says. */
export function reconcile(
	run: Run,
	settled: Settled,
	status: OrderFlags,
	numbering: Numbering,
	mapping: Mapping
): { report: ImportReport; byCustomer: ByCustomerTable } {
	const { stores, files } = run;
	const { orders, problems, dictionaries, ids } = stores;
	const { scale } = orders.amounts.gross;
	const currencies = dictionaries.currency.texts();
	const exponents = currencies.map(exponentOf);
	const money = (value: number | bigint, currency: number, at = scale) =>
		decimalText(value, at, exponents[currency] ?? 2);
	const attached = attachOwnRows(settled, scale);
	const found = addUp(settled, attached.byOrder, money);
	const { warnings, figures, months } = found;
	if ([...figures.keys()].some((unit) => currencies[unit] === UNKNOWN_CURRENCY)) {
		warnings.push({ reason: 'currency_unknown' });
	}
	const byCustomer = found.customers.table(numbering.customer, scale);
	const report: ImportReport = {
		kind: 'orders',
		detect: [...new Set(files.map(({ binding }) => binding.layout))].sort(),
		files: files.map(({ file, binding, encoding, sniffed, records }) => ({
			name: file.name,
			layout: binding.layout,
			encoding,
			delimiter: sniffed.delimiter,
			header_line: sniffed.headerLine,
			bytes: file.size,
			records
		})),
		rows: {
			records: files.reduce((sum, file) => sum + file.records, 0),
			stored: files.reduce((sum, file) => sum + file.records, 0) - problems.length,
			rejected: problems.count(REJECTED),
			skipped: problems.count(SKIPPED)
		},
		rejectedBy: problems.countBy(REJECTED),
		skippedBy: problems.countBy(SKIPPED),
		atStake: {
			...stores.atStake.texts(files[0].currency),
			excluded: Object.fromEntries(
				[...found.excludedTotals].map(([reason, sums]) => [
					reason,
					Object.fromEntries(
						[...sums].map(([unit, sum]) => [currencies[unit] ?? UNKNOWN_CURRENCY, money(sum.value, unit)])
					)
				])
			)
		},
		warnings,
		orders: { read: found.read, counted: found.counted, excluded: found.excluded },
		excludedBy: countBy(found.excluded),
		customers: found.customers.people,
		ordersWithoutCustomer: found.customers.ordersWithoutCustomer,
		totals: Object.fromEntries(
			[...figures]
				.map(([unit, sums]): [string, Record<string, string>] => [
					currencies[unit],
					Object.fromEntries(FIGURES.map((figure) => [figure, money(sums[figure].value, unit)]))
				])
				.sort(([a], [b]) => (a < b ? -1 : 1))
		),
		byMonth: Object.fromEntries(
			[...months]
				.sort(([a], [b]) => a - b)
				.map(([key, month]) => [
					monthText(key),
					{
						orders: month.orders,
						net: Object.fromEntries(
							[...month.net]
								.map(([unit, sum]): [string, string] => [currencies[unit], money(sum.value, unit)])
								.sort(([a], [b]) => (a < b ? -1 : 1))
						)
					}
				])
		),
		firstDay: found.firstDay,
		lastDay: found.lastDay,
		answered: run.answered,
		hints: importHints(run, settled, status, numbering, found.manyWarnings, [...months.keys()]),
		mapping: writtenOut(run, mapping),
		preset: run.preset
	};
	if (attached.rows.length > 0) {
		report.refundRows = attached.rows.map(({ file, line, row, currency, amount, items }) => ({
			...(files.length > 1 ? { file: files[file].file.name } : {}),
			line,
			order: row < 0 ? null : ids.get(orders.code(row)),
			currency: currencies[currency],
			amount: money(amount, currency),
			items: money(items, currency)
		}));
	}
	const late = laterThanFile(run, settled, found.lastDay);
	if (late !== null) report.laterThanFile = late;
	const repeats = repeatedLines(settled, files, money);
	if (repeats !== null) report.repeats = repeats;
	if (settled.set !== null && settled.set.replacedOrders.length > 0) {
		report.replacedOrders = settled.set.replacedOrders.map((row) => ids.get(orders.code(row)));
	}
	return { report, byCustomer };
}

const DAY = 86_400_000;
/** Clocks of shops and of the device may differ, and a file may be written in another zone. */
const GRACE_DAYS = 2;

/** Orders of a day that had not come when their file was written; only where the file's own date is known. */
function laterThanFile(
	{ stores, files, options }: Run,
	{ keep }: Settled,
	lastDay: number | null
): NonNullable<ImportReport['laterThanFile']> | null {
	if (!options.useLastModified || lastDay === null) return null;
	const ends = files.map(({ file }) =>
		file.lastModified ? Math.floor(file.lastModified / DAY) + GRACE_DAYS : Infinity
	);
	if (lastDay <= Math.min(...ends)) return null;
	const { orders } = stores;
	let count = 0;
	let first = -1;
	for (let row = 0; row < orders.length; row++) {
		const file = orders.file.get(row);
		if (orders.day.get(row) <= ends[file] || (keep !== null && keep[row] === 0)) continue;
		if (count++ === 0) first = file;
	}
	return count === 0 ? null : { orders: count, file: files[first].file.name };
}

function countBy(excluded: readonly { reason: string }[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { reason } of excluded) counts[reason] = (counts[reason] ?? 0) + 1;
	return counts;
}

/** The mapping in force with every choice written out, for the record and for reuse. */
function writtenOut({ files }: Run, mapping: Mapping): Mapping {
	const [first] = files;
	const out: Mapping = { ...mapping };
	if (mapping.columns !== undefined) {
		out.header = first.sniffed.headerLine > 0;
		out.delimiter = first.sniffed.delimiter;
		if (!first.binding.fields.has('order_id')) out.orders_by = mapping.orders_by ?? 'row';
	}
	return out;
}
