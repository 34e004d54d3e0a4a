import { describe, expect, it } from 'vitest';
import { columnLabel, indexOfRef, refAt, stillNeeded } from '../../src/lib/format/columns';
import { csv, parseCsv } from '../../src/lib/format/csv';
import { dayText, isoDay, parseIsoDay, periodText } from '../../src/lib/format/dates';
import { money, moneyOfText } from '../../src/lib/format/money';
import { count, percent, points, whole } from '../../src/lib/format/numbers';
import { excludedSentence, failureLine, failureSentence, reason, urlSentence } from '../../src/lib/format/sentences';
import { bytes, wait } from '../../src/lib/format/sizes';

describe('numbers and money', () => {
	it('prints money to the decimals of its currency, half away from zero', () => {
		expect(money(1055222.65, 'EUR')).toBe('€1,055,222.65');
		expect(money(0.125, 'EUR')).toBe('€0.13');
		expect(money(-0.125, 'EUR')).toBe('−€0.13');
		expect(money(1234.5, 'JPY')).toBe('¥1,235');
		expect(money(1.2345, 'KWD')).toMatch(/1\.235$/);
	});

	it('never prints a negative zero', () => {
		expect(money(-0, 'EUR')).toBe('€0.00');
	});

	it('prints money without a sign where no currency is known or the code is none', () => {
		expect(money(12.5, 'XXX')).toBe('12.50');
		expect(money(12.5, 'EURO!')).toBe('12.50');
	});

	it('keeps every digit of a printed sum', () => {
		expect(moneyOfText('90071992547409.93', 'GBP')).toBe('£90,071,992,547,409.93');
		expect(moneyOfText('-3.20', 'XXX')).toBe('−3.20');
		expect(moneyOfText('see below', 'GBP')).toBe('see below');
	});

	it('prints counts, shares and differences of shares', () => {
		expect(whole(18402)).toBe('18,402');
		expect(whole(null)).toBe('–');
		expect(percent(0.3648)).toBe('36.5%');
		expect(points(0.0199)).toBe('+2.0 points');
		expect(points(-0.0199)).toBe('−2.0 points');
		expect(count(1, 'order')).toBe('1 order');
		expect(count(2, 'order')).toBe('2 orders');
	});

	it('prints sizes and waits', () => {
		expect(bytes(999)).toBe('999 B');
		expect(bytes(11_800_000)).toBe('12 MB');
		expect(bytes(1_450_000)).toBe('1.5 MB');
		expect(wait(5.2)).toBe('6 s');
		expect(wait(61)).toBe('2 min');
		expect(wait(3900)).toBe('1 h 5 min');
	});
});

describe('dates', () => {
	it('formats day numbers in no zone but their own', () => {
		// The tests run in Auckland, where a UTC midnight is already past noon.
		expect(dayText(15_317)).toBe('Dec 9, 2011');
		expect(dayText(0)).toBe('Jan 1, 1970');
	});

	it('reads only days that a calendar has', () => {
		expect(parseIsoDay('2011-12-09')).toBe(15_317);
		expect(parseIsoDay('2012-02-29')).toBe(15_399);
		expect(parseIsoDay('2011-02-29')).toBeNull();
		expect(parseIsoDay('2011-2-9')).toBeNull();
		expect(isoDay(15_317)).toBe('2011-12-09');
	});

	it('names periods', () => {
		expect(periodText('2011-03')).toBe('Mar 2011');
		expect(periodText('2011-W09')).toBe('W09 2011');
		expect(periodText('2011-Q1')).toBe('Q1 2011');
		expect(periodText('2011')).toBe('2011');
	});
});

describe('tables as files', () => {
	it('disarms what a spreadsheet would run, and leaves numbers alone', () => {
		expect(
			csv(
				['a', 'b'],
				[
					['=1+1', -2.5],
					['@x', null],
					['+49', 3],
					['plain, quoted', 'a "b"']
				]
			)
		).toBe('\uFEFFa,b\r\n\'=1+1,-2.5\r\n\'@x,\r\n\'+49,3\r\n"plain, quoted","a ""b"""\r\n');
	});

	it('reads the first records of a rejects file', () => {
		const text = 'file,line,value\r\n1.csv,4,"a ""b""\nc"\r\n1.csv,9,\r\n1.csv,12,x\r\n';
		expect(parseCsv(text, 3)).toEqual([
			['file', 'line', 'value'],
			['1.csv', '4', 'a "b"\nc'],
			['1.csv', '9', '']
		]);
	});
});

describe('columns of a mapping', () => {
	const headers = ['Amount', 'Date', 'Amount', ''];

	it('are named by text, by the nth of that text, or by position', () => {
		expect(refAt(headers, 1, true)).toBe('Date');
		expect(refAt(headers, 2, true)).toEqual({ name: 'Amount', nth: 2 });
		expect(refAt(headers, 3, true)).toBe(4);
		expect(refAt(headers, 0, false)).toBe(1);
	});

	it('are found again, and not found when the file has no such column', () => {
		for (const index of [0, 1, 2, 3]) expect(indexOfRef(headers, refAt(headers, index, true))).toBe(index);
		expect(indexOfRef(headers, '__proto__')).toBe(-1);
		expect(indexOfRef(headers, { name: 'Amount', nth: 3 })).toBe(-1);
		expect(indexOfRef(headers, 5)).toBe(-1);
		expect(indexOfRef(headers, undefined)).toBe(-1);
	});

	it('are told apart on screen', () => {
		expect(headers.map((_, i) => columnLabel(headers, i))).toEqual(['Amount (1)', 'Date', 'Amount (2)', 'Column 4']);
	});
});

describe('sentences', () => {
	it('say what, where and what to do', () => {
		expect(failureSentence({ status: 'failed', code: 'record_too_long', file: 'orders.csv', line: 1204 })).toEqual({
			what: 'One record is far too long: a quotation mark that is opened there is probably never closed.',
			where: 'orders.csv, line 1,204',
			toDo: 'Open the file at that line, close the quotation mark, and drop it again.'
		});
	});

	it('say that nothing was half done', () => {
		expect(failureLine({ status: 'failed', code: 'file_changed', file: 'a.csv' })).toBe(
			'a.csv: The file changed while it was being read. Nothing of it was kept; what you had is untouched. Close it in the program that is writing it, then drop it again.'
		);
	});

	it('have words for a reason that is not known', () => {
		expect(reason('bad_date').name).toBe('No such date');
		expect(reason('some_new_reason').name).toBe('some new reason');
		expect(reason('__proto__').name).toBe('  proto  ');
	});

	it('shorten what a hostile address says', () => {
		expect(urlSentence({ code: 'value', name: 'the day', value: 'x'.repeat(500) })).toBe(
			`The link asks for “${'x'.repeat(40)}…” as the day, which is not possible; the usual choice is shown instead.`
		);
	});

	it('count what is left out', () => {
		expect(
			excludedSentence(
				new Map([
					['cancelled', 12],
					['test', 0],
					['unpaid', 3]
				])
			)
		).toBe('15 orders kept and not counted: 12 cancelled, 3 unpaid');
		expect(excludedSentence(new Map([['cancelled', 0]]))).toBe('Every order counts');
	});
});

describe('what a matching still lacks', () => {
	const headers = ['who', 'when', 'pieces', 'price', 'sum'];

	it('is nothing once a date, an amount and a customer are there', () => {
		expect(stillNeeded({ columns: { customer_id: 'who', date: 'when', total: 'sum' } }, headers)).toEqual([]);
		expect(
			stillNeeded({ columns: { name: 'who', date: 'when', quantity: 'pieces', unit_price: 'price' } }, headers)
		).toEqual([]);
	});

	it('is told in words', () => {
		expect(stillNeeded({}, headers)).toEqual(['a date', 'an amount, or a quantity and a price', 'who bought']);
		expect(stillNeeded({ columns: { date: 'when', quantity: 'pieces', email: 'gone' } }, headers)).toEqual([
			'an amount, or a quantity and a price',
			'who bought'
		]);
	});
});
