import { describe, expect, it } from 'vitest';
import { isRefundKind, statusMeaning } from '../../../workers/core/import/statusWords';
import { STATUS } from '../../../workers/core/tables';
import { done, read } from './reading';

const SHOPIFY =
	'Name,Email,Financial Status,Created at,Currency,Shipping,Taxes,Total,Discount Amount,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,Payment Method,Cancelled at';

describe('status words', () => {
	it('are understood in six languages, however they are joined and whatever their gender', () => {
		const unpaid =
			'on_hold|On-Hold|Pending payment|ausstehend|Zahlung ausstehend|en attente|Échoué|impayée|pendiente|fallida|in attesa|wacht op betaling';
		for (const word of unpaid.split('|')) expect([word, statusMeaning(word).flags]).toEqual([word, STATUS.unpaid]);
		for (const word of 'Cancelled|canceled|Storniert|annulé|annulée|cancelada|annullato|geannuleerd'.split('|')) {
			expect([word, statusMeaning(word).flags]).toEqual([word, STATUS.cancelled]);
		}
		expect(statusMeaning('voided').flags).toBe(STATUS.voided);
		for (const word of 'refunded|erstattet|Rückerstattet|remboursé|reembolsada|rimborsato|terugbetaald'.split('|')) {
			expect([word, statusMeaning(word).refunded]).toEqual([word, true]);
		}
		expect(statusMeaning('paid')).toEqual({ flags: 0, refunded: false, known: true });
		expect(statusMeaning('beamed up')).toEqual({ flags: 0, refunded: false, known: false });
	});

	it('kinds of refund rows are understood, a sale is none', () => {
		for (const word of 'Refund|credit_note|Gutschrift|avoir|abono|nota di credito|Creditnota'.split('|')) {
			expect([word, isRefundKind(word)]).toEqual([word, true]);
		}
		expect(isRefundKind('sale')).toBe(false);
	});

	it('the first reason that fits is the one: cancelled, test, voided, unpaid', async () => {
		const row = (name: string, status: string, payment: string, cancelled: string) =>
			`${name},a@x.com,${status},2025-01-05 10:00:00 +0000,GBP,0,0,5,0,1,Mug,5,0,${payment},${cancelled}`;
		const { json } = await done(
			`${SHOPIFY}\n${row('#1', 'voided', 'Bogus Gateway', '2025-01-06 10:00:00 +0000')}\n${row('#2', 'voided', '(for testing) Bogus Gateway', '')}\n${row('#3', 'voided', 'x', '')}\n${row('#4', 'expired', 'x', '')}\n${row('#5', 'partially_paid', 'x', '')}\n`
		);
		expect(json.orders.excluded).toEqual([
			{ order: '#1', reason: 'cancelled' },
			{ order: '#2', reason: 'test' },
			{ order: '#3', reason: 'voided' },
			{ order: '#4', reason: 'unpaid' }
		]);
		expect(json.orders.counted).toBe(1);
	});

	it('words in no list count, and it is said with how many', async () => {
		const { report } = await done(
			'Order,Date,Total,State\n1,2025-01-05,5,beamed\n2,2025-01-05,5,beamed\n3,2025-01-05,5,paid\n',
			{
				columns: { order_id: 'Order', date: 'Date', total: 'Total', status: 'State' }
			}
		);
		expect(report.orders.counted).toBe(3);
		expect(report.hints).toContainEqual({ code: 'unknown_status', count: 2, samples: ['beamed'] });
	});

	it('"refunded" gives the whole order back only where the file has no refund amount', async () => {
		const text = 'Order,Date,Total,State,Back\n1,2025-01-05,5,refunded,2\n';
		const columns = { order_id: 'Order', date: 'Date', total: 'Total', status: 'State' };
		expect((await done(text, { columns, currency: 'EUR' })).json.totals.EUR).toMatchObject({
			refunds: '5.00',
			net: '0.00'
		});
		const printed = await done(text, { columns: { ...columns, refunds: 'Back' }, currency: 'EUR' });
		expect(printed.json.totals.EUR).toMatchObject({ refunds: '2.00', net: '3.00' });
	});

	it('from 30 orders on, a reason that leaves out more than a fifth is asked about', async () => {
		const rows = (orders: number, unpaid: number) =>
			`Order,Date,Total,State\n${Array.from({ length: orders }, (_, i) => `${i},2025-01-05,5,${i < unpaid ? 'pending' : 'paid'}`).join('\n')}\n`;
		const mapping = { columns: { order_id: 'Order', date: 'Date', total: 'Total', status: 'State' } };
		expect((await read(rows(30, 6), { mapping })).status).toBe('done');
		expect((await read(rows(29, 29), { mapping })).status).toBe('done');
		const open = await read(rows(30, 7), { mapping });
		expect(open).toMatchObject({ status: 'questions', questions: [{ key: 'exclusions.unpaid', orders: 7, of: 30 }] });
		const asked: string[] = [];
		const answered = await done(rows(30, 7), mapping, {
			onQuestions: (questions) => {
				asked.push(...questions.map(({ key }) => key));
				return Promise.resolve({ exclusions: { unpaid: 'count' } });
			}
		});
		expect(asked).toEqual(['exclusions.unpaid']);
		expect(answered.report.orders.counted).toBe(30);
		expect(answered.report.mapping.exclusions).toEqual({ unpaid: 'count' });
	});

	it('an answer that answers nothing leaves the question open instead of asking for ever', async () => {
		const text = `Order,Date,Total,State\n${Array.from({ length: 40 }, (_, i) => `${i},2025-01-05,5,pending`).join('\n')}\n`;
		const mapping = { columns: { order_id: 'Order', date: 'Date', total: 'Total', status: 'State' } };
		expect((await read(text, { mapping, onQuestions: () => Promise.resolve({}) })).status).toBe('questions');
		expect((await read(text, { mapping, onQuestions: () => Promise.resolve(null) })).status).toBe('questions');
	});
});

describe('refunds in the order’s own record', () => {
	it('are merchandise up to gross − discounts; one above the total is warned of', async () => {
		const row = (name: string, refund: string) =>
			`${name},a@x.com,refunded,2025-01-05 10:00:00 +0000,GBP,4,0,27,2,1,Mug,25,${refund},x,`;
		const { json, refunds } = await done(`${SHOPIFY}\n${row('#1', '27')}\n${row('#2', '30.50')}\n${row('#3', '10')}\n`);
		expect(json.totals.GBP).toMatchObject({
			refunds: '67.50',
			refunds_items: '56.00',
			net: '13.00',
			net_paid: '13.50'
		});
		expect(json.warnings).toEqual([{ order: '#2', reason: 'refund_exceeds_order', excess: '3.50' }]);
		expect(refunds.map(({ link, amount, items }) => [link, amount, items])).toEqual([
			[0, 27, 27],
			[0, 30.5, 30.5],
			[0, 10, 10]
		]);
		expect(json.refund_rows).toBeUndefined();
	});

	it('sums that do not tie are hinted at; taxes may be on top or inside, whichever fits the file', async () => {
		const row = (name: string, tax: string, total: string) =>
			`${name},a@x.com,paid,2025-01-05 10:00:00 +0000,GBP,4,${tax},${total},0,1,Mug,20,0,x,`;
		const inside = await done(
			`${SHOPIFY}\n${row('#1', '3', '24')}\n${row('#2', '3', '24')}\n${row('#3', '3', '27')}\n`
		);
		expect(inside.report.hints).toEqual([{ code: 'sums_do_not_tie', count: 1, samples: ['#3'] }]);
		expect(inside.json.totals.GBP).toMatchObject({ gross: '60.00', tax: '9.00', total: '75.00' });
		const onTop = await done(`${SHOPIFY}\n${row('#1', '3', '27')}\n${row('#2', '3', '27')}\n`);
		expect(onTop.report.hints).toEqual([]);
	});
});
