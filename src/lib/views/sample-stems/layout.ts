export interface WeekStem {
	/** Position of the week in the data; weeks to come are numbered on. */
	week: number;
	x: number;
	y: number;
	/** Not yet come: as high as the same week a year before. */
	coming: boolean;
}

const INSET = 9;
/** Pixels from stem to stem, at least: below that heads run together. */
const STEP = 6.4;
const YEAR = 52;
/** Of so many stems one is yet to come. */
const COMING = 11;
const ABOVE = 5;
/** What a head gives way, at most, and the distance at which it gives way half of it. */
const BEND = 4;
const REACH = 140;

/**
 * Orders a week as stems on the ground line, then the weeks that have not yet come. Where not all weeks have room, the
 * latest are drawn.
 * @param orders by week, at least a year of them
 */
export function layoutWeeks(orders: readonly number[], width: number, height: number): WeekStem[] {
	const room = Math.max(2, Math.floor((width - 2 * INSET) / STEP) + 1);
	const most = Math.round(orders.length / (1 - 1 / COMING));
	const count = Math.min(room, most);
	const coming = Math.round(count / COMING);
	const first = orders.length - (count - coming);
	const highest = Math.max(1, ...orders);
	return Array.from({ length: count }, (_, i) => {
		const week = first + i;
		const value = orders[week < orders.length ? week : week - YEAR];
		return {
			week,
			x: INSET + (i * (width - 2 * INSET)) / (count - 1),
			y: height - (value / highest) * (height - ABOVE),
			coming: week >= orders.length
		};
	});
}

/** Pixels by which a head gives way to a pointer: to its own side of it, less the farther off. Both are x in the drawing. */
export function bend(x: number, pointer: number): number {
	const away = x < pointer ? -BEND : BEND;
	return away / (1 + ((x - pointer) / REACH) ** 2);
}
