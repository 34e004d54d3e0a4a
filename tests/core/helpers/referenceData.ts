import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { DataSet } from '$workers/core/tables';
import { shared } from '../../shared';
import { dataSet, dayOf } from './dataSet';
import type { PlainOrder } from './dataSet';

export const REFERENCE_SETS = ['cdnow_sample', 'cdnow_master', 'online_retail', 'superstore'] as const;
export type ReferenceSet = (typeof REFERENCE_SETS)[number];

/** The four sets, counted by the rules of reference/README.md; keys in lower case, money at the decimals of the file. */
export function referenceData(name: ReferenceSet): DataSet {
	if (name === 'cdnow_sample') return cdnow('data/cdnow/CDNOW_sample.txt', 1, 0);
	if (name === 'cdnow_master') return cdnow('data/cdnow/CDNOW_master.txt', 0, 1);
	return name === 'online_retail' ? onlineRetail() : superstore();
}

export const reference = (file: string): unknown => JSON.parse(readFileSync(shared(`reference/${file}`), 'utf8'));

function cdnow(path: string, customer: number, headerLines: number): DataSet {
	const lines = readFileSync(shared(path), 'latin1').split(/\r?\n/).slice(headerLines);
	const orders = lines
		.filter((line) => line.trim() !== '')
		.map((line): PlainOrder => {
			const cells = line.trim().split(/ +/).slice(customer);
			const [id, date, units, amount] = cells;
			return {
				customer: id.toLowerCase(),
				day: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`,
				gross: units10(amount, 2),
				units: Number(units),
				currency: 'USD'
			};
		});
	return dataSet(orders);
}

function onlineRetail(): DataSet {
	const [header, ...rows] = csv(gunzipSync(readFileSync(shared('data/online_retail/online_retail.csv.gz'))).toString());
	const at = columns(header);
	const orders = new Map<string, PlainOrder>();
	for (const row of rows) {
		const quantity = Number(row[at('Quantity')]);
		const price = units10(row[at('UnitPrice')], 3);
		const invoice = row[at('InvoiceNo')];
		const customer = row[at('CustomerID')];
		if (customer === '' || quantity <= 0 || price <= 0 || invoice.startsWith('C')) continue;
		const [day, time] = row[at('InvoiceDate')].split(' ');
		const [hour, minute] = time.split(':').map(Number);
		const order = orders.get(invoice);
		if (order) {
			order.gross += quantity * price;
			order.units = (order.units ?? 0) + quantity;
		} else {
			orders.set(invoice, {
				id: invoice,
				customer,
				day,
				minute: hour * 60 + minute,
				gross: quantity * price,
				units: quantity,
				currency: 'GBP',
				country: row[at('Country')]
			});
		}
	}
	return dataSet([...orders.values()], [], { scale: 3 });
}

function superstore(): DataSet {
	const text = gunzipSync(readFileSync(shared('data/superstore/Sample-Superstore.csv.gz'))).toString();
	const [header, ...rows] = csv(text.replace(/^\uFEFF/, ''));
	const at = columns(header);
	const orders = new Map<string, PlainOrder>();
	for (const row of rows) {
		const id = row[at('Order ID')];
		const [month, date, year] = row[at('Order Date')].split('/').map(Number);
		const order = orders.get(id);
		const amount = units10(row[at('Sales')], 4);
		if (order) {
			order.gross += amount;
		} else {
			orders.set(id, {
				id,
				customer: row[at('Customer ID')].toLowerCase(),
				day: Date.UTC(year, month - 1, date) / 86_400_000,
				gross: amount,
				currency: 'USD'
			});
		}
	}
	return dataSet([...orders.values()], [], { scale: 4 });
}

export const asDay = (date: string): number => dayOf(date);

const columns =
	(header: string[]) =>
	(name: string): number =>
		header.indexOf(name);

/** "12.5" as whole units of 10 ** -decimals, exactly. */
function units10(text: string, decimals: number): number {
	const [, sign, whole, part = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
	if (whole === undefined || part.length > decimals) throw new Error(`not ${decimals} decimals: ${text}`);
	return Number(`${sign}${whole}${part.padEnd(decimals, '0')}`);
}

/** Records of a quoted, comma-separated text. */
function csv(text: string): string[][] {
	const records: string[][] = [];
	const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/gy;
	let record: string[] = [];
	while (cell.lastIndex < text.length) {
		const [, value, end] = cell.exec(text) as RegExpExecArray;
		record.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
		if (end === ',') continue;
		records.push(record);
		record = [];
	}
	return records;
}
