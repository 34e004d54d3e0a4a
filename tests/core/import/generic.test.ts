import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../workers/core/import/types';
import { done, read } from './reading';

const columns = { order_id: 'Order', date: 'Date' } as const;

describe('files read by a mapping', () => {
	it('gross is the gross column before anything else', async () => {
		const { orders } = await done('Order,Date,Gross,Disc,Net,Qty,Price,Total\n1,2025-01-05,50,5,99,1,9,45\n', {
			columns: {
				...columns,
				gross: 'Gross',
				discount: 'Disc',
				net_items: 'Net',
				quantity: 'Qty',
				unit_price: 'Price',
				total: 'Total'
			}
		});
		expect(orders[0]).toMatchObject({ gross: 50, discount: 5, total: 45 });
	});

	it('else net_items + discount, and a missing tax is total − net_items − shipping', async () => {
		const { orders } = await done('Order,Date,Disc,Net,Ship,Total\n1,2025-01-05,5,45,4,58\n', {
			columns: { ...columns, discount: 'Disc', net_items: 'Net', shipping: 'Ship', total: 'Total' }
		});
		expect(orders[0]).toMatchObject({ gross: 50, discount: 5, shipping: 4, tax: 9, total: 58 });
	});

	it('else the sum of amount, or of quantity × unit price; a missing total is gross − discount + shipping + tax', async () => {
		const text = 'Order,Date,Qty,Price,Amount,Disc,Ship,Tax\n1,2025-01-05,2,1.25,2.50,1,4,2\n1,2025-01-05,1,3,,1,4,2\n';
		const { orders } = await done(text, {
			columns: {
				...columns,
				quantity: 'Qty',
				unit_price: 'Price',
				amount: 'Amount',
				discount: 'Disc',
				shipping: 'Ship',
				tax: 'Tax'
			}
		});
		expect(orders).toHaveLength(1);
		expect(orders[0]).toMatchObject({ gross: 5.5, discount: 1, shipping: 4, tax: 2, total: 10.5, units: 3 });
	});

	it('where only a total is given it is the gross, less postage and tax', async () => {
		const { orders } = await done('Order,Date,Ship,Tax,Total\n1,2025-01-05,4,2,26\n', {
			columns: { ...columns, shipping: 'Ship', tax: 'Tax', total: 'Total' }
		});
		expect(orders[0]).toMatchObject({ gross: 20, total: 26 });
	});

	it('a kind column tells refund rows, whatever the sign; any other kind is a sale', async () => {
		const text =
			'Order,Date,Mail,Type,Total,Net\n1,2025-01-05,a@x.com,Sale,30,30\n1,2025-01-07,a@x.com,Credit-Note,12,10\n2,2025-01-06,a@x.com,Abo,5,5\n';
		const { json, refunds } = await done(text, {
			columns: { ...columns, email: 'Mail', kind: 'Type', total: 'Total', net_items: 'Net' },
			currency: 'EUR'
		});
		expect(json.orders.read).toBe(2);
		expect(json.refund_rows).toEqual([{ line: 3, order: '1', currency: 'EUR', amount: '12.00', items: '10.00' }]);
		expect(json.totals.EUR).toMatchObject({
			gross: '35.00',
			refunds: '12.00',
			refunds_items: '10.00',
			net: '25.00',
			net_paid: '23.00'
		});
		expect(refunds[0]).toMatchObject({ id: '1', link: 1, orderRef: '1' });
	});

	it('without a kind column a negative total or amount is a refund row', async () => {
		const text =
			'Order,Date,Cust,Item,Qty,Amount\n1,2025-01-05,c1,Mug,2,20\n2,2025-02-05,c1,Tea,1,8\nR9,2025-03-01,c1,Mug,-1,-10\nR10,2025-03-01,c2,Mug,-1,-10\n';
		const { json } = await done(text, {
			columns: { ...columns, customer_id: 'Cust', product_name: 'Item', quantity: 'Qty', amount: 'Amount' },
			currency: 'EUR'
		});
		expect(json.orders.read).toBe(2);
		expect(json.refund_rows).toEqual([
			{ line: 4, order: '1', currency: 'EUR', amount: '10.00', items: '10.00' },
			{ line: 5, order: null, currency: 'EUR', amount: '10.00', items: '0.00' }
		]);
		expect(json.by_customer).toEqual({ c1: { orders: 2, net: { EUR: '18.00' } } });
		expect(json.by_month['2025-01']).toEqual({ orders: 1, net: { EUR: '10.00' } });
	});

	it('a number in a date column is a spreadsheet serial', async () => {
		const { orders } = await done('Order,Date,Total\n1,45662.4375,5\n', { columns: { ...columns, total: 'Total' } });
		expect(orders[0]).toMatchObject({ date: '2025-01-05', minute: 630 });
	});

	it('without an order id each row is an order; equal rows are told apart, and keys do not depend on other rows', async () => {
		const mapping: Mapping = { columns: { date: 'Date', email: 'Mail', total: 'Total' } };
		const { orders } = await done(
			'Date,Mail,Total\n2025-01-05,a@x.com,5\n2025-01-05,a@x.com,5\n2025-01-06,b@x.com,5\n',
			mapping
		);
		expect(orders.map(({ total }) => total)).toEqual([5, 5, 5]);
		expect(orders[1].id).toBe(`${orders[0].id}-1`);
		const other = await done('Mail,Total,Date\nb@x.com,5,2025-01-06\na@x.com,5,2025-01-05\n', mapping);
		expect(other.orders.map(({ id }) => id)).toEqual([orders[2].id, orders[0].id]);
	});

	it('or, if chosen, all rows of a customer on a day', async () => {
		const text =
			'Date,Mail,Qty,Price\n2025-01-05 10:00,a@x.com,1,5\n2025-01-05 09:00,A@x.com,1,7\n2025-01-06,a@x.com,1,5\n2025-01-06,,1,1\n2025-01-06,,1,1\n';
		const { orders } = await done(text, {
			columns: { date: 'Date', email: 'Mail', quantity: 'Qty', unit_price: 'Price' },
			orders_by: 'customer_day'
		});
		expect(orders.map(({ gross, minute }) => [gross, minute])).toEqual([
			[12, 540],
			[5, -1],
			[1, -1],
			[1, -1]
		]);
	});

	it('no header: columns by position; runs of blanks part them, leading and trailing ones are no column', async () => {
		const { orders, report } = await done(' 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73 \n', {
			header: false,
			delimiter: 'blanks',
			columns: { customer_id: 2, date: 3, quantity: 4, amount: 5 }
		});
		expect(report.files[0]).toMatchObject({ header_line: 0, delimiter: 'blanks' });
		expect(orders.map(({ customer, date, total, units }) => [customer, date, total, units])).toEqual([
			['0001', '1997-01-01', 29.33, 2],
			['0001', '1997-01-18', 29.73, 2]
		]);
	});

	it('order ids are text: zeros, signs and letters stay', async () => {
		const { orders } = await done("Order,Date,Total\n007,2025-01-05,1\n#7,2025-01-05,1\n'07,2025-01-05,1\n", {
			columns: { ...columns, total: 'Total' }
		});
		expect(orders.map(({ id }) => id)).toEqual(['007', '#7', '07']);
	});

	it('money keeps the decimals of the file and its factors, exactly', async () => {
		const { tables, json } = await done('Order,Date,Qty,Price\n1,2025-01-05,3,0.3333\n2,2025-01-05,1,0.1\n', {
			columns: { ...columns, quantity: 'Qty', unit_price: 'Price' },
			currency: 'EUR'
		});
		expect(tables.orders[0].gross.scale).toBe(4);
		expect([...tables.orders[0].gross.values]).toEqual([9999, 1000]);
		expect(json.totals.EUR.gross).toBe('1.10');
	});

	it('money beyond 2^53 is refused with its place', async () => {
		expect(
			await read('Order,Date,Total\n1,2025-01-05,5\n2,2025-01-05,99999999999999999.99\n', {
				mapping: { columns: { ...columns, total: 'Total' } }
			})
		).toMatchObject({
			status: 'failed',
			code: 'amount_too_large',
			line: 3,
			params: { column: 'Total', value: '99999999999999999.99' }
		});
	});

	it('a mapping without a date cannot be used', async () => {
		expect(
			await read('Order,Total\n1,5\n2,6\n', { mapping: { columns: { order_id: 'Order', total: 'Total' } } })
		).toMatchObject({
			code: 'mapping_invalid',
			params: { field: 'date' }
		});
	});

	it('products go by id, or by name where a line has no id; names and categories are kept', async () => {
		const text =
			'Order,Date,Sku,Item,Cat,Qty\n1,2025-01-05,M1,Mug,Kitchen,1\n1,2025-01-05,,Wrap,,2\n2,2025-01-06,M1,Mug (new),Home,1\n';
		const { products } = await done(text, {
			columns: { ...columns, product_id: 'Sku', product_name: 'Item', category: 'Cat', quantity: 'Qty' }
		});
		expect(products).toEqual([
			{ id: 'M1', name: 'Mug', category: 'Kitchen' },
			{ id: '', name: 'Wrap', category: '' }
		]);
	});
});

describe('currencies', () => {
	const total: Mapping = { columns: { ...columns, total: 'Total' } };
	const unit = async (text: string, mapping: Mapping) => Object.keys((await done(text, mapping)).json.totals);

	it('comes from the column, in any case or as a sign', async () => {
		const text = 'Order,Date,Total,Cur\n1,2025-01-05,5,gbp\n2,2025-01-05,5,€\n';
		expect(await unit(text, { columns: { ...columns, total: 'Total', currency: 'Cur' } })).toEqual(['EUR', 'GBP']);
	});

	it('else from the name of the money column', async () => {
		expect(
			await unit('Order,Date,Total (CHF)\n1,2025-01-05,5\n', { columns: { ...columns, total: 'Total (CHF)' } })
		).toEqual(['CHF']);
	});

	it('else from the sign in the cells, row by row', async () => {
		expect(await unit('Order,Date,Total\n1,2025-01-05,€5.00\n2,2025-01-05,£5.00\n', total)).toEqual(['EUR', 'GBP']);
		expect(await unit('Order,Date,Total\n1,2025-01-05,$5.00\n', total)).toEqual(['USD']);
		expect(await unit('Order,Date,Total\n1,2025-01-05,$5.00\n', { ...total, currency: 'CAD' })).toEqual(['CAD']);
	});

	it('else from the mapping, else it is XXX and warned of', async () => {
		expect(await unit('Order,Date,Total\n1,2025-01-05,5\n', { ...total, currency: 'SEK' })).toEqual(['SEK']);
		const { json } = await done('Order,Date,Total\n1,2025-01-05,5\n', total);
		expect(Object.keys(json.totals)).toEqual(['XXX']);
		expect(json.warnings).toEqual([{ reason: 'currency_unknown' }]);
	});

	it('money is printed in the currency’s own decimals, rounded half away from zero', async () => {
		const text = 'Order,Date,Total,Cur\n1,2025-01-05,5.5,JPY\n2,2025-01-05,1.2345,KWD\n3,2025-01-05,0.005,EUR\n';
		const { json } = await done(text, { columns: { ...columns, total: 'Total', currency: 'Cur' } });
		expect(json.totals.JPY.gross).toBe('6');
		expect(json.totals.KWD.gross).toBe('1.235');
		expect(json.totals.EUR.gross).toBe('0.01');
	});
});

describe('what is said beside the figures', () => {
	it('a credit note of several rows that repeats its total gives back each line once', async () => {
		const text =
			'Order,Date,Mail,Type,Amount,Total\n1,2025-01-05,a@x.com,sale,30,30\n1,2025-01-07,a@x.com,refund,-10,-15\n1,2025-01-07,a@x.com,refund,-5,-15\n';
		const { json } = await done(text, {
			columns: { ...columns, email: 'Mail', kind: 'Type', amount: 'Amount', total: 'Total' },
			currency: 'EUR'
		});
		expect(json.refund_rows?.map(({ amount }) => amount)).toEqual(['10.00', '5.00']);
		expect(json.totals.EUR).toMatchObject({ refunds: '15.00', net: '15.00' });
	});

	it('equal partial refunds of one order stay two', async () => {
		const text = 'Order,Date,Total\n1,2025-01-05,30\n1,2025-01-07,-5\n1,2025-01-08,-5\n';
		const { json } = await done(text, { columns: { ...columns, total: 'Total' }, currency: 'EUR' });
		expect(json.totals.EUR.refunds).toBe('10.00');
	});

	it('rows of one order that print different totals are hinted at', async () => {
		const { report, orders } = await done(
			'Order,Date,Item,Total\n1,2025-01-05,a,5\n1,2025-01-05,b,7\n2,2025-03-05,b,7\n',
			{
				columns: { ...columns, product_name: 'Item', total: 'Total' }
			}
		);
		expect(orders[0].total).toBe(5);
		expect(report.hints).toEqual([
			{ code: 'order_fields_differ', count: 1, samples: ['1'] },
			{ code: 'months_without_orders', count: 1, samples: ['2025-02'] }
		]);
	});

	it('Shopify: an order of which only further rows are there is hinted at', async () => {
		const text =
			'Name,Email,Financial Status,Created at,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price\n' +
			'#1,a@x.com,,2025-01-05 10:00:00 +0000,,,2,Tea,10\n#2,a@x.com,paid,2025-01-05 10:00:00 +0000,GBP,10,1,Tea,10\n';
		const { report, problems } = await done(text);
		expect(problems).toEqual(['2 missing_currency Currency']);
		expect(report.hints).toEqual([{ code: 'begins_inside_order', count: 1, samples: ['#1'] }]);
	});
});
