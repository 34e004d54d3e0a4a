import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faceRule, facesOf, type Face } from '../../src/lib/views/figure/faces';

/** Of the style sheet of the app, as declaredFaces() reads them in a browser. */
const FACES: Face[] = readFileSync(resolve(import.meta.dirname, '../../src/lib/ui/fonts.css'), 'utf8')
	.split('@font-face')
	.slice(1)
	.flatMap((rule) => {
		const value = (name: string) => new RegExp(`${name}:\\s*([^;]*);`).exec(rule)?.[1].replace(/\s+/g, ' ') ?? '';
		const address = /url\('(.*?)'\)/.exec(value('src'))?.[1];
		const family = value('font-family').replaceAll("'", '');
		return address ? [{ family, weight: value('font-weight'), range: value('unicode-range'), address }] : [];
	});
const SERIF = 'Newsreader, "Newsreader before", Georgia, serif';
const SANS = '"Source Sans 3", "Source Sans before", system-ui, sans-serif';

const used = (...texts: [families: string, text: string][]) =>
	facesOf(
		texts.map(([families, text]) => ({ families, text })),
		FACES
	).map(({ address }) => /files\/(.*)-wght/.exec(address)?.[1]);

describe('typefaces that a saved picture takes along', () => {
	it('are those of its families', () => {
		expect(FACES).toHaveLength(4);
		expect(used([SERIF, 'Returning customers'])).toEqual(['newsreader-latin']);
		expect(used([SANS, '€12,345.00 − 3'], [SERIF, 'Net'])).toEqual(['newsreader-latin', 'source-sans-3-latin']);
		expect(used(['Georgia, serif', 'Net'])).toEqual([]);
		expect(used()).toEqual([]);
	});

	it('are those that have its letters: further ones only where there is such a letter', () => {
		expect(used([SANS, 'Zoë Ünal'])).toEqual(['source-sans-3-latin']);
		expect(used([SANS, 'Łódź'])).toEqual(['source-sans-3-latin-ext', 'source-sans-3-latin']);
		expect(used([SANS, '日本😀'])).toEqual([]);
	});

	it('are taken whole where no range is given, and by a range with wildcards', () => {
		const faces = ['', 'U+4??', 'U+30'].map((range): Face => ({ family: 'A', weight: '400', range, address: range }));
		const of = (text: string) => facesOf([{ families: 'A', text }], faces).map(({ range }) => range);
		expect(of('0')).toEqual(['', 'U+30']);
		expect(of('Ж')).toEqual(['', 'U+4??']);
		expect(of('')).toEqual([]);
	});

	it('stand in a rule of their own, file included', () => {
		expect(
			faceRule({ family: 'Source Sans 3', weight: '200 900', range: 'U+0000-00FF' }, 'data:font/woff2;base64,AA')
		).toBe(
			"@font-face{font-family:'Source Sans 3';font-weight:200 900;src:url(data:font/woff2;base64,AA) format('woff2');unicode-range:U+0000-00FF;}"
		);
		expect(faceRule({ family: 'A', weight: '400', range: '' }, 'data:,')).toBe(
			"@font-face{font-family:'A';font-weight:400;src:url(data:,) format('woff2');}"
		);
	});
});
