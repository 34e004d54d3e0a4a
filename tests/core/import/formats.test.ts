import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../workers/core/import/types';
import { done, file, read } from './reading';

const MAPPING: Mapping = { columns: { order_id: 'Order', date: 'Date', total: 'Total' }, currency: 'EUR' };
const dates = (...values: string[]) => `Order;Date;Total\n${values.map((value, i) => `${i};${value};5`).join('\n')}\n`;
const totals = (...values: string[]) =>
	`Order;Date;Total\n${values.map((value, i) => `${i};2025-01-05;${value}`).join('\n')}\n`;

describe('day order', () => {
	it('is what one value proves', async () => {
		const { orders, report } = await done(dates('01/02/2024', '13/02/2024'), MAPPING);
		expect(orders.map(({ date }) => date)).toEqual(['2024-02-01', '2024-02-13']);
		expect(report.answered).toEqual([
			{ code: 'date_order', file: 'orders.csv', column: 'Date', value: '13/02/2024', reading: 'dmy' }
		]);
		expect((await done(dates('01/02/2024', '02/13/2024'), MAPPING)).orders[0].date).toBe('2024-01-02');
	});

	it('is asked with both readings where no value proves it, and then answered', async () => {
		const open = await read(dates('01/02/2024', '03/04/2024', '05/05/2024'), { mapping: MAPPING });
		expect(open).toEqual({
			status: 'questions',
			questions: [
				{
					code: 'date_order',
					key: 'date_order',
					file: 'orders.csv',
					column: 'Date',
					samples: [
						{ value: '01/02/2024', readings: { dmy: '2024-02-01', mdy: '2024-01-02' } },
						{ value: '03/04/2024', readings: { dmy: '2024-04-03', mdy: '2024-03-04' } }
					]
				}
			]
		});
		const answered = await done(dates('01/02/2024'), MAPPING, {
			onQuestions: () => Promise.resolve({ date_order: 'mdy' })
		});
		expect(answered.orders[0].date).toBe('2024-01-02');
		expect(answered.report.mapping.date_order).toBe('mdy');
	});

	it('is looked for in the whole file when the first records do not tell', async () => {
		const values = Array.from({ length: 30_000 }, () => '01/02/2024');
		const { orders, report } = await done(dates(...values, '02/13/2024'), MAPPING);
		expect(orders[0].date).toBe('2024-01-02');
		expect(report.answered[0]).toMatchObject({ value: '02/13/2024', reading: 'mdy' });
	});

	it('is the reading that fails for at most 1 % of what is decisive, otherwise asked', async () => {
		const most = Array.from({ length: 200 }, () => '13/02/2024');
		const { problems } = await done(dates(...most, '02/13/2024'), MAPPING);
		expect(problems).toEqual(['202 bad_date Date']);
		expect(await read(dates('13/02/2024', '02/13/2024'), { mapping: MAPPING })).toMatchObject({
			questions: [
				{
					code: 'date_order',
					samples: [
						{ value: '13/02/2024', readings: { dmy: '2024-02-13' } },
						{ value: '02/13/2024', readings: { mdy: '2024-02-13' } }
					]
				}
			]
		});
	});

	it('a contradiction far behind the first records is found as well', async () => {
		const values = [
			...Array.from({ length: 20_000 }, () => '13/02/2024'),
			...Array.from({ length: 20_000 }, () => '02/13/2024')
		];
		expect(await read(dates(...values), { mapping: MAPPING })).toMatchObject({ questions: [{ code: 'date_order' }] });
	});

	it('what one file of a set proves holds for its sisters', async () => {
		const imported = await done(
			[file(dates('01/02/2024'), 'a.csv'), file('Order;Date;Total\n9;13/02/2024;5\n', 'b.csv')],
			MAPPING
		);
		expect(imported.orders.map(({ date }) => date)).toEqual(['2024-02-01', '2024-02-13']);
	});

	it('is month first for UCI where the data cannot tell', async () => {
		const text =
			'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n1,A,x,1,12/1/2010 8:26,2,5,UK\n';
		expect((await done(text)).orders[0]).toMatchObject({ date: '2010-12-01', minute: 506 });
	});

	it('a printed offset leaves the wall clock as the day', async () => {
		const { tables, orders } = await done(
			dates('2025-03-31 23:30:00 +0100', '2025-03-31T23:30:00Z', '2025-03-31'),
			MAPPING
		);
		expect(orders.map(({ date, minute }) => [date, minute])).toEqual([
			['2025-03-31', 1410],
			['2025-03-31', 1410],
			['2025-03-31', -1]
		]);
		expect([...tables.orders[0].offset]).toEqual([60, 32_767, -32_768]);
	});
});

describe('decimal mark', () => {
	it('is what one value proves', async () => {
		expect((await done(totals('1.234', '12,50'), MAPPING)).orders.map(({ total }) => total)).toEqual([1234, 12.5]);
		expect((await done(totals('1,234', '12.50'), MAPPING)).orders.map(({ total }) => total)).toEqual([1234, 12.5]);
	});

	it('is asked with both readings where no value proves it', async () => {
		const open = await read(totals('1,234', '5'), { mapping: MAPPING });
		expect(open).toEqual({
			status: 'questions',
			questions: [
				{
					code: 'decimal',
					key: 'decimal',
					file: 'orders.csv',
					column: 'Total',
					samples: [{ value: '1,234', readings: { '.': '1234', ',': '1.234' } }]
				}
			]
		});
		const { orders } = await done(totals('1,234'), { ...MAPPING, decimal: ',' });
		expect(orders[0].total).toBe(1.234);
	});

	it('whole numbers need no answer', async () => {
		expect((await done(totals('1234', '5'), MAPPING)).orders.map(({ total }) => total)).toEqual([1234, 5]);
	});

	it('more than six decimals are rounded and counted', async () => {
		const { report, tables } = await done(totals('0.12345678', '1.5'), MAPPING);
		expect(tables.orders[0].total.scale).toBe(6);
		expect(tables.orders[0].total.values[0]).toBe(123_457);
		expect(report.hints).toContainEqual({ code: 'rounded_values', count: 1, samples: ['orders.csv'] });
	});
});

describe('locale, encoding and delimiter', () => {
	const plain = 'Order,Date,Mail,Total\n1,2025-01-05,zoë@x.com,1234.50\n2,2025-02-13,b@x.com,7.25\n';
	const mapping: Mapping = {
		columns: { order_id: 'Order', date: 'Date', email: 'Mail', total: 'Total' },
		currency: 'EUR'
	};

	it('one file in every delimiter, newline and Unicode encoding gives the same figures', async () => {
		const expected = (await done(plain, mapping)).json;
		for (const delimiter of [',', ';', '\t', '|']) {
			for (const newline of ['\n', '\r\n', '\r']) {
				const text = plain.replaceAll(',', delimiter).replaceAll('\n', newline);
				for (const [encoding, bytes] of [
					['utf-8', new TextEncoder().encode(text)],
					['utf-8-bom', new TextEncoder().encode(`\uFEFF${text}`)],
					['utf-16le-bom', utf16(`\uFEFF${text}`)],
					['utf-16le', utf16(text)],
					['windows-1252', Uint8Array.from(text, (c) => c.charCodeAt(0))]
				] as const) {
					const { json, report } = await done(file(bytes), mapping);
					expect([delimiter, newline, report.files[0].encoding]).toEqual([delimiter, newline, encoding]);
					expect(json.totals).toEqual(expected.totals);
					expect(json.by_customer).toEqual(expected.by_customer);
				}
			}
		}
	});

	it('a first Windows-1252 letter far behind the beginning is read as what it is, and said', async () => {
		const rows = Array.from({ length: 20_000 }, (_, i) => `${i},2025-01-05,c${i}@x.com,1.50`);
		const text = `Order,Date,Mail,Total\n${rows.join('\n')}\n`;
		const bytes = new Uint8Array([
			...new TextEncoder().encode(text),
			...Uint8Array.from('x\xe9,2025-01-05,,1.50\n', (c) => c.charCodeAt(0))
		]);
		const { report, orders } = await done(file(bytes), mapping);
		expect(report.files[0].encoding).toBe('windows-1252');
		expect(orders.at(-1)?.id).toBe('xé');
		expect(report.hints).toContainEqual({ code: 'encoding_guessed', count: 1, samples: ['orders.csv'] });
		const ambiguous = await done(file(bytes), { ...mapping, decimal: '.', date_order: 'ymd' });
		expect(ambiguous.orders).toHaveLength(20_001);
	});

	it('decimal commas and dotted days give the same figures', async () => {
		const german = 'Order;Date;Mail;Total\n1;05.01.2025;zoë@x.com;1.234,50\n2;13.02.2025;b@x.com;7,25\n';
		const expected = (await done(plain, mapping)).json;
		const { totals: sums, by_month } = (await done(german, mapping)).json;
		expect([sums, by_month]).toEqual([expected.totals, expected.by_month]);
	});
});

function utf16(text: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer);
}
