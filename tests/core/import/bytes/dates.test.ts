import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	DATE,
	dateReading,
	dayOf,
	FIRST_PLAUSIBLE_DAY,
	isoDay,
	LAST_PLAUSIBLE_DAY,
	parseDate,
	probeDates,
	readDates
} from '../../../../workers/core/import/bytes/dates';
import type { DateOrder } from '../../../../workers/core/import/types';
import { NO_DAY, NO_MINUTE, OFFSET_UNKNOWN, OFFSET_UTC } from '../../../../workers/core/tables';
import { columnOf } from './columns';

function readColumn(cells: string[], order: DateOrder = 'ymd') {
	const day = new Int32Array(cells.length);
	const minute = new Int16Array(cells.length);
	const offset = new Int16Array(cells.length);
	const flags = new Uint8Array(cells.length);
	const failed = readDates(columnOf(cells), 0, { order }, day, minute, offset, flags);
	return { day: [...day], minute: [...minute], offset: [...offset], flags: [...flags], failed };
}
const one = (text: string, order: DateOrder = 'dmy') => {
	const { day, minute, offset, flags } = readColumn([text], order);
	return { day: day[0] === NO_DAY ? null : isoDay(day[0]), minute: minute[0], offset: offset[0], flags: flags[0] };
};
const dayIn = (text: string, order: DateOrder = 'dmy') => one(text, order).day;

describe('readDates', () => {
	it('reads ISO dates with and without time', () => {
		expect(
			readColumn(['1970-01-01', '2024-02-29', '2024-03-01 00:00', '2011-12-09T12:50', '2000-01-01 23:59:59'])
		).toEqual({
			day: [0, 19782, 19783, 15317, 10957],
			minute: [NO_MINUTE, NO_MINUTE, 0, 770, 1439],
			offset: [OFFSET_UNKNOWN, OFFSET_UNKNOWN, OFFSET_UNKNOWN, OFFSET_UNKNOWN, OFFSET_UNKNOWN],
			flags: [DATE.implausible, 0, 0, 0, 0],
			failed: 1
		});
	});

	it('reads offsets as printed and Z or UTC as UTC', () => {
		const offsets: [string, number][] = [
			['2025-03-31 23:30:00 +0100', 60],
			['2025-03-31T23:30:00+05:30', 330],
			['2025-03-31T23:30:00-0800', -480],
			['2025-03-31T23:30-03', -180],
			['2025-03-31T23:30:00Z', OFFSET_UTC],
			['2025-03-31 23:30:00 UTC', OFFSET_UTC],
			['2025-03-31T23:30:00.123Z', OFFSET_UTC],
			['2025-03-31T23:30:00.123456789+00:00', 0],
			['2025-03-31 23:30 GMT', OFFSET_UTC],
			['Mon Mar 31 2025 23:30:00 GMT+0100 (Central European Standard Time)', 60],
			['2025-03-31 23:30:00 PDT', OFFSET_UNKNOWN],
			['2025-03-31 23:30:00', OFFSET_UNKNOWN]
		];
		for (const [text, offset] of offsets) {
			expect([text, one(text)]).toEqual([text, { day: '2025-03-31', minute: 1410, offset, flags: 0 }]);
		}
	});

	it('reads year first with any separator or none', () => {
		for (const text of ['20240105', '2024/01/05', '2024.01.05', '2024-1-5', '2024/1/5', ' 2024-01-05 ']) {
			expect([text, one(text)]).toEqual([
				text,
				{ day: '2024-01-05', minute: NO_MINUTE, offset: OFFSET_UNKNOWN, flags: 0 }
			]);
		}
		expect(dayIn('24/01/05', 'ymd')).toBe('2024-01-05');
	});

	it('reads day and month in the order that is asked for', () => {
		expect(dayIn('03/04/2024', 'dmy')).toBe('2024-04-03');
		expect(dayIn('03/04/2024', 'mdy')).toBe('2024-03-04');
		expect(dayIn('3.4.24', 'dmy')).toBe('2024-04-03');
		expect(dayIn('3-4-99', 'mdy')).toBe('1999-03-04');
		expect(dayIn('1/2/68', 'dmy')).toBe('2068-02-01');
	});

	it('shows which values fit one order only, whatever was asked for', () => {
		expect(one('31/12/2024', 'dmy')).toMatchObject({ day: '2024-12-31', flags: DATE.onlyDmy });
		expect(one('12/31/2024', 'mdy')).toMatchObject({ day: '2024-12-31', flags: DATE.onlyMdy });
		expect(one('12/31/2024', 'dmy')).toMatchObject({ day: null, flags: DATE.onlyMdy | DATE.bad });
		expect(one('31/12/2024', 'mdy')).toMatchObject({ day: null, flags: DATE.onlyDmy | DATE.bad });
		expect(one('05/05/2024', 'mdy')).toMatchObject({ flags: 0 });
	});

	it('reads times of day', () => {
		const times: [string, number][] = [
			['1/12/2010 8:26', 506],
			['07/21/2025 12:05:00 AM', 5],
			['07/21/2025, 12:05 PM', 725],
			['07/21/2025 1:05 pm', 785],
			['07/21/2025 1:05\u202fPM', 785],
			['07/21/2025 11 PM', 1380],
			['07/21/2025 1:05 p.m.', 785],
			['07/21/2025 14h30', 870],
			['07/21/2025 14.30', 870]
		];
		for (const [text, minute] of times) expect([text, one(text, 'mdy').minute]).toEqual([text, minute]);
	});

	it('reads month names in six languages', () => {
		const names = [
			'05-Jan-2024',
			'5 Jan 2024',
			'Jan 5, 2024',
			'January 5th, 2024',
			'Jan-05-24',
			'5. Januar 2024',
			'5. Jänner 2024',
			'5 janvier 2024',
			'5 janv. 2024',
			'5 de enero de 2024',
			'5 gennaio 2024',
			'5 januari 2024',
			'Fri, 05 Jan 2024',
			'Friday, January 5, 2024',
			'2024 Jan 5',
			'JAN 5 2024',
			'05 ENE 2024',
			'05/Jan/2024'
		];
		for (const text of names) expect([text, one(text)]).toMatchObject([text, { day: '2024-01-05', flags: 0 }]);
		expect(dayIn('1. März 2024')).toBe('2024-03-01');
		expect(dayIn('1 août 2024')).toBe('2024-08-01');
		expect(dayIn('1er février 2024')).toBe('2024-02-01');
		expect(dayIn('24 DÉCEMBRE 2024')).toBe('2024-12-24');
		expect(dayIn('3 mei 2024')).toBe('2024-05-03');
		expect(dayIn('7 ago 2024')).toBe('2024-08-07');
		expect(one('Dec 1, 2009, 7:45 AM')).toMatchObject({ day: '2009-12-01', minute: 465 });
		expect(one('Jul-21-25 10:15 PDT')).toMatchObject({ day: '2025-07-21', minute: 615 });
	});

	it('reads serial numbers of spreadsheets', () => {
		expect(one('45000')).toEqual({ day: '2023-03-15', minute: NO_MINUTE, offset: OFFSET_UNKNOWN, flags: 0 });
		expect(one('45000.5')).toMatchObject({ day: '2023-03-15', minute: 720 });
		// 40513.351388888892 is 2010-12-01 08:26:00; it lies a hair below the minute as a binary fraction.
		expect(one('40513.3513888889')).toMatchObject({ day: '2010-12-01', minute: 506 });
		expect(one('45000.999999')).toMatchObject({ day: '2023-03-16', minute: 0 });
		expect(one('60').flags).toBe(DATE.implausible);
		expect(one('1').flags).toBe(DATE.implausible);
		expect(one('32874')).toMatchObject({ day: '1990-01-01', flags: 0 });
	});

	it('knows the calendar', () => {
		for (const text of [
			'31.11.2024',
			'29.02.2023',
			'29.02.2100',
			'00.01.2024',
			'32.03.2024',
			'13/13/2024',
			'01.00.2024'
		]) {
			expect([text, one(text).day, (one(text).flags & DATE.bad) !== 0]).toEqual([text, null, true]);
		}
		expect(dayIn('29.02.2000')).toBe('2000-02-29');
		for (const text of [
			'2024-11-31',
			'2024-02-30',
			'2023-02-29',
			'2024-13-01',
			'2024-00-10',
			'2024-01-00',
			'20240230',
			'0000-00-00'
		]) {
			expect([text, one(text)]).toMatchObject([text, { day: null, flags: DATE.bad, minute: NO_MINUTE }]);
		}
	});

	it('flags days that no shop has orders on, and keeps them', () => {
		expect(one('1989-12-31')).toMatchObject({ day: '1989-12-31', flags: DATE.implausible });
		expect(one('1990-01-01').flags).toBe(0);
		expect(one('2100-01-01').flags).toBe(0);
		expect(one('2100-01-02').flags).toBe(DATE.implausible);
		expect(one('1899-12-31 10:00')).toMatchObject({ day: '1899-12-31', flags: DATE.implausible });
		expect(one('2199-05-05').flags).toBe(DATE.implausible);
		expect(isoDay(FIRST_PLAUSIBLE_DAY)).toBe('1990-01-01');
		expect(isoDay(LAST_PLAUSIBLE_DAY)).toBe('2100-01-01');
	});

	it('never invents a date', () => {
		const bad = [
			'soon',
			'-',
			'2024',
			'2024-01',
			'2024-01-05x',
			'2024-01-05 25:00',
			'2024-01-05 10:60',
			'2024-01-05 10',
			'12/2024',
			'1/2/3',
			'1/2-2024',
			'5 Foo 2024',
			'Jan 2024',
			'2024-01-05 13:00 PM',
			'2024-01-05T',
			'2024-01-05 10:00 +99:00',
			'-45000',
			'1.2.3.4',
			'2024:01:05',
			'२०२४-०१-०५',
			'(not set)',
			'2024-01-0５'
		];
		for (const text of bad)
			expect([text, one(text).flags & ~DATE.implausible & DATE.bad]).toEqual([text, text === '2024' ? 0 : DATE.bad]);
	});

	it('tells an empty cell from a bad one', () => {
		expect(readColumn(['', '  '])).toMatchObject({ day: [NO_DAY, NO_DAY], flags: [DATE.empty, DATE.empty], failed: 0 });
	});

	it('prints and reads every day of the plausible years alike', () => {
		fc.assert(
			fc.property(fc.integer({ min: FIRST_PLAUSIBLE_DAY, max: LAST_PLAUSIBLE_DAY }), (day) => {
				// The platform's own calendar is the reference.
				const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
				const [year, month, date] = iso.split('-');
				expect(isoDay(day)).toBe(iso);
				expect(dayOf(Number(year), Number(month), Number(date))).toBe(day);
				for (const text of [iso, year + month + date, `${iso} 10:00`]) expect(readColumn([text]).day).toEqual([day]);
				expect(readColumn([`${date}.${month}.${year}`], 'dmy').day).toEqual([day]);
				expect(readColumn([`${Number(month)}/${Number(date)}/${year}`], 'mdy').day).toEqual([day]);
				expect(readColumn([String(day + 25_569)]).day).toEqual([day]);
			})
		);
		for (const [year, day] of [
			[1, -719162],
			[1600, -135140],
			[1899, -25932],
			[2200, 84006],
			[9999, 2932532]
		]) {
			expect(dayOf(year, 1, 1)).toBe(day);
			expect(isoDay(day)).toBe(`${String(year).padStart(4, '0')}-01-01`);
		}
	});
});

describe('probeDates', () => {
	it('decides by values that fit one order only', () => {
		expect(probeDates(['01/02/2024', '13/02/2024', ''])).toEqual({
			dmy: 1,
			mdy: 0,
			plain: 0,
			serial: 0,
			ambiguous: ['01/02/2024'],
			neither: [],
			possible: ['dmy'],
			evidence: { order: 'dmy', value: '13/02/2024' }
		});
		expect(probeDates(['7/21/25', '7/22/25']).possible).toEqual(['mdy']);
		expect(probeDates(['13/04/25', '14/04/25']).possible).toEqual(['dmy']);
	});

	it('leaves open what nothing decides, and gives none where they are mixed', () => {
		expect(probeDates(['01/02/2024', '03/04/2024'])).toMatchObject({
			possible: ['dmy', 'mdy'],
			ambiguous: ['01/02/2024', '03/04/2024'],
			evidence: null
		});
		expect(probeDates(['13/02/2024', '02/13/2024']).possible).toEqual([]);
	});

	it('sees that the order does not matter', () => {
		expect(probeDates(['2024-01-05', '05-Jan-2024', '45000', '5/5/2024'])).toMatchObject({
			plain: 4,
			serial: 1,
			ambiguous: [],
			neither: []
		});
		expect(probeDates(['2024-01-05', 'soon'])).toMatchObject({ neither: ['soon'] });
	});

	it('asks where two-digit years may come first', () => {
		expect(probeDates(['24/01/15', '24/01/16', '24/01/17']).possible).toEqual(['dmy', 'ymd']);
	});

	it('shows a reading for a question', () => {
		expect(dateReading('01/02/2024', 'dmy')).toBe('2024-02-01');
		expect(dateReading('01/02/2024', 'mdy')).toBe('2024-01-02');
		expect(dateReading('13/13/2024', 'mdy')).toBeNull();
		expect(parseDate('2024-01-05 10:00Z', 'dmy')).toEqual({ day: 19727, minute: 600, offset: OFFSET_UTC, flags: 0 });
	});
});
