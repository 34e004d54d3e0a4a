import { describe, expect, it } from 'vitest';
import { directory, identityOf, search } from '../../../workers/core/customers/directory';
import { NO_DAY, type IdentitiesTable, type TextColumn } from '../../../workers/core/tables';

function texts(...values: string[]): TextColumn {
	const parts = values.map((value) => new TextEncoder().encode(value));
	const offsets = Int32Array.from([
		0,
		...parts.map((_, i) => parts.slice(0, i + 1).reduce((sum, part) => sum + part.length, 0))
	]);
	return { bytes: Uint8Array.from(parts.flatMap((part) => [...part])), offsets };
}

const batches: IdentitiesTable[] = [
	{
		length: 2,
		number: Int32Array.of(0, 1),
		key: texts('ana@example.com', 'tel:+441632960001'),
		email: texts('', ''),
		phone: texts('', '+441632960001'),
		name: texts('Ana Öztürk', 'Bo'),
		platformId: texts('', ''),
		since: Int32Array.of(NO_DAY, 18_000)
	},
	{
		length: 1,
		number: Int32Array.of(4),
		key: texts('uci:17850'),
		email: texts(''),
		phone: texts(''),
		name: texts(''),
		platformId: texts('17850'),
		since: Int32Array.of(NO_DAY)
	}
];

describe('the directory of customers', () => {
	const found = directory(batches);

	it('finds a customer by opaque number, over several chunks', () => {
		expect(identityOf(found, 0)).toMatchObject({
			key: 'ana@example.com',
			email: 'ana@example.com',
			name: 'Ana Öztürk'
		});
		expect(identityOf(found, 1)).toMatchObject({ key: 'tel:+441632960001', email: '', since: 18_000 });
		expect(identityOf(found, 4)).toMatchObject({ platformId: '17850' });
		expect(identityOf(found, 2)).toBeNull();
		expect(identityOf(found, 99)).toBeNull();
	});

	it('searches keys, names and ids whatever the case, letters with marks too', () => {
		expect([...search(found, 'ANA')]).toEqual([1, 0, 0, 0, 0]);
		expect([...search(found, 'öztürk')]).toEqual([1, 0, 0, 0, 0]);
		expect([...search(found, '1785')]).toEqual([0, 0, 0, 0, 1]);
		expect([...search(found, 'nobody')]).toEqual([0, 0, 0, 0, 0]);
	});
});
