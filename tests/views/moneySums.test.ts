import { expect, it } from 'vitest';
import { addMoneyTexts } from '../../src/lib/format/moneySums';

it('adds each currency for itself, to the cent', () => {
	expect(addMoneyTexts([{ EUR: '0.10', GBP: '5.00' }, { EUR: '0.20' }, { JPY: '1200' }])).toEqual({
		EUR: '0.30',
		GBP: '5.00',
		JPY: '1200'
	});
});

it('keeps sums exact beyond what a float holds, and signs', () => {
	expect(addMoneyTexts([{ EUR: '90071992547409.93' }, { EUR: '0.01' }])).toEqual({ EUR: '90071992547409.94' });
	expect(addMoneyTexts([{ EUR: '0.05' }, { EUR: '-0.10' }])).toEqual({ EUR: '-0.05' });
});

it('is nothing for nothing', () => {
	expect(addMoneyTexts([])).toEqual({});
});
