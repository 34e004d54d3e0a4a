import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { customerKeys } from '$workers/core/ledger/customerKeys';
import { openLedger } from '$workers/core/ledger/ledger';
import { selectCustomers } from '$workers/core/ledger/selection';
import type { DataSet, ProductsTable } from '$workers/core/tables';
import { cohortsJson } from '$workers/core/output/cohortsJson';
import { csv } from '$workers/core/output/csv';
import { customersCsv } from '$workers/core/output/customersCsv';
import { json } from '$workers/core/output/json';
import { metricsJson } from '$workers/core/output/metricsJson';
import { segmentsCsv } from '$workers/core/output/segmentsCsv';
import { dataSet, dayOf, texts } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

const products = (rows: [number, string, string][]): ProductsTable[] => [
	{
		length: rows.length,
		number: Int32Array.from(rows, ([number]) => number),
		id: texts(rows.map(([, id]) => id)),
		name: texts(rows.map(([, , name]) => name)),
		category: texts(rows.map(() => ''))
	}
];

describe('tables as CSV', () => {
	it('disarm what a spreadsheet would run, and leave numbers alone', () => {
		expect(csv([['=1+1', '+49', '-5', '@x', '\tx', '\rx', -5, 1.5, null, "it's"]])).toBe(
			`'=1+1,'+49,'-5,'@x,'\tx,"'\rx",-5,1.5,,it's\r\n`
		);
	});

	it('quote commas, quotes and line ends', () => {
		expect(csv([['a,b', 'say "no"', 'two\nlines'], ['x']])).toBe('"a,b","say ""no""","two\nlines"\r\nx\r\n');
	});
});

describe('JSON', () => {
	it('keeps keys of data as plain keys', () => {
		const text = json({ a: [1, null, true], of: new Map([['__proto__', { x: 'é"' }]]), none: [], nothing: {} });
		expect(text).toBe(
			'{\n "a": [\n  1,\n  null,\n  true\n ],\n "of": {\n  "__proto__": {\n   "x": "é\\""\n  }\n },\n "none": [],\n "nothing": {}\n}\n'
		);
	});
});

describe('customers.csv', () => {
	const data = eightCustomers();
	const ledger = openLedger(DEFAULT_COUNTING, data);
	const keys = customerKeys(ledger, data.identities);
	const lines = (text: string): string[] => text.split('\r\n');

	it('has a row a customer by key, with what is known of each', () => {
		const rows = lines(customersCsv(ledger, null, { asOf: null, keys, products: products([[7, '=P7', 'a name']]) }));
		expect(rows).toEqual([
			'id,first,last,orders,purchase_days,units,net,r_days,f,m,rfm_a,rfm_b,rfm_c,segment,country,channel,first_product,p_alive,expected_12m,clv_12m,model',
			// Rule C by type 7: days 76.2 134 245 279.2, orders 1 1 1.2 2.6, money 8 24 144 224.
			'a,2023-01-01,2024-12-31,4,4,5,240,1,4,240,554,555,555,Champions,DE,shop,,,,,',
			'b,2023-03-05,2024-03-05,3,2,3,130,302,3,130,143,254,153,At risk,DE,web,,,,,',
			"c,2023-11-20,2023-11-20,1,1,1,200,408,1,200,114,114,114,Lost,,,'=P7,,,,",
			'd,2024-01-15,2024-08-15,2,2,2,20,139,2,20,342,442,342,Loyal,,,,,,,',
			'e,2024-05-01,2024-05-01,1,1,1,400,245,1,400,215,225,315,Hibernating,,,,,,,',
			'f,2024-05-01,2024-05-01,1,1,1,0,245,1,0,211,322,311,Hibernating,,,,,,,',
			'g,2024-09-09,2024-09-09,1,1,1,-20,114,1,-20,411,431,411,Promising,,,,,,,',
			'h,2024-11-11,2024-11-11,1,1,1,25,51,1,25,412,543,513,Promising,,,,,,,',
			''
		]);
	});

	it('as of a day, for a selection', () => {
		const asOf = dayOf('2023-12-31');
		const selection = selectCustomers(ledger, { kind: 'country', values: [''] }, { asOf });
		const rows = lines(customersCsv(ledger, selection, { asOf, keys, products: [] }));
		// Of three, c is the latest (42 days, 205, 302) and the richest (80, 140, 200); b and c have an order each, b first.
		// Rule C: days 107.2 …, orders 1 1 1.2 1.6, money 104 128 152 176.
		expect(rows.slice(1)).toEqual(['c,2023-11-20,2023-11-20,1,1,1,200,42,1,200,414,545,515,Promising,,,,,,,', '']);
	});

	it('disarms keys', () => {
		const hostile = dataSet([{ customer: '=cmd', day: 1, gross: 1 }]);
		const open = openLedger(DEFAULT_COUNTING, hostile);
		const text = customersCsv(open, null, { asOf: null, keys: customerKeys(open, hostile.identities), products: [] });
		expect(lines(text)[1]).toMatch(/^'=cmd,1970-01-02,/);
	});
});

describe('segments.csv', () => {
	it('has a row a rule and cell', () => {
		const data = eightCustomers();
		const ledger = openLedger(DEFAULT_COUNTING, data);
		const rows = segmentsCsv(ledger, null, { asOf: null, keys: customerKeys(ledger, data.identities) }).split('\r\n');
		expect(rows[0]).toBe('rule,cell,segment,customers,orders,net');
		expect(rows.filter((row) => row.startsWith('A,'))).toEqual([
			'A,114,Lost,1,1,200',
			'A,143,At risk,1,3,130',
			'A,211,Hibernating,1,1,0',
			'A,215,Hibernating,1,1,400',
			'A,342,Loyal,1,2,20',
			'A,411,Promising,1,1,-20',
			'A,412,Promising,1,1,25',
			'A,554,Champions,1,4,240'
		]);
		expect(rows.filter((row) => row.startsWith('B,'))).toHaveLength(8);
	});
});

describe('several currencies without a chosen one', () => {
	const data: DataSet = dataSet([
		{ customer: 'a', day: '2024-01-01', gross: 1050, currency: 'EUR' },
		{ customer: 'a', day: '2024-01-02', gross: 70_000, currency: 'JPY' },
		{ customer: 'b', day: '2024-02-03', gross: 300, currency: 'EUR' }
	]);
	const ledger = openLedger(DEFAULT_COUNTING, data);
	const keys = customerKeys(ledger, data.identities);

	it('metrics.json has its keys under each currency', () => {
		const file = JSON.parse(metricsJson(ledger, null, { dataset: 'two', asOf: null })) as Record<string, unknown>;
		expect(file.all).toBeUndefined();
		expect(file.by_currency).toMatchObject({
			EUR: { all: { customers: 2, orders: 3, revenue: 13.5, orders_in_currency: 2, aov: 6.75 } },
			JPY: { all: { customers: 2, orders: 3, revenue: 700, orders_in_currency: 1 } }
		});
	});

	it('customers.csv, segments.csv and cohorts.json say which money they mean', () => {
		const [header, a] = customersCsv(ledger, null, { asOf: null, keys, products: [] }).split('\r\n');
		expect(header).toBe(
			'id,first,last,orders,purchase_days,units,net_EUR,net_JPY,r_days,f,m_EUR,rfm_a_EUR,rfm_b_EUR,rfm_c_EUR,m_JPY,rfm_a_JPY,rfm_b_JPY,rfm_c_JPY,segment,country,channel,first_product,p_alive,expected_12m,clv_12m,model'
		);
		expect(a).toMatch(/^a,2024-01-01,2024-01-02,2,2,0,10.5,700,/);
		expect(segmentsCsv(ledger, null, { asOf: null, keys }).split('\r\n')[0]).toBe(
			'rule,cell,segment,customers,orders,net,currency'
		);
		expect(JSON.parse(cohortsJson(ledger, null, { dataset: 'two', asOf: null, period: 'month' }))).toMatchObject({
			by_currency: {
				EUR: { cohorts: { '2024-01': { size: 1, revenue: [10.5] }, '2024-02': { size: 1, revenue: [3] } } },
				JPY: { cohorts: { '2024-01': { revenue: [700] }, '2024-02': { revenue: [0] } } }
			}
		});
	});
});

describe('nothing that counts', () => {
	it('makes files without figures', () => {
		const data = dataSet([]);
		const ledger = openLedger(DEFAULT_COUNTING, data);
		const keys = customerKeys(ledger, data.identities);
		expect(JSON.parse(metricsJson(ledger, null, { dataset: 'none', asOf: null }))).toMatchObject({
			dataset: 'none',
			as_of: null,
			by_currency: {}
		});
		expect(customersCsv(ledger, null, { asOf: null, keys, products: [] })).toMatch(/^id,first,/);
		expect(segmentsCsv(ledger, null, { asOf: null, keys })).toBe('rule,cell,segment,customers,orders,net\r\n');
		expect(JSON.parse(cohortsJson(ledger, null, { dataset: 'none', asOf: null, period: 'week' }))).toMatchObject({
			by_currency: {}
		});
	});

	it('a split only shows where one was asked for', () => {
		const ledger = openLedger(DEFAULT_COUNTING, eightCustomers());
		const keys = (split: number | null): string[] =>
			Object.keys(JSON.parse(metricsJson(ledger, null, { dataset: 'x', asOf: null, split })) as object);
		expect(keys(null)).not.toContain('retention');
		expect(keys(dayOf('2023-12-31'))).toEqual(expect.arrayContaining(['up_to_split', 'after_split', 'retention']));
	});
});
