import { scaleLinear } from 'd3';

export interface TopShare {
	/** 0.01 for the top 1 %. */
	top: number;
	customers: number;
	net: number;
	/** null where all customers' net is not positive. */
	share: number | null;
}
export interface ConcentrationLayout {
	height: number;
	left: number;
	right: number;
	ground: number;
	rows: (TopShare & {
		key: string;
		/** Upper edge and height of the bar. */
		y: number;
		high: number;
		/** Length of the bar. */
		bar: number;
		/** Where the bar would end if all spent the same. */
		equal: number;
		/** Where the figure stands, and on which side of the bar's end. */
		text: number;
		inside: boolean;
		/** There is room for the share alone. */
		brief: boolean;
	})[];
	ticks: { value: number; x: number }[];
}

const LEFT = 64;
const ROW = 44;
const BAR = 20;
const BOTTOM = 22;
/** Room for "56.1%, 1,840 customers". */
const WORDS = 158;

/** Shares of net that the best customers hold, as bars on one scale from 0 to 1. */
export function layoutConcentration(shares: readonly TopShare[], width: number): ConcentrationLayout {
	const [left, right] = [LEFT, width - 24];
	const x = scaleLinear([0, 1], [left, right]).clamp(true);
	const ground = 4 + shares.length * ROW;
	return {
		height: ground + BOTTOM,
		left,
		right,
		ground,
		rows: shares.map((share, i) => {
			const end = x(Math.max(0, share.share ?? 0));
			const beside = Math.max(end, x(share.top)) + 8;
			const fits = width - beside >= WORDS;
			const inside = !fits && end - left > WORDS;
			return {
				...share,
				key: String(share.top),
				y: 4 + i * ROW + (ROW - BAR) / 2,
				high: BAR,
				bar: end - left,
				equal: x(share.top),
				text: inside ? end - 8 : beside,
				inside,
				brief: !fits && !inside
			};
		}),
		ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, x: x(value) }))
	};
}
