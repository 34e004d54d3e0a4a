import { describe, expect, it } from 'vitest';
import { inspectFiles } from '../../../workers/core/import/inspectFiles';
import type { FileInspection } from '../../../workers/core/import/types';
import { file, random } from './reading';

async function inspect(text: string): Promise<FileInspection> {
	const result = await inspectFiles([file(text)]);
	if (result.status !== 'inspected') throw new Error(JSON.stringify(result));
	return result.files[0];
}

const SHOPIFY = ['Name', 'Email', 'Financial Status', 'Total', 'Lineitem name', 'Created at', 'Lineitem quantity'];

describe('a first look', () => {
	it('names delimiter, header line, headers and three samples a column', async () => {
		const found = await inspect(
			'Report of March\n\nOrder;Date;Total\n1;2025-01-05;5,50\n2;;6,50\n3;2025-01-06;7,50\n4;2025-01-07;8,50\n'
		);
		expect(found).toMatchObject({
			layout: 'generic',
			certain: false,
			delimiter: ';',
			headerLine: 3,
			headers: ['Order', 'Date', 'Total'],
			samples: [
				['1', '2', '3'],
				['2025-01-05', '2025-01-06', '2025-01-07'],
				['5,50', '6,50', '7,50']
			]
		});
	});

	it('asks for the layout of a file that fits none', async () => {
		const result = await inspectFiles([file('Order;Date;Total\n1;2025-01-05;5,50\n')]);
		expect(result.status === 'inspected' && result.questions).toEqual([
			{ code: 'layout', key: 'columns', file: 'orders.csv', guesses: [] }
		]);
	});

	it('rows of values have no header', async () => {
		const found = await inspect('1001,2025-01-05,a@x.com,5.50\n1002,2025-01-06,b@x.com,6.50\n');
		expect(found).toMatchObject({ headerLine: 0, headers: ['Column 1', 'Column 2', 'Column 3', 'Column 4'] });
		expect(found.proposal).toEqual({ header: false, columns: { date: 2, email: 3, total: 4 } });
	});

	it('proposes a mapping from header words in six languages and from values', async () => {
		for (const [header, columns] of [
			[
				'Order ID,Order Date,E-mail,Grand Total,SKU,Qty,Unit price',
				['order_id', 'date', 'email', 'total', 'product_id', 'quantity', 'unit_price']
			],
			[
				'Bestellnummer,Bestelldatum,E-Mail-Adresse,Gesamtbetrag,Artikelnummer,Menge,Einzelpreis',
				['order_id', 'date', 'email', 'total', 'product_id', 'quantity', 'unit_price']
			],
			[
				'Numéro de commande,Date de commande,Courriel,Montant total,Référence,Quantité,Prix unitaire',
				['order_id', 'date', 'email', 'total', 'product_id', 'quantity', 'unit_price']
			],
			[
				'Número de pedido,Fecha,Correo electrónico,Importe total,Código,Cantidad,Precio unitario',
				['order_id', 'date', 'email', 'total', 'product_id', 'quantity', 'unit_price']
			],
			[
				'Numero ordine,Data ordine,Email,Totale,Codice articolo,Quantità,Prezzo unitario',
				['order_id', 'date', 'email', 'total', 'product_id', 'quantity', 'unit_price']
			],
			[
				'Bestelnummer,Besteldatum,E-mailadres,Totaalbedrag,Artikelnummer,Aantal,Stukprijs',
				['order_id', 'date', 'email', 'total', 'product_id', 'quantity', 'unit_price']
			]
		] as const) {
			const found = await inspect(
				`${header}\n1,2025-01-05,a@x.com,5.50,M1,1,5.50\n2,2025-01-06,b@x.com,6.50,M2,1,6.50\n`
			);
			const names = header.split(',');
			expect(found.proposal.columns).toEqual(Object.fromEntries(columns.map((field, i) => [field, names[i]])));
		}
	});

	it('a column whose values are none of its word is not proposed', async () => {
		const found = await inspect('Order,Date,Total\n1,2025-01-05,blue\n2,2025-01-06,red\n');
		expect(found.proposal.columns).toEqual({ order_id: 'Order', date: 'Date' });
	});

	it('knows Shopify and both UCI headers for certain, whatever the case and sequence', async () => {
		const shopify = await inspect(
			`${SHOPIFY.map((name) => name.toUpperCase())
				.reverse()
				.join(',')}\n1,x,2,3,4,5,6\n`
		);
		expect(shopify).toMatchObject({ layout: 'shopify.orders', certain: true });
		for (const header of [
			'InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID',
			'Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID'
		]) {
			expect(await inspect(`${header}\n1,A,1,12/13/2010 8:26,2,5\n`)).toMatchObject({
				layout: 'uci.online_retail',
				certain: true
			});
		}
	});

	it('is never certain when a required header is missing or a forbidden one is there', async () => {
		const next = random(11);
		for (let run = 0; run < 100; run++) {
			const headers = [...SHOPIFY];
			if (run % 2 === 0)
				headers[
					['Name', 'Financial Status', 'Lineitem name', 'Created at'].map((name) => SHOPIFY.indexOf(name))[run % 4]
				] = 'Renamed';
			else headers.push(run % 4 === 1 ? 'Order ID' : 'Amount Refunded');
			headers.sort(() => next() - 0.5);
			const found = await inspect(`${headers.join(',')}\n${headers.map((_, i) => `v${i}`).join(',')}\n`);
			expect([headers, found.certain, found.layout]).toEqual([headers, false, 'generic']);
			expect(found.guesses).toContain('shopify.orders');
		}
	});

	it('sep= names the delimiter', async () => {
		expect(await inspect('sep=|\nOrder|Date, time|Total\n1|2025-01-05, 1|5\n')).toMatchObject({
			delimiter: '|',
			headerLine: 2
		});
	});
});
