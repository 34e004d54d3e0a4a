/** Day numbers (days since 1970-01-01, the shop's wall clock) in the person's locale; always formatted in UTC, so that no zone moves a day. */
import { NOTHING } from './numbers';

const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	let found = formats.get(key);
	if (!found) formats.set(key, (found = new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', ...options })));
	return found;
}

/** 31 Oct 2026 */
export const dayText = (day: number | null | undefined): string =>
	day === null || day === undefined || !Number.isFinite(day)
		? NOTHING
		: format('day', { day: 'numeric', month: 'short', year: 'numeric' }).format(day * DAY);

/** Sat, 31 Oct 2026, 18:22; without a minute only the day. */
export const momentText = (day: number, minute: number): string =>
	minute < 0
		? dayText(day)
		: format('moment', {
				day: 'numeric',
				month: 'short',
				year: 'numeric',
				hour: 'numeric',
				minute: '2-digit'
			}).format(day * DAY + minute * 60_000);

/** 2026-10-31, for inputs and addresses. */
export function isoDay(day: number): string {
	const date = new Date(day * DAY);
	const year = date.getUTCFullYear();
	return year < 0 || year > 9999 ? '' : date.toISOString().slice(0, 10);
}

/** The day number of "2026-10-31", or null when there is no such day. */
export function parseIsoDay(text: string): number | null {
	const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
	if (!match) return null;
	const time = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
	const day = time / DAY;
	return isoDay(day) === text ? day : null;
}

/** Labels of periods as results print them: "2011-03", "2011-W09", "2011-Q1", "2011". */
export function periodText(label: string): string {
	const month = /^(\d{4})-(\d{2})$/.exec(label);
	if (month)
		return format('month', { month: 'short', year: 'numeric' }).format(
			Date.UTC(Number(month[1]), Number(month[2]) - 1, 1)
		);
	const part = /^(\d{4})-(W\d{2}|Q\d)$/.exec(label);
	return part ? `${part[2]} ${part[1]}` : label;
}

/** "Mar" of "2011-03": where the year stands beside. */
export function monthText(label: string): string {
	const month = /^(\d{4})-(\d{2})$/.exec(label);
	return month
		? format('monthAlone', { month: 'short' }).format(Date.UTC(Number(month[1]), Number(month[2]) - 1, 1))
		: label;
}

/** A moment on this device's own clock, such as that of a backup. */
export const momentOfDevice = (time: number): string =>
	new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(time);

/** "today", "yesterday", "19 days ago" */
export function daysAgo(time: number, now: number): string {
	const days = Math.max(0, Math.floor((now - time) / DAY));
	return days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
}

/** "just now", "4 minutes ago", "2 hours ago": time that has passed while a page is open. */
export function ago(time: number, now: number): string {
	const minutes = Math.floor(Math.max(0, now - time) / 60_000);
	if (minutes < 1) return 'just now';
	if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
	const hours = Math.floor(minutes / 60);
	return hours === 1 ? 'an hour ago' : `${hours} hours ago`;
}

/** 09:41, on this device's own clock. */
export const clock = (time: number): string =>
	new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(time);
