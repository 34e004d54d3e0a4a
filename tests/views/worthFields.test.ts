import { describe, expect, it } from 'vitest';
import { percentField, readWorth } from '../../src/lib/format/worthFields';

describe('margin and discount as they are typed', () => {
	it.each([
		['35', '10', 0.35, 0.1],
		[' 35,5 % ', '0', 0.355, 0],
		['', '', null, 0],
		['100', '100', 1, 1],
		['0.5', '7.25%', 0.005, 0.0725]
	])('“%s” and “%s”', (margin, rate, share, annualRate) => {
		const read = readWorth(margin, rate);
		if (!('worth' in read)) throw new Error(read.refused);
		expect(read.worth.margin === null ? null : Math.round(read.worth.margin * 1e9) / 1e9).toBe(share);
		expect(read.worth.annualRate).toBeCloseTo(annualRate, 12);
	});

	it.each(['0', '-5', '101', '12,5O', '1e1', 'half', '0x10', '1.2.3'])(
		'a margin of “%s” is refused with what was typed',
		(margin) => {
			const read = readWorth(margin, '10');
			expect('refused' in read && read.refused).toContain(`“${margin}”`);
		}
	);

	it.each(['-1', '100.5', 'ten', 'NaN', '9999999'])('a discount of “%s” is refused with what was typed', (rate) => {
		const read = readWorth('', rate);
		expect('refused' in read && read.refused).toContain(`“${rate}”`);
	});

	it('are shown as they can be typed again', () => {
		expect([percentField(null), percentField(0.355), percentField(0.29)]).toEqual(['', '35.5', '29']);
		expect(readWorth(percentField(0.355), percentField(0.07))).toEqual({ worth: { margin: 0.355, annualRate: 0.07 } });
	});
});
