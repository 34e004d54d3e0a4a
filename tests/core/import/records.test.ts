import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../workers/core/import/types';
import { done, file, read } from './reading';

const MAPPING: Mapping = {
	columns: { order_id: 'Order', date: 'Date', email: 'Email', total: 'Total', currency: 'Cur' }
};
const HEADER = 'Order,Date,Email,Total,Cur';
const GOOD = '1,2025-01-05,a@x.com,10.00,EUR';
const csv = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`;
const SHOPIFY =
	'Name,Email,Financial Status,Created at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,Payment Method,Cancelled at,Billing Name,Billing Zip,Billing Phone';
const shop = (...rows: string[]) => `${[SHOPIFY, ...rows].join('\n')}\n`;

describe('records accounting', () => {
	it('a row of nothing but delimiters and blanks is skipped as blank_row, an empty line is no record', async () => {
		const { report, problems } = await done(csv(GOOD, '', ' , ,,,', '   '), MAPPING);
		expect(problems).toEqual(['4 blank_row']);
		expect(report.rows).toEqual({ records: 2, stored: 1, rejected: 0, skipped: 1 });
	});

	it('a totals row is skipped, a product called Total Wine is data', async () => {
		const text =
			'Item,Order,Date,Total\nTotal Wine,1,2025-01-05,10\nTotal,,,10\nGesamt: alles,,,10\nSumme;,2,2025-01-06,5\n';
		const { problems, report } = await done(text, {
			columns: { product_name: 'Item', order_id: 'Order', date: 'Date', total: 'Total' }
		});
		expect(problems).toEqual(['3 totals_row', '4 totals_row']);
		expect(report.orders.read).toBe(2);
	});

	it('a last record that ends inside quotes or is too short without a line end is truncated_record', async () => {
		const quoted = await done(`${HEADER}\n${GOOD}\n2,2025-01-06,"b@x`, MAPPING);
		expect(quoted.problems).toEqual(['3 truncated_record']);
		const short = await done(`${HEADER}\n${GOOD}\n2,2025-01-06`, MAPPING);
		expect(short.problems).toEqual(['3 truncated_record']);
	});

	it('a row with fewer cells, or with a filled surplus cell, is column_count; empty surplus cells are not', async () => {
		const { problems } = await done(
			csv(GOOD, '2,2025-01-06', `3,2025-01-07,c@x.com,1,EUR,more`, `4,2025-01-07,c@x.com,1,EUR,,`),
			MAPPING
		);
		expect(problems).toEqual(['3 column_count', '4 column_count']);
	});

	it('an empty order id and "(not set)" are missing_order_id', async () => {
		const { problems } = await done(
			csv(GOOD, ',2025-01-06,b@x.com,1,EUR', '(not set),2025-01-06,b@x.com,1,EUR'),
			MAPPING
		);
		expect(problems).toEqual(['3 missing_order_id Order', '4 missing_order_id Order']);
	});

	it('a date that no calendar has is bad_date, 1899 and 2199 and serial 60 are implausible_date', async () => {
		const rows = ['2025-02-30', '1899-12-31', '2199-01-01', '60', 'soon'].map(
			(date, i) => `${i + 2},${date},b@x.com,1,EUR`
		);
		const { problems } = await done(csv(GOOD, ...rows), MAPPING);
		expect(problems).toEqual([
			'3 bad_date Date',
			'4 implausible_date Date',
			'5 implausible_date Date',
			'6 implausible_date Date',
			'7 bad_date Date'
		]);
	});

	it('an order none of whose rows has a date is bad_date; one that has it on one row is whole', async () => {
		const { problems, orders } = await done(csv(GOOD, '1,,a@x.com,10.00,EUR', '2,,b@x.com,5,EUR'), MAPPING);
		expect(problems).toEqual(['4 bad_date Date']);
		expect(orders).toHaveLength(1);
	});

	it('text in a money cell is bad_money; an empty cell and -- are 0', async () => {
		const { problems, orders } = await done(
			csv('1,2025-01-05,a@x.com,12x,EUR', '2,2025-01-05,a@x.com,,EUR', '3,2025-01-05,a@x.com,--,EUR'),
			MAPPING
		);
		expect(problems).toEqual(['2 bad_money Total']);
		expect(orders.map(({ total }) => total)).toEqual([0, 0]);
	});

	it('an order without a currency in a currency column is missing_currency, unless it would not count', async () => {
		const text =
			'Order,Date,Status,Total,Cur\n1,2025-01-05,paid,10,EUR\n2,2025-01-05,paid,10,\n3,2025-01-05,cancelled,10,\n';
		const { problems, json } = await done(text, {
			columns: { order_id: 'Order', date: 'Date', status: 'Status', total: 'Total', currency: 'Cur' }
		});
		expect(problems).toEqual(['3 missing_currency Cur']);
		expect(json.orders).toEqual({ read: 2, counted: 1, excluded: [{ order: '3', reason: 'cancelled' }] });
	});

	it('quantity × unit price more than 0.01 off the amount is amount_mismatch', async () => {
		const text =
			'Order,Date,Qty,Price,Amount\n1,2025-01-05,3,3.333,10.00\n2,2025-01-05,3,3.33,10.00\n3,2025-01-05,3,3,10\n';
		const { problems } = await done(text, {
			columns: { order_id: 'Order', date: 'Date', quantity: 'Qty', unit_price: 'Price', amount: 'Amount' }
		});
		expect(problems).toEqual(['4 amount_mismatch Amount']);
	});

	it('when one record of an order is rejected, its other records are listed with the same reason and field', async () => {
		const text = 'Order,Date,Qty,Price\n1,2025-01-05,1,5\n2,2025-01-05,1,5\n1,2025-01-05,x,5\n1,2025-01-05,2,5\n';
		const { problems, report, orders } = await done(text, {
			columns: { order_id: 'Order', date: 'Date', quantity: 'Qty', unit_price: 'Price' }
		});
		expect(problems).toEqual(['2 bad_money Qty', '4 bad_money Qty', '5 bad_money Qty']);
		expect(orders.map(({ id }) => id)).toEqual(['2']);
		expect(report.rows).toEqual({ records: 4, stored: 1, rejected: 3, skipped: 0 });
		expect(report.rejectedBy).toEqual({ bad_money: 3 });
	});

	it('line numbers are physical lines: title lines, quoted newlines and CRLF count', async () => {
		const text = `sep=,\r\n${HEADER}\r\n"1",2025-01-05,"a@x.com",10,EUR\r\n"2\n2",2025-01-05,a@x.com,10,EUR\r\n3,never,a@x.com,1,EUR\r\n`;
		const { problems, report } = await done(text, MAPPING);
		expect(report.files[0].header_line).toBe(2);
		expect(problems).toEqual(['6 bad_date Date']);
	});

	it('Shopify: a row without name, status and total belongs to the order above', async () => {
		const { orders, problems } = await done(
			shop(
				'#1,a@x.com,paid,2025-01-05 10:00:00 +0100,EUR,30,0,0,30,0,1,Mug,10,0,,,,,',
				',a@x.com,,2025-01-05 10:00:00 +0100,,,,,,,2,Tea,10,,,,,,',
				',b@x.com,paid,2025-01-05 10:00:00 +0100,EUR,30,0,0,30,0,1,Mug,10,0,,,,,'
			)
		);
		expect(orders.map(({ id, gross, units }) => [id, gross, units])).toEqual([['#1', 30, 3]]);
		expect(problems).toEqual(['4 missing_order_id Name']);
	});

	it('Shopify: a further row that fills the order again and equals an earlier one is duplicate_line', async () => {
		const row = '#1,a@x.com,paid,2025-01-05 10:00:00 +0100,EUR,10,0,0,10,0,1,Mug,10,0,,,,,';
		const { orders, problems, report } = await done(shop(row, row));
		expect(problems).toEqual(['3 duplicate_line']);
		expect(orders[0].gross).toBe(10);
		expect(report.rows).toEqual({ records: 2, stored: 1, rejected: 0, skipped: 1 });
	});

	it('elsewhere equal rows of one file are two lines', async () => {
		const row = '1,2025-01-05,2,5';
		const { orders } = await done(`Order,Date,Qty,Price\n${row}\n${row}\n`, {
			columns: { order_id: 'Order', date: 'Date', quantity: 'Qty', unit_price: 'Price' }
		});
		expect(orders[0]).toMatchObject({ gross: 20, units: 4 });
	});

	it('row filters leave rows out: is, not, above, starts, not_starts, all of which must hold', async () => {
		const text =
			'Order,Date,Total,Type,Note\n1,2025-01-05,5,sale,ok\n2,2025-01-05,5,test,ok\n3,2025-01-05,0,sale,ok\nC4,2025-01-05,5,sale,ok\n5,2025-01-05,5,sale,\n6,2025-01-05,5,sale,bad\n';
		const { problems, orders } = await done(text, {
			columns: { order_id: 'Order', date: 'Date', total: 'Total' },
			filters: [
				{ column: 'Type', is: 'sale' },
				{ column: 'Total', above: 0 },
				{ column: 'Order', not_starts: 'C' },
				{ column: 'Note', not: '' },
				{ column: 'Note', starts: 'o' }
			]
		});
		expect(orders.map(({ id }) => id)).toEqual(['1']);
		expect(problems).toEqual(['3 filtered', '4 filtered', '5 filtered', '6 filtered', '7 filtered']);
	});

	it('UCI: stock moves and ledger entries are skipped', async () => {
		const text =
			'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n' +
			'1,A1,x,1,12/13/2010 8:26,2,17850.0,UK\n2,A1,x,5,12/13/2010 8:26,0,,UK\nA3,B,x,1,12/13/2010 8:26,9,,UK\n4,BANK CHARGES,x,1,12/13/2010 8:26,9,1,UK\n5,A1,gift,1,12/13/2010 8:26,0,17850,UK\n';
		const { problems, orders, report } = await done(text);
		expect(report.detect).toEqual(['uci.online_retail']);
		expect(problems).toEqual(['3 stock_adjustment', '4 ledger_adjustment', '5 ledger_adjustment']);
		expect(orders.map(({ id, customer, gross }) => [id, customer, gross])).toEqual([
			['1', 'uci:17850', 2],
			['5', 'uci:17850', 0]
		]);
	});

	it('a header called __proto__ is a column like others', async () => {
		const { orders } = await done('__proto__,Date,constructor\n7,2025-01-05,9.50\n', {
			columns: { order_id: '__proto__', date: 'Date', total: 'constructor' }
		});
		expect(orders[0]).toMatchObject({ id: '7', total: 9.5 });
	});

	it('the second column of a name and positions are found', async () => {
		const { orders } = await done('Id,Date,Amount,Amount\n1,2025-01-05,5,7\n', {
			columns: { order_id: 1, date: 'date', total: { name: 'Amount', nth: 2 } }
		});
		expect(orders[0].total).toBe(7);
	});

	it('a mapping that names a column the file lacks says which', async () => {
		expect(await read(file(csv(GOOD)), { mapping: { columns: { date: 'Date', total: 'Sum' } } })).toEqual({
			status: 'failed',
			code: 'mapping_column_missing',
			file: 'orders.csv',
			params: { column: 'Sum', field: 'total' }
		});
	});
});
