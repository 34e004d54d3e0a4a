import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/lib/ui/tokens.css', 'utf8');
const block = (start: string): Map<string, string> => {
	const from = css.indexOf(start);
	const text = css.slice(from, css.indexOf('\n}', from));
	return new Map([...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
};
const light = block(':root {');
const dark = block('@media screen and (prefers-color-scheme: dark)');
const chosenDark = block("@media screen {\n\t:root[data-theme='dark']");

/** WCAG 2 relative luminance. */
function luminance(hex: string): number {
	const [r, g, b] = [1, 3, 5].map((i) => {
		const c = parseInt(hex.slice(i, i + 2), 16) / 255;
		return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string | undefined, b: string | undefined): number {
	const [x, y] = [luminance(a ?? '#000000'), luminance(b ?? '#000000')].sort((p, q) => q - p);
	return (x + 0.05) / (y + 0.05);
}

describe.each([
	['light', light],
	['dark', dark]
])('tokens, %s', (_, theme) => {
	it.each(['ink', 'ink2', 'ink3', 'act', 'focus', 'warn', 'bad'])('%s is readable on every ground', (name) => {
		for (const ground of ['paper', 'raised', 'sunk', 'wash'])
			expect(contrast(theme.get(name), theme.get(ground))).toBeGreaterThanOrEqual(4.5);
	});

	it('edges of controls and focus rings are seen', () => {
		for (const ground of ['paper', 'raised']) {
			expect(contrast(theme.get('edge'), theme.get(ground))).toBeGreaterThanOrEqual(3);
			expect(contrast(theme.get('focus'), theme.get(ground))).toBeGreaterThanOrEqual(6.5);
		}
	});

	it('the figure in a cell is readable on every step of the share scale', () => {
		for (let step = 0; step < 9; step++)
			expect(contrast(theme.get(`on-share${step}`), theme.get(`share${step}`)), `step ${step}`).toBeGreaterThanOrEqual(
				4.5
			);
	});

	it('text on the one button to press is readable', () => {
		expect(contrast(theme.get('on-act'), theme.get('act'))).toBeGreaterThanOrEqual(4.5);
	});
});

it('dark by choice and dark by the device are the same', () => {
	expect(dark.size).toBeGreaterThan(30);
	expect([...chosenDark]).toEqual([...dark]);
});
