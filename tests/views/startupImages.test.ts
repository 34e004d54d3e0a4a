import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const html = readFileSync(resolve(root, 'src/app.html'), 'utf8');
const attribute = (link: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(link)?.[1] ?? '';
const links = [...html.matchAll(/<link\s[^>]*apple-touch-startup-image[^>]*>/g)].map(([link]) => {
	const media = attribute(link, 'media');
	const asked = (feature: string) => new RegExp(`\\(${feature}: ([\\w]+)\\)`).exec(media)?.[1] ?? '';
	const [short, long] = [parseInt(asked('device-width')), parseInt(asked('device-height'))];
	const upright = asked('orientation') === 'portrait';
	return {
		file: attribute(link, 'href').replace('%sveltekit.assets%/splash/', ''),
		media,
		width: upright ? short : long,
		height: upright ? long : short,
		// iPads and the small iPhone have two pixels for one.
		ratio: short >= 744 || long === 667 ? 2 : 3,
		dark: asked('prefers-color-scheme') === 'dark'
	};
});

/** Header of a PNG, and its first colour. */
function readPng(file: string) {
	const bytes = readFileSync(resolve(root, 'static/splash', file));
	const palette = bytes.indexOf('PLTE') + 4;
	return {
		width: bytes.readUInt32BE(16),
		height: bytes.readUInt32BE(20),
		depth: bytes[24],
		kind: bytes[25],
		paper: bytes.subarray(palette, palette + 3).toString('hex'),
		bytes: bytes.length
	};
}

describe('what iPads and iPhones show while the installed app starts', () => {
	it('has the pixels of the screen it is for, on the paper of its theme', () => {
		expect(links.length).toBeGreaterThan(40);
		for (const { file, width, height, ratio, dark } of links)
			expect({ file, ...readPng(file) }).toMatchObject({
				width: width * ratio,
				height: height * ratio,
				depth: 4,
				kind: 3,
				paper: dark ? '101613' : 'f8f9f6'
			});
	});

	it('is there upright and lying for iPads, light and dark for all', () => {
		expect(new Set(links.map(({ media }) => media)).size).toBe(links.length);
		for (const { width, height, dark } of links) {
			const sizes =
				Math.min(width, height) >= 744
					? [
							[width, height],
							[height, width]
						]
					: [[width, height]];
			for (const [w, h] of sizes)
				expect(links.some((other) => other.width === w && other.height === h && other.dark !== dark)).toBe(true);
		}
	});

	it('is small, and nothing of it lies unused', () => {
		const files = readdirSync(resolve(root, 'static/splash'));
		expect(files.sort()).toEqual(links.map(({ file }) => file).sort());
		expect(files.reduce((sum, file) => sum + readPng(file).bytes, 0)).toBeLessThan(400_000);
	});

	it('and the icon, the name and the bar that belong to it are named', () => {
		for (const name of ['apple-touch-icon', 'apple-mobile-web-app-capable', 'apple-mobile-web-app-title'])
			expect(html).toContain(name);
	});
});
