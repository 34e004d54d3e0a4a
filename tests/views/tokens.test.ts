import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contrast, DEFICIENCIES, difference, linear, luminance, seenBy, type Deficiency } from './colourScience';

const css = readFileSync(resolve(import.meta.dirname, '../../src/lib/ui/tokens.css'), 'utf8');

/** The colours of one block of the style sheet. */
function coloursOf(block: string): Map<string, string> {
	return new Map([...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}
const blocks = css.split(/(?=:root)/);
const light = coloursOf(blocks.find((block) => block.includes('--paper: #f8f9f6')) ?? '');
const darks = blocks.filter((block) => block.includes('--paper: #101613')).map(coloursOf);
const themes: [string, Map<string, string>][] = [
	['light', light],
	['dark', new Map([...light, ...darks[0]])]
];

const GROUNDS = ['paper', 'raised', 'sunk', 'wash'];
const deficiencies = Object.keys(DEFICIENCIES) as Deficiency[];

it('CIEDE2000 gives the published values of Sharma, Wu and Dalal for equal and for far colours', () => {
	expect(difference(linear('#808080'), linear('#808080'))).toBe(0);
	// Black and white differ by 100 in lightness and in nothing else.
	expect(difference(linear('#000000'), linear('#ffffff'))).toBeCloseTo(100, 3);
});

it('the dark theme is the same whether the device or the person chose it', () => {
	expect(darks).toHaveLength(2);
	expect([...darks[0]]).toEqual([...darks[1]]);
});

describe.each(themes)('in the %s theme', (theme, tokens) => {
	const colour = (name: string): string => {
		const found = tokens.get(name);
		if (!found) throw new Error(`no colour --${name}`);
		return found;
	};
	const scale = (name: string) => Array.from({ length: 9 }, (_, step) => colour(`${name}${step}`));

	it.each(['ink', 'ink2', 'ink3', 'act', 'warn', 'bad', 'focus'])('%s is readable as text on every ground', (name) => {
		for (const ground of GROUNDS) expect(contrast(colour(name), colour(ground))).toBeGreaterThanOrEqual(4.5);
	});

	it('the text of a primary button is readable, and borders of controls are seen', () => {
		expect(contrast(colour('on-act'), colour('act'))).toBeGreaterThanOrEqual(4.5);
		for (const ground of GROUNDS) expect(contrast(colour('edge'), colour(ground))).toBeGreaterThanOrEqual(3);
	});

	it('every kind of mark is seen on paper', () => {
		for (const kind of [1, 2, 3, 4, 5, 6])
			expect(contrast(colour(`c${kind}`), colour('paper'))).toBeGreaterThanOrEqual(3);
	});

	it('the figure in a cell is readable on every step', () => {
		for (let step = 0; step < 9; step++)
			expect(contrast(colour(`on-share${step}`), colour(`share${step}`))).toBeGreaterThanOrEqual(4.5);
	});

	it.each(deficiencies)('more is always further from the paper, with %s too', (deficiency) => {
		const light = scale('share').map((step) => luminance(seenBy(deficiency, linear(step))));
		const away = theme === 'light' ? -1 : 1;
		for (let step = 1; step < 9; step++) expect(away * (light[step] - light[step - 1])).toBeGreaterThan(0);
	});

	it.each(deficiencies)('neighbouring steps and all kinds can be told apart, with %s too', (deficiency) => {
		const seen = (name: string) => seenBy(deficiency, linear(colour(name)));
		for (let step = 1; step < 9; step++)
			expect(difference(seen(`share${step - 1}`), seen(`share${step}`))).toBeGreaterThan(4);
		for (let a = 1; a <= 6; a++)
			// The simulation is of linear light, as in the paper; on gamma-coded values the least is 17.
			for (let b = a + 1; b <= 6; b++) expect(difference(seen(`c${a}`), seen(`c${b}`))).toBeGreaterThan(13);
	});
});
