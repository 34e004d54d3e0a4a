/** Totals are worked out at so many places and drawn as one curve through them. */
const PLACES = 10;

/** Ends of the weeks of a holdout, in weeks from the split; the last may be cut short. */
export const weekEnds = (weeks: number): Float64Array =>
	Float64Array.from({ length: Math.ceil(weeks) }, (_, k) => Math.min(k + 1, weeks));

/**
 * A cumulated total at the end of every week, from few calls of a costly function: the polynomial through Chebyshev's
 * points in ln(1 + weeks), where expected purchases are all but straight.
 * @param total smooth, 0 at 0
 * @param ends ascending, of {@link weekEnds}
 * @returns new Float64Array, as long as `ends`; relative error below 1e-5
 * @see Berrut & Trefethen (2004), "Barycentric Lagrange Interpolation", SIAM Review 46(3), eq. 5.4
 */
export function totalsByWeek(total: (weeks: number) => number, ends: Float64Array): Float64Array {
	if (ends.length <= PLACES) return ends.map(total);
	const half = Math.log1p(ends[ends.length - 1]) / 2;
	const places = Array.from({ length: PLACES + 1 }, (_, i) => half * (1 - Math.cos((Math.PI * i) / PLACES)));
	const values = places.map((place, i) =>
		i === 0 ? 0 : total(i === PLACES ? ends[ends.length - 1] : Math.expm1(place))
	);
	return ends.map((weeks) => {
		const at = Math.log1p(weeks);
		let above = 0;
		let below = 0;
		for (let i = 0; i <= PLACES; i++) {
			const away = at - places[i];
			if (Math.abs(away) < 1e-12) return values[i];
			const weight = ((i % 2 === 0 ? 1 : -1) * (i === 0 || i === PLACES ? 0.5 : 1)) / away;
			above += weight * values[i];
			below += weight;
		}
		return above / below;
	});
}
