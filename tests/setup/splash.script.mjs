// Draws what iPads and iPhones show while the installed app starts (static/splash) and links it in src/app.html:
//   node tests/setup/splash.script.mjs
// Run it when the mark, the paper or the list of screens changes; the links of src/app.html stand between two comments.
import { chromium } from '@playwright/test';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { BROWSER_ARGS, findBrowser } from './browser.mjs';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'static/splash');

/** Screens of devices since 2020, in CSS pixels, upright. An iPhone starts its home screen upright. */
const IPADS = ['1032x1376', '1024x1366', '834x1210', '834x1194', '820x1180', '810x1080', '744x1133'];
const IPHONES = ['440x956', '430x932', '428x926', '420x912', '402x874', '393x852', '390x844', '375x812'];
const SMALL_IPHONES = ['375x667'];
const SCREENS = [
	...IPADS.flatMap((size) => ['portrait', 'landscape'].map((orientation) => ({ size, ratio: 2, orientation }))),
	...IPHONES.map((size) => ({ size, ratio: 3, orientation: 'portrait' })),
	...SMALL_IPHONES.map((size) => ({ size, ratio: 2, orientation: 'portrait' }))
];

const THEMES = {
	light: { paper: [0xf8, 0xf9, 0xf6], act: [0x00, 0x5e, 0x48], ink: [0x14, 0x20, 0x1b] },
	dark: { paper: [0x10, 0x16, 0x13], act: [0x5c, 0xc4, 0xa7], ink: [0xe8, 0xed, 0xe7] }
};
/** CSS pixels of the mark. */
const MARK = 112;

const rgb = (parts) => `rgb(${parts.join(' ')})`;
/** The mark of src/lib/ui/Mark.svelte. */
const markIn = ({ act, ink }, size) =>
	`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 24 24"><g fill="none" stroke="${rgb(act)}" stroke-width="1.8"><path d="M6 20v-5M12 20v-8.5M18 20V7.5"/><circle cx="18" cy="5" r="2.4"/></g><g fill="${rgb(act)}"><circle cx="6" cy="14" r="2.6"/><circle cx="12" cy="10" r="2.6"/></g><path d="M1.5 20.9h21" stroke="${rgb(ink)}" stroke-width="1.8"/></svg>`;

/** Sixteen colours: paper, and the way from it to the mark's two colours, which is what smooth edges are made of. */
function paletteOf({ paper, act, ink }) {
	const between = (to, part) => paper.map((value, i) => Math.round(value + (to[i] - value) * part));
	const steps = (to, count) => Array.from({ length: count }, (_, i) => between(to, (i + 1) / count));
	return [paper, ...steps(act, 10), ...steps(ink, 5)];
}

function nearest(palette, r, g, b) {
	const distances = palette.map(([x, y, z]) => (x - r) ** 2 + (y - g) ** 2 + (z - b) ** 2);
	return distances.indexOf(Math.min(...distances));
}

/** Positions in the palette of each pixel of the mark on paper. */
async function drawMark(page, theme, size) {
	const pixels = await page.evaluate(
		async ({ svg, size, paper }) => {
			const image = new Image();
			image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
			await image.decode();
			const canvas = document.createElement('canvas');
			canvas.width = canvas.height = size;
			const context = canvas.getContext('2d');
			context.fillStyle = paper;
			context.fillRect(0, 0, size, size);
			context.drawImage(image, 0, 0);
			return [...context.getImageData(0, 0, size, size).data];
		},
		{ svg: markIn(theme, size), size, paper: rgb(theme.paper) }
	);
	const palette = paletteOf(theme);
	return Uint8Array.from({ length: size * size }, (_, i) => nearest(palette, ...pixels.slice(i * 4, i * 4 + 3)));
}

function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE(crc32(body), body.length + 4);
	return out;
}

/** A PNG of sixteen colours, the mark in the middle of paper (colour 0). */
function png(width, height, palette, mark, size) {
	const stride = Math.ceil(width / 2) + 1;
	const rows = Buffer.alloc(stride * height);
	const [left, top] = [(width - size) >> 1, (height - size) >> 1];
	for (let y = 0; y < size; y++)
		for (let x = 0; x < size; x++) {
			const at = (top + y) * stride + 1 + ((left + x) >> 1);
			rows[at] |= mark[y * size + x] << ((left + x) & 1 ? 0 : 4);
		}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header[8] = 4;
	header[9] = 3;
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('PLTE', Buffer.from(palette.flat())),
		chunk('IDAT', deflateSync(rows, { level: 9 })),
		chunk('IEND', Buffer.alloc(0))
	]);
}

const browser = await chromium.launch({ executablePath: findBrowser()?.path, args: BROWSER_ARGS });
const page = await browser.newPage();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const marks = new Map();
async function markOf(name, ratio) {
	const key = `${name} ${ratio}`;
	if (!marks.has(key)) marks.set(key, await drawMark(page, THEMES[name], MARK * ratio));
	return marks.get(key);
}
const links = [];
let bytes = 0;
for (const { size, ratio, orientation } of SCREENS)
	for (const [name, theme] of Object.entries(THEMES)) {
		const [short, long] = size.split('x').map(Number);
		const [width, height] = orientation === 'portrait' ? [short, long] : [long, short];
		const mark = await markOf(name, ratio);
		const file = png(width * ratio, height * ratio, paletteOf(theme), mark, MARK * ratio);
		const path = `splash/${width}x${height}${name === 'dark' ? '-dark' : ''}.png`;
		writeFileSync(join(root, 'static', path), file);
		bytes += file.length;
		const media = `(device-width: ${short}px) and (device-height: ${long}px) and (orientation: ${orientation}) and (prefers-color-scheme: ${name})`;
		links.push(
			`<link\n\t\t\trel="apple-touch-startup-image"\n\t\t\tmedia="${media}"\n\t\t\thref="%sveltekit.assets%/${path}"\n\t\t/>`
		);
	}
await browser.close();

const app = join(root, 'src/app.html');
const [before, rest] = readFileSync(app, 'utf8').split(/(?<=<!-- Startup images[^>]*-->\n)/);
const after = rest.slice(rest.indexOf('\t\t<!-- End of startup images -->'));
writeFileSync(app, `${before}${links.map((link) => `\t\t${link}\n`).join('')}${after}`);
console.log(`${links.length} pictures, ${bytes} bytes`);
