/** Minutes of a day. */
const DAY = 1440;

/**
 * Wall clock of a zone for instants given as minutes since 1970 in UTC.
 * @param timeZone IANA name
 * @returns minutes since 1970 on the zone's clock
 * @throws RangeError when the zone is not known to this machine
 */
export function wallClock(timeZone: string): (utcMinute: number) => number {
	const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric'
	});
	const ask = (utcMinute: number): number => {
		const parts = new Map(format.formatToParts(utcMinute * 60_000).map(({ type, value }) => [type, Number(value)]));
		const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute'): number => parts.get(name) as number;
		const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) / 60_000;
		return local - utcMinute;
	};

	const known = new Map<number, number>();
	const cached = (utcMinute: number): number => {
		let offset = known.get(utcMinute);
		if (offset === undefined) known.set(utcMinute, (offset = ask(utcMinute)));
		return offset;
	};
	return (utcMinute) => {
		const midnight = Math.floor(utcMinute / DAY) * DAY;
		const offset = cached(midnight);
		if (offset === cached(midnight + DAY)) return utcMinute + offset;
		// A day on which the clock is put forward or back: zones change on a quarter of an hour.
		return utcMinute + cached(Math.floor(utcMinute / 15) * 15);
	};
}
