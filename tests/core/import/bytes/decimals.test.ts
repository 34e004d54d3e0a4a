import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	DECIMAL,
	decimalReading,
	decimalState,
	parseDecimal,
	probeDecimals,
	readDecimals,
	rescale
} from '../../../../workers/core/import/bytes/decimals';
import { columnOf } from './columns';

function readColumn(cells: string[], decimal: '.' | ',' = '.', state = decimalState()) {
	const out = new Float64Array(cells.length);
	const marks = new Uint8Array(cells.length);
	const failed = readDecimals(columnOf(cells), 0, { decimal }, out, marks, state);
	return { values: [...out], marks: [...marks], failed, state };
}
const point = (text: string) => decimalReading(text, { decimal: '.' });
const comma = (text: string) => decimalReading(text, { decimal: ',' });

describe('readDecimals', () => {
	it('reads plain amounts exactly at the scale they need', () => {
		const { values, marks, failed, state } = readColumn(['29.33', '-0.05', '7', '0', '1234567.8', '-12']);
		expect(values).toEqual([2933, -5, 700, 0, 123456780, -1200]);
		expect(marks).toEqual([0, 0, 0, 0, 0, 0]);
		expect(failed).toBe(0);
		expect(state.scale).toBe(2);
	});

	it('brings the rows before a value with more decimals to its scale, and never goes back', () => {
		const state = decimalState(2);
		expect(readColumn(['1.00', '261.96', '14.6200', '957.5775', '3'], '.', state).values).toEqual([
			10000, 2619600, 146200, 9575775, 30000
		]);
		expect(state.scale).toBe(4);
		expect(readColumn(['2.5'], '.', state).values).toEqual([25000]);
		expect(state.scale).toBe(4);
	});

	it('does not raise the scale for zeros', () => {
		expect(readColumn(['12.5000', '3.00'], '.', decimalState(1))).toMatchObject({
			values: [125, 30],
			state: { scale: 1 }
		});
	});

	it('rounds more than six decimals half away from zero and counts them', () => {
		const { values, marks, state } = readColumn(['0.1234565', '-0.1234565', '0.12345649', '29.330000000000002']);
		expect(values).toEqual([123457, -123457, 123456, 29330000]);
		expect(marks).toEqual([DECIMAL.rounded, DECIMAL.rounded, DECIMAL.rounded, DECIMAL.rounded]);
		expect(state).toMatchObject({ scale: 6, rounded: 4 });
	});

	it('takes an empty cell and -- for 0', () => {
		expect(readColumn(['', '  ', '--', '\u00a0'])).toMatchObject({
			values: [0, 0, 0, 0],
			marks: [DECIMAL.empty, DECIMAL.empty, DECIMAL.empty, DECIMAL.empty],
			failed: 0,
			state: { empty: 4, bad: 0 }
		});
	});

	it('never invents a number', () => {
		const bad = [
			'12,5O',
			'abc',
			'-',
			'.',
			'1.2.3',
			'1,2',
			'12 34',
			'1e',
			'5%',
			'1-2',
			'--5',
			'(5',
			'5)',
			'1,23,45',
			'0,123.5',
			'1,234.5,6',
			'1 234,567',
			'N/A',
			'12.50 ABC',
			'2024-01-05',
			'1.5e',
			'0x10',
			'Infinity',
			'NaN',
			'+-1',
			'(-5)',
			'1,234 567'
		];
		const { values, marks, failed, state } = readColumn(bad);
		for (const [i, text] of bad.entries()) expect([text, marks[i], values[i]]).toEqual([text, DECIMAL.bad, 0]);
		expect(failed).toBe(bad.length);
		expect(state.bad).toBe(bad.length);
	});

	it('refuses what leaves the safe integers', () => {
		const { values, marks, failed } = readColumn([
			'9007199254740991',
			'9007199254740992',
			'90071992547409.92',
			'1e400',
			'12345678901234567890'
		]);
		expect(marks[1]).toBe(DECIMAL.tooLarge);
		expect(marks[3]).toBe(DECIMAL.tooLarge);
		expect(marks[4]).toBe(DECIMAL.tooLarge);
		// The first one was safe until the third raised the scale; the third is itself too large at two decimals.
		expect(marks[2]).toBe(DECIMAL.tooLarge);
		expect(marks[0]).toBe(0);
		expect(values[0]).toBe(9007199254740991);
		expect(failed).toBe(4);
		const raised = readColumn(['9007199254740991', '0.5']);
		expect(raised).toMatchObject({ marks: [DECIMAL.tooLarge, 0], values: [0, 5], failed: 1 });
	});

	it('never gives a negative zero', () => {
		const { values } = readColumn(['-0', '-0.00', '(0)', '-$0.00']);
		for (const value of values) expect(Object.is(value, 0)).toBe(true);
	});

	it('tells values that decide the decimal mark from those that do not', () => {
		expect(
			readColumn(['12.50', '1,234', '1.234', '7', '1,234.50', '0.123', '1234.567', '1.234,50']).state
		).toMatchObject({
			decisive: 4,
			ambiguous: 2,
			contrary: 1,
			bad: 1
		});
		expect(readColumn(['12,50', '1.234', '7', '1.234,50'], ',').state).toMatchObject({
			decisive: 2,
			ambiguous: 1,
			bad: 0
		});
	});

	it('reads any decimal with up to fifteen digits exactly', () => {
		fc.assert(
			fc.property(
				fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }),
				fc.integer({ min: 0, max: 6 }),
				(value, scale) => {
					const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
					const whole = digits.slice(0, digits.length - scale);
					const text = (value < 0n ? '-' : '') + whole + (scale > 0 ? '.' + digits.slice(-scale) : '');
					const { values, marks, state } = readColumn([text]);
					expect(marks).toEqual([0]);
					expect(BigInt(values[0]) * 10n ** BigInt(scale - state.scale)).toBe(value);
				}
			)
		);
	});
});

describe('forms of numbers', () => {
	it('reads thousands in groups', () => {
		expect(point('1,234,567.89')).toBe('1234567.89');
		expect(point('1,234')).toBe('1234');
		expect(comma('1.234.567,89')).toBe('1234567.89');
		expect(comma('1.234')).toBe('1234');
		expect(comma('1 234,50')).toBe('1234.5');
		expect(comma('1\u00a0234\u00a0567,5')).toBe('1234567.5');
		expect(comma('1\u202f234,5')).toBe('1234.5');
		expect(comma('12\u2009345')).toBe('12345');
		expect(point("1'234.50")).toBe('1234.5');
		expect(point('1’234.50')).toBe('1234.5');
		expect(point('12,34,567.80')).toBe('1234567.8');
	});

	it('reads signs before and behind, brackets and the typographic minus', () => {
		for (const text of [
			'-12.50',
			'12.50-',
			'(12.50)',
			'\u221212.50',
			'- 12.50',
			'-$12.50',
			'$-12.50',
			'($12.50)',
			'12.50 -'
		]) {
			expect([text, point(text)]).toEqual([text, '-12.5']);
		}
		expect(point('+12.50')).toBe('12.5');
	});

	it('reads currency signs, codes and abbreviations before and behind', () => {
		for (const text of [
			'$12.50',
			'€12.50',
			'£ 12.50',
			'12.50 €',
			'EUR 12.50',
			'12.50EUR',
			'US$12.50',
			'R$ 12.50',
			'CA$12.50',
			'kr 12.50',
			'12.50 kr.',
			'CHF12.50',
			'12.50\u00a0zł',
			'¥12.50',
			'₹12.50',
			'$12.50 USD',
			'Rs. 12.50'
		]) {
			expect([text, point(text)]).toEqual([text, '12.5']);
		}
		expect(comma('1.234,50 €')).toBe('1234.5');
		expect(comma('1.234,50\u00a0€')).toBe('1234.5');
	});

	it('reads scientific notation', () => {
		expect(point('1E+2')).toBe('100');
		expect(point('1.5e3')).toBe('1500');
		expect(point('2.5E-3')).toBe('0.0025');
		expect(comma('1,5E+2')).toBe('150');
		expect(point('1e-9')).toBe('0');
	});

	it('reads a point without digits on one side', () => {
		expect(point('.5')).toBe('0.5');
		expect(point('5.')).toBe('5');
		expect(point('-.05')).toBe('-0.05');
	});

	it('gives value and scale, and null for what is no number', () => {
		expect(parseDecimal('12.50', { decimal: '.' })).toEqual({ value: 125, scale: 1 });
		expect(parseDecimal('', { decimal: '.' })).toBeNull();
		expect(parseDecimal('--', { decimal: '.' })).toBeNull();
		expect(parseDecimal('9'.repeat(500), { decimal: '.' })).toBeNull();
	});
});

describe('probeDecimals', () => {
	it('decides by values that fit one reading only', () => {
		expect(probeDecimals(['1.234', '12.50', '', '7'])).toEqual({
			point: 1,
			comma: 0,
			ambiguous: ['1.234'],
			plain: 1,
			neither: 0,
			possible: ['.']
		});
		expect(probeDecimals(['12,5', 'x']).possible).toEqual([',']);
	});

	it('leaves both open where nothing decides, and none where they are mixed', () => {
		expect(probeDecimals(['1,234', '5,000'])).toMatchObject({ ambiguous: ['1,234', '5,000'], possible: ['.', ','] });
		expect(probeDecimals(['1', '20'])).toMatchObject({ ambiguous: [], plain: 2, possible: ['.', ','] });
		expect(probeDecimals(['1,5', '1.5']).possible).toEqual([]);
	});
});

describe('rescale', () => {
	it('brings values to a larger scale and tells when one leaves the safe range', () => {
		const values = Float64Array.of(1, -25, 7);
		expect(rescale(values, 2, 0, 2)).toBe(true);
		expect([...values]).toEqual([100, -2500, 7]);
		expect(rescale(Float64Array.of(2 ** 52), 1, 0, 1)).toBe(false);
	});
});
