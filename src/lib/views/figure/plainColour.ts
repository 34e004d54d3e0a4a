export interface PlainColour {
	/** "rgb(0, 94, 72)", which every program reads. */
	colour: string;
	/** 0 to 1. */
	opacity: number;
}

const byte = (part: number) => Math.round(Math.max(0, Math.min(1, part)) * 255);

/**
 * A computed colour in the form that programs other than browsers read: `rgb(…)` with its opacity apart. Browsers compute
 * a mixed colour as `color(srgb r g b / a)`.
 * @returns null for a colour of another space or no colour at all
 */
export function plainColour(text: string): PlainColour | null {
	const rgb = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:\s*[,/]\s*([\d.]+)(%?))?\s*\)$/.exec(text);
	const mixed = /^color\(srgb\s+([\d.e-]+)\s+([\d.e-]+)\s+([\d.e-]+)(?:\s*\/\s*([\d.e-]+)(%?))?\s*\)$/.exec(text);
	const found = rgb ?? mixed;
	if (!found) return null;
	const parts = found.slice(1, 4).map(Number);
	const [r, g, b] = rgb ? parts.map(Math.round) : parts.map(byte);
	const opacity = found[4] === undefined ? 1 : Number(found[4]) / (found[5] === '%' ? 100 : 1);
	return { colour: `rgb(${r}, ${g}, ${b})`, opacity };
}
