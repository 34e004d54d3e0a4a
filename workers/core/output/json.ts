/** Values that are written: objects are Maps where their keys come from data. */
export type Json =
	string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json } | ReadonlyMap<string, Json>;

/** JSON in one form everywhere: one blank of indent, keys in the order given, a line end at the end. */
export const json = (value: Json): string => `${write(value, '\n')}\n`;

function write(value: Json, newline: string): string {
	if (value === null || typeof value !== 'object') return JSON.stringify(value);
	const inner = `${newline} `;
	if (isList(value)) {
		return value.length === 0
			? '[]'
			: `[${inner}${value.map((item) => write(item, inner)).join(`,${inner}`)}${newline}]`;
	}
	const entries = value instanceof Map ? [...value] : Object.entries(value);
	if (entries.length === 0) return '{}';
	const members = entries.map(([key, member]) => `${JSON.stringify(key)}: ${write(member, inner)}`);
	return `{${inner}${members.join(`,${inner}`)}${newline}}`;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
