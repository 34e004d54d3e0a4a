import { scaleLinear } from 'd3';

export interface ValueBand {
	from: number;
	/** null: open. */
	to: number | null;
	customers: number;
	value: number;
}
export interface BandsLayout {
	height: number;
	left: number;
	right: number;
	ground: number;
	bars: { x: number; width: number; top: number; middle: number; labelled: boolean }[];
	ticks: { value: number; y: number }[];
}

const LEFT = 56;
const TOP = 14;
const BOTTOM = 40;
/** Room for "€1,000". */
const LABEL = 52;

/** Customers by band of value, bars of one width: the bands grow by steps, so their width says nothing. */
export function layoutBands(bands: readonly ValueBand[], width: number, height = 250): BandsLayout {
	const right = width - 12;
	const most = bands.reduce((max, { customers }) => Math.max(max, customers), 0);
	const y = scaleLinear([0, Math.max(1, most)], [height - BOTTOM, TOP]).nice(4);
	const step = (right - LEFT) / Math.max(1, bands.length);
	const every = Math.max(1, Math.ceil(LABEL / step));
	return {
		height,
		left: LEFT,
		right,
		ground: height - BOTTOM,
		bars: bands.map(({ customers }, i) => ({
			x: LEFT + i * step,
			width: step,
			middle: LEFT + (i + 0.5) * step,
			top: y(customers),
			labelled: i % every === 0
		})),
		ticks: y.ticks(4).map((value) => ({ value, y: y(value) }))
	};
}
