import { plainColour } from '../../src/lib/views/figure/plainColour';
import { expect, it } from 'vitest';

it('reads the forms in which browsers compute colours', () => {
	expect(plainColour('rgb(0, 94, 72)')).toEqual({ colour: 'rgb(0, 94, 72)', opacity: 1 });
	expect(plainColour('rgba(20, 32, 27, 0.22)')).toEqual({ colour: 'rgb(20, 32, 27)', opacity: 0.22 });
	expect(plainColour('color(srgb 0 0.368627 0.282353 / 0.3)')).toEqual({ colour: 'rgb(0, 94, 72)', opacity: 0.3 });
	expect(plainColour('rgb(0 94 72 / 30%)')).toEqual({ colour: 'rgb(0, 94, 72)', opacity: 0.3 });
});

it('says when it is no colour of sRGB', () => {
	expect(plainColour('none')).toBeNull();
	expect(plainColour('url("#hatch")')).toBeNull();
	expect(plainColour('oklch(0.5 0.1 150)')).toBeNull();
});
