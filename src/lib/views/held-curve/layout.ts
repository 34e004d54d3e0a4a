import { line, scaleLinear } from 'd3';

export interface HeldCurve {
	key: 'net' | 'expected';
	/** Shares of the customers, the best first, ascending from 0 to 1, and what they hold; null where it cannot be told. */
	customers: readonly number[];
	held: readonly (number | null)[];
}
export interface HeldLayout {
	width: number;
	height: number;
	left: number;
	right: number;
	top: number;
	ground: number;
	curves: { key: HeldCurve['key']; path: string; name: { x: number; y: number } }[];
	/** Where all hold the same. */
	equal: string;
	/** The tenth and the fifth of the first curve. */
	dots: { key: HeldCurve['key']; customers: number; held: number; x: number; y: number }[];
	ticks: { value: number; x: number; y: number }[];
}

const LEFT = 44;
const TOP = 12;
const BOTTOM = 40;
/** Names stand below the curves from here on, where they are far from the straight line, one under the other. */
const NAMED_AT = 0.44;
const NAME_HEIGHT = 17;
const DOTS = [0.1, 0.2];

/** Share of money by share of customers, the best first. */
export function layoutHeld(curves: readonly HeldCurve[], width: number, height = 270): HeldLayout {
	const right = width - 14;
	const ground = height - BOTTOM;
	const x = scaleLinear([0, 1], [LEFT, right]);
	const y = scaleLinear([0, 1], [ground, TOP]);
	const at = ({ customers, held }: HeldCurve, share: number): number | null =>
		held[customers.findIndex((reached) => reached >= share - 1e-9)] ?? null;
	const known = curves.filter(({ held }) => held.every((value) => value !== null));
	const below = known.reduce((lowest, curve) => Math.max(lowest, y(at(curve, NAMED_AT) ?? 0)), 0);
	return {
		width,
		height,
		left: LEFT,
		right,
		top: TOP,
		ground,
		curves: known.map((curve, i) => ({
			key: curve.key,
			path:
				line<number>(
					(_, i) => x(curve.customers[i]),
					(value) => y(value)
				)(curve.held as number[]) ?? '',
			name: { x: x(NAMED_AT), y: below + 20 + i * NAME_HEIGHT }
		})),
		equal: `M${LEFT} ${ground}L${right} ${TOP}`,
		dots: known.flatMap((curve) =>
			DOTS.flatMap((customers) => {
				const held = at(curve, customers);
				return held === null ? [] : [{ key: curve.key, customers, held, x: x(customers), y: y(held) }];
			})
		),
		ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, x: x(value), y: y(value) }))
	};
}
