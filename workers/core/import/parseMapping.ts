import { FIELDS } from './types';
import type { Mapping } from './types';

/** What the values of a mapping file may be; a key that is not here is a slip of the pen and said to be one. */
const CHOICES: Record<string, readonly unknown[]> = {
	identity: ['customer_id'],
	header: [true, false],
	delimiter: [',', ';', 'tab', '|', 'blanks'],
	encoding: ['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16le-bom', 'utf-16be', 'utf-16be-bom', 'windows-1252'],
	date_order: ['dmy', 'mdy', 'ymd'],
	decimal: ['.', ','],
	orders_by: ['row', 'customer_day'],
	conflicts: ['keep_old', 'take_new']
};
const TESTS = ['is', 'not', 'above', 'starts', 'not_starts'];
const REASONS = ['cancelled', 'test', 'voided', 'unpaid'];

const isObject = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A mapping file (docs/mapping.md), checked key by key.
 * @returns the mapping, or a sentence about the first thing that is wrong
 */
export function parseMapping(text: string): { mapping: Mapping } | { problem: string } {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (error) {
		return { problem: `it is not JSON (${error instanceof Error ? error.message : error}).` };
	}
	if (!isObject(value)) return { problem: 'it is not a JSON object.' };
	for (const [key, entry] of Object.entries(value)) {
		const problem = problemOf(key, entry);
		if (problem !== null) return { problem };
	}
	return { mapping: value as Mapping };
}

function problemOf(key: string, value: unknown): string | null {
	const choices = Object.hasOwn(CHOICES, key) ? CHOICES[key] : undefined;
	if (choices) {
		if (choices.includes(value)) return null;
		return `"${key}" is ${JSON.stringify(value)}; it may be ${choices.map((choice) => JSON.stringify(choice)).join(', ')}.`;
	}
	switch (key) {
		case 'name':
			return typeof value === 'string' ? null : '"name" is not a text.';
		case 'currency':
			return typeof value === 'string' && /^[A-Z]{3}$/.test(value)
				? null
				: '"currency" is not a code of three capital letters, such as EUR.';
		case 'columns':
			return columnsProblem(value);
		case 'filters':
			return Array.isArray(value)
				? (value.map(filterProblem).find((problem) => problem !== null) ?? null)
				: '"filters" is not a list.';
		case 'exclusions':
			return exclusionsProblem(value);
		default:
			return `"${key}" is not a key of a mapping.`;
	}
}

function columnsProblem(value: unknown): string | null {
	if (!isObject(value)) return '"columns" is not an object of field: column.';
	for (const [field, column] of Object.entries(value)) {
		if (!(FIELDS as readonly string[]).includes(field)) return `"${field}" in "columns" is not a field.`;
		if (!isColumn(column)) return `"${field}" in "columns" is not a header, a position from 1, or { "name", "nth" }.`;
	}
	return null;
}

function exclusionsProblem(value: unknown): string | null {
	if (!isObject(value)) return '"exclusions" is not an object of reason: answer.';
	for (const [reason, answer] of Object.entries(value)) {
		if (!REASONS.includes(reason)) return `"${reason}" in "exclusions" is none of ${REASONS.join(', ')}.`;
		if (answer !== 'count' && answer !== 'leave_out')
			return `"${reason}" in "exclusions" may be "count" or "leave_out".`;
	}
	return null;
}

function filterProblem(filter: unknown): string | null {
	if (!isObject(filter) || !('column' in filter) || !isColumn(filter.column)) return 'a filter has no "column".';
	const entries = Object.entries(filter).filter(([key]) => key !== 'column');
	if (entries.length !== 1 || !TESTS.includes(entries[0][0])) return `a filter has one test: ${TESTS.join(', ')}.`;
	const [[test, value]] = entries;
	const fits = test === 'above' ? typeof value === 'number' : typeof value === 'string' || typeof value === 'number';
	return fits ? null : `the test "${test}" of a filter has a value of the wrong kind.`;
}

function isColumn(column: unknown): boolean {
	if (typeof column === 'string') return column !== '';
	if (typeof column === 'number') return isPosition(column);
	return (
		isObject(column) && 'name' in column && typeof column.name === 'string' && 'nth' in column && isPosition(column.nth)
	);
}

const isPosition = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 1;
