import { describe, expect, it } from 'vitest';
import { rejectsCsv } from '../../../workers/core/import/rejectsCsv';
import type { Mapping } from '../../../workers/core/import/types';
import { done } from './reading';

const MAPPING: Mapping = {
	columns: { order_id: 'Order', date: '=Date', customer_id: 'Who', total: 'Total' },
	currency: 'EUR'
};

describe('what an import hands out', () => {
	it('rejects.csv has place, value, reason and hint, and no live formula', async () => {
		const { result } = await done(
			'Order,=Date,Who,Total\n1,2025-01-05,a,5\n2,"=1+1, ""x""",b,5\n3,2025-01-05,c,@cmd\n,,,\n',
			MAPPING
		);
		const lines = rejectsCsv(result.problems, ['-orders.csv']).split('\r\n');
		expect(lines).toEqual([
			'file,line,field,value,reason,hint',
			`'-orders.csv,3,'=Date,"'=1+1, ""x""",bad_date,"The date cannot be read, or no such day exists. Write it as 2025-01-31."`,
			`'-orders.csv,4,Total,'@cmd,bad_money,"This is no number. Write digits with one decimal mark, such as 1250.50."`,
			`'-orders.csv,5,,,blank_row,The row is empty.`,
			''
		]);
	});

	it('values are cut at 200 characters', async () => {
		const { result } = await done(`Order,=Date,Who,Total\n1,2025-01-05,a,5\n2,${'y'.repeat(500)},b,5\n`, MAPPING);
		expect(result.problems.values.offsets[1]).toBe(200);
	});

	it('import.json has the same bytes every time, and hostile ids stay text', async () => {
		const text = 'Order,=Date,Who,Total\n__proto__,2025-01-05,__proto__,5\n"a""b",2025-01-05,constructor,7\n';
		const imported = await done(text, MAPPING);
		expect((await done(text, MAPPING)).jsonText).toBe(imported.jsonText);
		expect(imported.jsonText).toContain('"__proto__": {"orders": 1, "net": {"EUR": "5.00"}}');
		expect(imported.orders.map(({ id }) => id)).toEqual(['__proto__', 'a"b']);
		const optional = ['warnings', 'refund_rows', 'replaced_orders'];
		expect(Object.keys(imported.json).filter((key) => optional.includes(key))).toEqual([]);
	});

	it('the report names the mapping in force', async () => {
		const { report } = await done('Order,=Date,Who,Total\n1,2025-01-05,a,5\n', { ...MAPPING, name: 'mine' });
		expect(report.mapping).toMatchObject({
			name: 'mine',
			columns: MAPPING.columns,
			header: true,
			delimiter: ',',
			currency: 'EUR'
		});
		expect(report.preset).toBe('generic');
	});
});
