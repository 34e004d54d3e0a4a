import { decimal, whole } from './numbers';

/** 11.8 MB (decimal, as file managers print it) */
export function bytes(n: number): string {
	if (n < 1000) return `${whole(n)} B`;
	const units = ['kB', 'MB', 'GB', 'TB'];
	let value = n / 1000;
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${value < 10 ? decimal(value, 1) : whole(value)} ${units[unit]}`;
}

/** "6 s", "2 min", "1 h 5 min": of a wait, rounded so that it does not flicker. */
export function wait(seconds: number): string {
	if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} s`;
	const minutes = Math.ceil(seconds / 60);
	return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
