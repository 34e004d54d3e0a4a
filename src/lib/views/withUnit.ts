/** Room for "600 days", which ends where its tick stands. */
const UNIT = 72;

/** Ticks of an axis whose last one has the unit beside its figure: those that it would cover are left out. */
export function withUnit<T extends { x: number }>(ticks: readonly T[]): T[] {
	const end = ticks[ticks.length - 1]?.x ?? 0;
	return ticks.filter(({ x }) => x === end || x < end - UNIT);
}
