import { declaredFaces } from './declaredFaces';
import { faceFile } from './faceFile';
import { faceRule, facesOf, type SetText } from './faces';
import { plainColour } from './plainColour';

/** What of an SVG element's look comes from style sheets, and has to stand in a file of its own. */
const LOOK = [
	'fill-opacity',
	'stroke-width',
	'stroke-dasharray',
	'stroke-linecap',
	'stroke-linejoin',
	'stroke-opacity',
	'opacity',
	'font-family',
	'font-size',
	'font-weight',
	'letter-spacing',
	'text-anchor',
	'dominant-baseline',
	'paint-order'
] as const;
const MARGIN = 20;
const MOST_PIXELS = 8192;
const NAMESPACE = 'http://www.w3.org/2000/svg';

const escaped = (text: string): string =>
	text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
const number = (value: number): string => String(Math.round(value * 100) / 100);

/** Draws what a browser shows of an element as SVG elements: boxes, lines, texts where they stand. */
class Picture {
	readonly parts: string[] = [];
	readonly texts: SetText[] = [];
	width: number;
	height: number;
	readonly #left: number;
	readonly #top: number;
	readonly #metrics = document.createElement('canvas').getContext('2d');

	constructor(root: Element) {
		const box = root.getBoundingClientRect();
		this.#left = box.left;
		this.#top = box.top;
		this.width = box.width;
		this.height = box.height;
	}

	draw(element: Element): void {
		if (element instanceof HTMLElement && (element.dataset.noPicture !== undefined || isHidden(element))) return;
		const style = getComputedStyle(element);
		if (style.display === 'none' || style.visibility === 'hidden') return;
		const box = element.getBoundingClientRect();
		this.width = Math.max(this.width, box.right - this.#left);
		this.height = Math.max(this.height, box.bottom - this.#top);
		if (element instanceof SVGSVGElement) {
			this.#svg(element, box);
			return;
		}
		this.#box(style, box);
		for (const child of element.childNodes) {
			if (child instanceof Text) this.#text(child, style);
			else if (child instanceof Element) this.draw(child);
		}
	}

	#svg(element: SVGSVGElement, box: DOMRect): void {
		const copy = element.cloneNode(true) as SVGSVGElement;
		inlineLook(element, copy);
		copy.setAttribute('x', number(box.left - this.#left));
		copy.setAttribute('y', number(box.top - this.#top));
		copy.setAttribute('width', number(box.width));
		copy.setAttribute('height', number(box.height));
		copy.setAttribute('overflow', 'visible');
		for (const text of copy.querySelectorAll('text, tspan'))
			this.texts.push({ families: text.getAttribute('font-family') ?? '', text: text.textContent });
		this.parts.push(new XMLSerializer().serializeToString(copy));
	}

	#box(style: CSSStyleDeclaration, box: DOMRect): void {
		const [x, y] = [box.left - this.#left, box.top - this.#top];
		const ground = plainColour(style.backgroundColor);
		if (ground && ground.opacity > 0 && box.width > 0 && box.height > 0)
			this.#rect(x, y, box.width, box.height, ground);
		if (style.backgroundImage.includes('repeating-linear-gradient')) {
			this.parts.push(
				`<rect x="${number(x)}" y="${number(y)}" width="${number(box.width)}" height="${number(box.height)}" fill="url(#picture-hatch)"/>`
			);
		}
		const sides = [
			['Top', x, y, x + box.width, y],
			['Right', x + box.width, y, x + box.width, y + box.height],
			['Bottom', x, y + box.height, x + box.width, y + box.height],
			['Left', x, y, x, y + box.height]
		] as const;
		for (const [side, x1, y1, x2, y2] of sides) {
			const width = parseFloat(style[`border${side}Width`]);
			const colour = plainColour(style[`border${side}Color`]);
			if (!(width > 0) || style[`border${side}Style`] === 'none' || !colour || colour.opacity === 0) continue;
			this.parts.push(
				`<path d="M${number(x1)} ${number(y1)}L${number(x2)} ${number(y2)}" stroke="${colour.colour}" stroke-opacity="${number(colour.opacity)}" stroke-width="${number(width)}"/>`
			);
		}
	}

	#rect(x: number, y: number, width: number, height: number, { colour, opacity }: { colour: string; opacity: number }) {
		this.parts.push(
			`<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${colour}" fill-opacity="${number(opacity)}"/>`
		);
	}

	#text(node: Text, style: CSSStyleDeclaration): void {
		if (node.data.trim() === '') return;
		const colour = plainColour(style.color);
		if (!colour || this.#metrics === null) return;
		this.#metrics.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
		const { fontBoundingBoxAscent: ascent } = this.#metrics.measureText('x');
		const spacing = style.letterSpacing === 'normal' ? '' : ` letter-spacing="${style.letterSpacing}"`;
		this.texts.push({ families: style.fontFamily, text: node.data });
		for (const { text, left, top } of linesOf(node)) {
			this.parts.push(
				`<text x="${number(left - this.#left)}" y="${number(top - this.#top + ascent)}" fill="${colour.colour}" font-family="${escaped(style.fontFamily)}" font-size="${style.fontSize}" font-weight="${style.fontWeight}"${spacing} xml:space="preserve">${escaped(text)}</text>`
			);
		}
	}
}

/** Kept from the eye, for readers of the screen only. */
function isHidden(element: HTMLElement): boolean {
	return element.classList.contains('visually-hidden') || element.hidden === true;
}

/** The lines into which a browser has broken a text, and where each begins. */
function linesOf(node: Text): { text: string; left: number; top: number }[] {
	const range = document.createRange();
	range.selectNodeContents(node);
	const whole = range.getClientRects();
	if (whole.length === 0) return [];
	if (whole.length === 1) {
		return [{ text: node.data.replace(/\s+/g, ' ').trim(), left: whole[0].left, top: whole[0].top }];
	}
	const lines: { text: string; left: number; top: number }[] = [];
	for (const word of node.data.matchAll(/\S+\s*/g)) {
		range.setStart(node, word.index);
		range.setEnd(node, word.index + word[0].trimEnd().length);
		const box = range.getClientRects()[0] as DOMRect | undefined;
		if (!box) continue;
		const last = lines.at(-1);
		if (last && Math.abs(last.top - box.top) < 2) last.text += word[0];
		else lines.push({ text: word[0], left: box.left, top: box.top });
	}
	return lines.map((line) => ({ ...line, text: line.text.trimEnd() }));
}

function inlineLook(original: Element, copy: Element): void {
	const style = getComputedStyle(original);
	if (style.display === 'none' || (original as HTMLElement).dataset.noPicture !== undefined) {
		copy.remove();
		return;
	}
	for (const name of ['fill', 'stroke'] as const) {
		const value = style.getPropertyValue(name);
		const colour = plainColour(value);
		copy.setAttribute(name, colour ? colour.colour : value);
		if (colour && colour.opacity < 1) copy.setAttribute(`${name}-opacity`, number(colour.opacity));
	}
	for (const name of LOOK) {
		const value = style.getPropertyValue(name);
		if (value !== '' && !copy.hasAttribute(name)) copy.setAttribute(name, value);
	}
	for (const name of ['class', 'tabindex', 'style', 'href', 'role']) copy.removeAttribute(name);
	const [from, to] = [[...original.children], [...copy.children]];
	from.forEach((child, i) => inlineLook(child, to[i]));
}

export interface PictureFile {
	svg: string;
	/** Pixels, margins included. */
	width: number;
	height: number;
}

/** The typefaces of these texts, files included, for a drawing that stands alone. */
async function rulesOf(texts: readonly SetText[]): Promise<string> {
	const rules = await Promise.all(
		facesOf(texts, declaredFaces()).map(async (face) => {
			const file = await faceFile(face.address);
			return file === null ? '' : faceRule(face, file);
		})
	);
	return rules.join('');
}

/** What a browser shows of an element now, title and source line included, as one SVG that needs nothing else. */
export async function pictureOf(root: HTMLElement): Promise<PictureFile> {
	const picture = new Picture(root);
	picture.draw(root);
	const numerals = getComputedStyle(root).fontVariantNumeric;
	const paper = plainColour(getComputedStyle(document.documentElement).backgroundColor);
	const ink = plainColour(getComputedStyle(root).color);
	const width = Math.ceil(picture.width + 2 * MARGIN);
	const height = Math.ceil(picture.height + 2 * MARGIN);
	const hatch = `<pattern id="picture-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v5" stroke="${ink?.colour ?? 'rgb(0, 0, 0)'}" stroke-opacity="0.35" stroke-width="1.3"/></pattern>`;
	const style = `<style>text{font-variant-numeric:${numerals}}${await rulesOf(picture.texts)}</style>`;
	const svg = `<svg xmlns="${NAMESPACE}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${style}<defs>${hatch}</defs><rect width="${width}" height="${height}" fill="${paper?.colour ?? 'rgb(255, 255, 255)'}"/><g transform="translate(${MARGIN} ${MARGIN})">${picture.parts.join('')}</g></svg>`;
	return { svg, width, height };
}

/**
 * The same as PNG, two pixels for one where that stays within what browsers can draw.
 * @throws Error when this browser cannot draw it
 */
export async function pngOf({ svg, width, height }: PictureFile): Promise<Blob> {
	const scale = Math.min(2, MOST_PIXELS / width, MOST_PIXELS / height);
	const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
	try {
		const image = new Image(width, height);
		image.src = address;
		await image.decode();
		const canvas = document.createElement('canvas');
		canvas.width = Math.round(width * scale);
		canvas.height = Math.round(height * scale);
		canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
		return await new Promise((resolve, reject) =>
			canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png')
		);
	} finally {
		URL.revokeObjectURL(address);
	}
}
