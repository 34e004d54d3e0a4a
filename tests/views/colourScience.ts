/** Colour arithmetic for the tests of the tokens, from the published formulas. */

export type Rgb = [number, number, number];

/** "#005e48" as linear-light sRGB, 0 to 1. */
export function linear(hex: string): Rgb {
	const value = parseInt(hex.slice(1), 16);
	return [value >> 16, (value >> 8) & 255, value & 255].map((byte) => {
		const part = byte / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	}) as Rgb;
}

/** WCAG 2 relative luminance. */
export const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2 contrast ratio of two hex colours. */
export function contrast(a: string, b: string): number {
	const [x, y] = [luminance(linear(a)), luminance(linear(b))];
	return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Machado, Oliveira and Fernandes (2009), severity 1.0, on linear light. */
export const DEFICIENCIES = {
	none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
	protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
	deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
	tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039]
} as const;
export type Deficiency = keyof typeof DEFICIENCIES;

export function seenBy(deficiency: Deficiency, [r, g, b]: Rgb): Rgb {
	const m = DEFICIENCIES[deficiency];
	const clamp = (part: number) => Math.max(0, Math.min(1, part));
	return [0, 3, 6].map((row) => clamp(m[row] * r + m[row + 1] * g + m[row + 2] * b)) as Rgb;
}

/** CIE L*a*b* under D65. */
function lab([r, g, b]: Rgb): Rgb {
	const xyz = [
		(0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
		0.2126729 * r + 0.7151522 * g + 0.072175 * b,
		(0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883
	];
	const [x, y, z] = xyz.map((t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116));
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIEDE2000 of two colours in linear light; Sharma, Wu and Dalal (2005). */
export function difference(first: Rgb, second: Rgb): number {
	const [l1, a1, b1] = lab(first);
	const [l2, a2, b2] = lab(second);
	const rad = Math.PI / 180;
	const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
	const g = 0.5 * (1 - Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)));
	const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
	const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
	const hue = (b: number, p: number) => (b === 0 && p === 0 ? 0 : (Math.atan2(b, p) / rad + 360) % 360);
	const [h1, h2] = [hue(b1, p1), hue(b2, p2)];
	let dh = h2 - h1;
	if (c1 * c2 === 0) dh = 0;
	else if (dh > 180) dh -= 360;
	else if (dh < -180) dh += 360;
	const dL = l2 - l1;
	const dC = c2 - c1;
	const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * rad);
	const L = (l1 + l2) / 2;
	const C = (c1 + c2) / 2;
	let H = h1 + h2;
	if (c1 * c2 !== 0) H = Math.abs(h1 - h2) <= 180 ? H / 2 : H < 360 ? (H + 360) / 2 : (H - 360) / 2;
	const t =
		1 -
		0.17 * Math.cos((H - 30) * rad) +
		0.24 * Math.cos(2 * H * rad) +
		0.32 * Math.cos((3 * H + 6) * rad) -
		0.2 * Math.cos((4 * H - 63) * rad);
	const sL = 1 + (0.015 * (L - 50) ** 2) / Math.sqrt(20 + (L - 50) ** 2);
	const sC = 1 + 0.045 * C;
	const sH = 1 + 0.015 * C * t;
	const turn = 30 * Math.exp(-(((H - 275) / 25) ** 2));
	const rC = 2 * Math.sqrt(C ** 7 / (C ** 7 + 25 ** 7));
	const rT = -Math.sin(2 * turn * rad) * rC;
	return Math.sqrt((dL / sL) ** 2 + (dC / sC) ** 2 + (dH / sH) ** 2 + rT * (dC / sC) * (dH / sH));
}
