import { describe, expect, it } from 'vitest';
import { e164 } from '../../../workers/core/import/phones';
import type { Mapping } from '../../../workers/core/import/types';
import { done } from './reading';

const MAPPING: Mapping = {
	columns: {
		order_id: 'Order',
		date: 'Date',
		total: 'Total',
		email: 'Mail',
		customer_id: 'Id',
		phone: 'Phone',
		name: 'Name',
		post_code: 'Zip',
		country: 'Land'
	},
	currency: 'EUR'
};
const HEADER = 'Order,Date,Total,Mail,Id,Phone,Name,Zip,Land';
const keyOf = async (who: string, mapping = MAPPING) =>
	(await done(`${HEADER}\n1,2025-01-05,5,${who}\n`, mapping)).orders[0].customer;

describe('who the customer is', () => {
	it('an e-mail comes first: trimmed, lower case, NFC', async () => {
		expect(await keyOf(' Zoe\u0308@X.com ,9,+44 1632 960001,Zoe,1,GB')).toBe('zoë@x.com');
	});

	it('something else in the e-mail cell is warned of and counts as empty', async () => {
		const { json, orders } = await done(
			`${HEADER}\n1,2025-01-05,5,none@home,9,,,,\n2,2025-01-05,5,a b@x.com,,,,,\n`,
			MAPPING
		);
		expect(orders.map(({ customer }) => customer)).toEqual(['9', '']);
		expect(json.warnings).toEqual([
			{ order: '1', reason: 'invalid_email' },
			{ order: '2', reason: 'invalid_email' }
		]);
	});

	it('then the id alone: 0 is none, 17850.0 is 17850, an apostrophe goes, case does not matter', async () => {
		expect(await keyOf(',17850.0,,,,')).toBe('17850');
		expect(await keyOf(",'00123,,,,")).toBe('00123');
		expect(await keyOf(',CUST1,,,,')).toBe('cust1');
		expect(await keyOf(',0,,,,')).toBe('');
	});

	it('identity: customer_id puts the id before the e-mail and keeps the address', async () => {
		const text = `${HEADER}\n1,2025-01-05,5,a@x.com,7,,,,\n2,2025-01-06,5,b@x.com,7,,,,\n`;
		const { json, identities } = await done(text, { ...MAPPING, identity: 'customer_id' });
		expect(json.by_customer).toEqual({ '7': { orders: 2, net: { EUR: '10.00' } } });
		expect(identities[0]).toMatchObject({ key: '7', email: 'a@x.com' });
	});

	it('then the phone in E.164, completed by the country', async () => {
		expect(await keyOf(",,'+44 (0)1632 960001,,,")).toBe('tel:+441632960001');
		expect(await keyOf(',,01632 960001,,,GB')).toBe('tel:+441632960001');
		expect(await keyOf(',,4.9E+11,Ann,,DE')).toBe('name:ann');
	});

	it('then the name, with the post code where there is one; some names are nobody', async () => {
		expect(await keyOf(",,,Ann  MARSH,'01234,")).toBe('name:ann marsh|01234');
		for (const name of ['Walk-in', 'CASH sale', 'Guest', 'n/a', '-']) expect(await keyOf(`,,,${name},,`)).toBe('');
	});

	it('what the file says of a customer is kept beside the key', async () => {
		const { identities } = await done(
			`${HEADER}\n1,2025-01-05,5,a@x.com,A9,+4416,Ann,,\n2,2025-01-06,5,A@x.com,,+441632960001,Anna,,\n`,
			MAPPING
		);
		expect(identities).toEqual([{ key: 'a@x.com', email: '', phone: '+4416', name: 'Ann', platformId: 'A9' }]);
	});

	it('an order is joined to its customer by the surest of its rows', async () => {
		const { orders } = await done(`${HEADER}\n1,2025-01-05,5,,,,Ann,,\n1,2025-01-05,5,a@x.com,,,,,\n`, MAPPING);
		expect(orders[0].customer).toBe('a@x.com');
	});

	it('orders of nobody stand in the totals and in no customer', async () => {
		const { json } = await done(`${HEADER}\n1,2025-01-05,5,,,,,,\n2,2025-01-05,7,a@x.com,,,,,\n`, MAPPING);
		expect(json).toMatchObject({ customers: 1, orders_without_customer: 1 });
		expect(json.totals.EUR.net).toBe('12.00');
	});

	it('phones: a plus is enough, 00 is a plus, national numbers need a country', () => {
		expect(e164('0049 30 901820', '')).toBe('4930901820');
		expect(e164('(555) 000-0001', 'US')).toBe('15550000001');
		expect(e164('030 901820', '')).toBeNull();
		expect(e164('call me', 'DE')).toBeNull();
	});
});
