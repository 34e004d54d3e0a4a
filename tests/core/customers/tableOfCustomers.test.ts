import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import type { CustomerColumn } from '$workers/core/customers/types';
import { customerList, ordered } from '$workers/core/customers/customerList';
import { directory, labelOf } from '$workers/core/customers/directory';
import { facets } from '$workers/core/customers/facets';
import { productNames, productRanks } from '$workers/core/customers/productNames';
import { tableCsv } from '$workers/core/customers/rows';
import { nameOrder, textOrder, textRanks } from '$workers/core/customers/textOrder';
import { customerKeys } from '$workers/core/ledger/customerKeys';
import { openLedger } from '$workers/core/ledger/ledger';
import type { ProductsTable } from '$workers/core/tables';
import { dataSet, texts } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

const data = eightCustomers();
const ledger = openLedger(DEFAULT_COUNTING, data);
const keys = customerKeys(ledger, data.identities);
const names = directory([...data.identities]);
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const list = customerList(ledger, { rule: 'A_min_rank' }, { asOf: null, selection: null, keys: () => keys });

const by = (column: CustomerColumn, descending: boolean): string =>
	Array.from(
		ordered(list, column, descending, {
			key: () => keys.order,
			name: () => nameOrder(ledger.customers, (c) => labelOf(names, ledger.customerNumber[c])),
			country: () => textRanks(ledger.dictionaries.country),
			channel: () => textRanks(ledger.dictionaries.channel),
			firstProduct: () => productRanks(list.facts?.firstProduct ?? [], () => 'Seven')
		}),
		(c) => NAMES[c]
	).join('');

describe('texts in the order of a list', () => {
	const order = (values: string[]) => {
		const encoded = values.map((value) => new TextEncoder().encode(value));
		return Array.from(
			textOrder(values.length, (i) => encoded[i]),
			(i) => values[i]
		);
	};

	it('go by letter, whatever the case and the accents, empty ones last', () => {
		expect(order(['Zoe', 'ana', 'Éva', '', 'eva b', ' ben'])).toEqual(['ana', ' ben', 'Éva', 'eva b', 'Zoe', '']);
	});

	it('keep equal ones in their order, and take ten thousand letters', () => {
		const long = 'x'.repeat(10_000);
		expect(order([`${long}b`, `${long}a`, 'X'])).toEqual(['X', `${long}b`, `${long}a`]);
	});

	it('hold right-to-left names and emoji after Latin ones', () => {
		expect(order(['😀', 'שרה', 'zed'])).toEqual(['zed', 'שרה', '😀']);
	});
});

describe('a list of customers', () => {
	it.each<[CustomerColumn, string, string]>([
		['name', 'abcdefgh', 'hgfedcba'],
		// 60, 43.33, 200, 10, 400, 0, −20, 25
		['mean', 'gfdhbace', 'ecabhdfg'],
		// Purchase days 4 2 1 2 1 1 1 1.
		['purchase_days', 'cefghbda', 'abdcefgh'],
		// a and b are of DE, the others of nowhere: last both ways.
		['country', 'abcdefgh', 'abcdefgh'],
		['channel', 'abcdefgh', 'bacdefgh'],
		['first_product', 'cabdefgh', 'cabdefgh'],
		['cell', 'cbfedgha', 'ahgdefbc']
	])('sorts by %s', (column, up, down) => {
		expect([by(column, false), by(column, true)]).toEqual([up, down]);
	});

	it('as CSV has the columns and the order that are shown, and runs no formula', () => {
		const odd = dataSet([
			{ customer: '=cmd', day: '2024-01-31', gross: 10_05, country: '+DE' },
			{ customer: 'b, "c"', day: '2024-01-31', gross: -3_00 }
		]);
		const shop = openLedger(DEFAULT_COUNTING, odd);
		const shopKeys = customerKeys(shop, odd.identities);
		const source = {
			ledger: shop,
			list: customerList(shop, { rule: 'A_min_rank' }, { asOf: null, selection: null, keys: () => shopKeys }),
			names: directory([...odd.identities]),
			keys: shopKeys,
			productName: () => null
		};
		expect(tableCsv(source, Int32Array.of(1, 0), ['name', 'net', 'country', 'first', 'r_days'])).toBe(
			'name,net,country,first,r_days\r\n"b, ""c""",-3,,2024-01-31,1\r\n' + "'=cmd,10.05,'+DE,2024-01-31,1\r\n"
		);
	});
});

describe('what customers can be filtered by', () => {
	it('is counted, most first, those without a value too', () => {
		expect(facets(ledger, null, () => 'Candle')).toEqual({
			countries: [
				{ value: '', customers: 6 },
				{ value: 'DE', customers: 2 }
			],
			channels: [
				{ value: '', customers: 6 },
				{ value: 'shop', customers: 1 },
				{ value: 'web', customers: 1 }
			],
			products: [{ product: 7, name: 'Candle', customers: 1 }],
			tooLong: 0
		});
	});

	it('leaves out what no address could hold, and says how many', () => {
		const shop = openLedger(
			DEFAULT_COUNTING,
			dataSet([
				{ customer: 'a', day: 1, gross: 1, country: 'x'.repeat(10_000) },
				{ customer: 'b', day: 1, gross: 1, country: 'NL' }
			])
		);
		expect(facets(shop, null, () => null)).toMatchObject({ countries: [{ value: 'NL', customers: 1 }], tooLong: 1 });
	});

	it('is nothing where no order counts', () => {
		expect(facets(openLedger(DEFAULT_COUNTING, dataSet([])), null, () => null).countries).toEqual([]);
	});
});

describe('names of products', () => {
	it('are the name, or the id where there is none', () => {
		const table: ProductsTable = {
			length: 2,
			number: Int32Array.of(4, 9),
			id: texts(['A-4', 'A-9']),
			name: texts(['Glass carafe', '']),
			category: texts(['', ''])
		};
		const name = productNames([table]);
		expect([name(4), name(9), name(5)]).toEqual(['Glass carafe', 'A-9', null]);
		expect([...productRanks([9, 4, -1, 9], name)].filter((_, i) => i === 4 || i === 9)).toEqual([1, 0]);
	});
});
