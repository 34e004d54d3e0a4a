import { currencyExponent as exponentOf } from '../numeric/currencyExponent';
import { decimalText } from './decimalText';
import type { ByCustomerTable, ImportReport, ProblemsTable } from './types';

/** What `import.json` is made from. */
export interface ImportJsonParts {
	report: ImportReport;
	problems: ProblemsTable;
	byCustomer: ByCustomerTable;
	/** Key of a customer number. */
	keyOf: (customer: number) => string;
	/** Dictionary `currency`. */
	currencies: readonly string[];
}

/**
 * `import.json`: the shape of data/exports/README.md §4, with `hints` and `answered` beside it. The same bytes wherever
 * it is made. Written piece by piece, so that neither 300,000 customers nor hostile keys ever become a plain object.
 */
export function importJson(parts: ImportJsonParts): string {
	const { report, problems } = parts;
	const several = report.files.length > 1;
	const pieces: string[] = ['{\n'];
	const member = (key: string, value: unknown, last = false) =>
		pieces.push(` ${JSON.stringify(key)}: ${indent(value)}${last ? '\n' : ',\n'}`);
	member('kind', report.kind);
	member('detect', report.detect);
	member(
		'files',
		report.files.map(({ name, layout, encoding, delimiter, header_line }) => ({
			name,
			layout,
			encoding,
			delimiter,
			header_line
		}))
	);
	member('rows', report.rows);
	writeProblems(pieces, 'rejected', problems, 0, report, several);
	writeProblems(pieces, 'skipped', problems, 1, report, several);
	if (report.warnings.length > 0) member('warnings', report.warnings);
	member('orders', report.orders);
	member('customers', report.customers);
	member('orders_without_customer', report.ordersWithoutCustomer);
	member('totals', report.totals);
	writeCustomers(pieces, parts);
	member('by_month', report.byMonth);
	if (report.refundRows !== undefined) member('refund_rows', report.refundRows);
	if (report.replacedOrders !== undefined) member('replaced_orders', report.replacedOrders);
	if (report.repeats !== undefined) member('repeats', report.repeats);
	member('answered', report.answered);
	member('hints', report.hints, true);
	pieces.push('}\n');
	return pieces.join('');
}

/** JSON of a value, one level in. */
function indent(value: unknown): string {
	return JSON.stringify(value, null, 1).replaceAll('\n', '\n ');
}

function writeProblems(
	pieces: string[],
	key: string,
	problems: ProblemsTable,
	kind: number,
	report: ImportReport,
	several: boolean
): void {
	pieces.push(` "${key}": [`);
	let separator = '\n';
	for (let i = 0; i < problems.length; i++) {
		if (problems.kind[i] !== kind) continue;
		const field = problems.fields[problems.field[i]];
		const entry = {
			...(several ? { file: report.files[problems.file[i]].name } : {}),
			line: problems.line[i],
			reason: problems.reasons[problems.reason[i]],
			...(kind === 0 && field !== '' ? { field } : {})
		};
		pieces.push(`${separator}  ${JSON.stringify(entry)}`);
		separator = ',\n';
	}
	pieces.push(separator === '\n' ? '],\n' : '\n ],\n');
}

function writeCustomers(pieces: string[], { byCustomer, keyOf, currencies }: ImportJsonParts): void {
	pieces.push(' "by_customer": {');
	const { length, customer, orders, currency, net, scale } = byCustomer;
	let separator = '\n';
	for (let i = 0; i < length;) {
		let end = i + 1;
		while (end < length && customer[end] === customer[i]) end++;
		let count = 0;
		const sums: string[] = [];
		for (let row = i; row < end; row++) {
			count += orders[row];
			const code = currencies[currency[row]];
			sums.push(`${JSON.stringify(code)}: "${decimalText(net[row], scale, exponentOf(code))}"`);
		}
		pieces.push(
			`${separator}  ${JSON.stringify(keyOf(customer[i]))}: {"orders": ${count}, "net": {${sums.sort().join(', ')}}}`
		);
		separator = ',\n';
		i = end;
	}
	pieces.push(separator === '\n' ? '},\n' : '\n },\n');
}
