import { PART_ROWS, readInts, stringsOf } from './columnReads';
import type { Run } from './finish';
import { monthText } from './months';
import type { Numbering, Settled } from './numbering';
import type { OrderFlags } from './orderFlags';
import { GIVEN } from './orderRows';
import type { ImportReport } from './types';

/** What a person should know of an import beside its figures, each with a count and samples. */
export function importHints(
	{ stores, files }: Run,
	settled: Settled,
	status: OrderFlags,
	numbering: Numbering,
	manyWarnings: number,
	months: number[]
): ImportReport['hints'] {
	const { orders, ids } = stores;
	const { totals } = settled;
	const found: ImportReport['hints'] = [];
	const add = (code: string, count: number, samples: string[]) => {
		if (count > 0) found.push({ code, count, samples });
	};
	const unknown = [...status.unknown].sort((a, b) => b.orders - a.orders);
	add(
		'unknown_status',
		unknown.reduce((sum, entry) => sum + entry.orders, 0),
		unknown.slice(0, 10).map(({ word }) => word.slice(0, 200))
	);
	add(
		'sums_do_not_tie',
		totals.untied.count,
		totals.untied.samples.map((row) => ids.get(orders.code(row)))
	);
	add(
		'rounded_values',
		files.reduce((sum, file) => sum + file.rounded, 0),
		files.filter((file) => file.rounded > 0).map(({ file }) => file.name)
	);
	add(
		'order_fields_differ',
		files.reduce((sum, file) => sum + file.differing, 0),
		stringsOf(ids, Int32Array.from(files.flatMap((file) => file.differingOrders).slice(0, 3)))
	);
	const bare = bareOrders(settled);
	add('begins_inside_order', bare.count, bare.samples);
	const quiet = quietMonths(months);
	add('months_without_orders', quiet.length, quiet.slice(0, 12));
	const ends = files.filter((file) => file.endsInside);
	add(
		'ends_inside_order',
		ends.length,
		ends.map(({ file }) => file.name)
	);
	const guessed = files.filter((file) => file.encodingGuessed);
	add(
		'encoding_guessed',
		guessed.length,
		guessed.map(({ file }) => file.name)
	);
	add('more_warnings', manyWarnings, []);
	add('already_stored', numbering.known, []);
	add('newer_version_stored', numbering.older, []);
	return found;
}

/** Orders of which only further rows are there: a file that begins inside them. */
function bareOrders({ stores, set }: Settled): { count: number; samples: string[] } {
	const { orders, ids } = stores;
	if ((orders.given.every & GIVEN.header) !== 0) return { count: 0, samples: [] };
	const given = new Int32Array(PART_ROWS);
	const samples: string[] = [];
	let count = 0;
	for (let row = 0; row < orders.length; row++) {
		if (row % PART_ROWS === 0) readInts(orders.given, row, Math.min(row + PART_ROWS, orders.length), given);
		if ((given[row % PART_ROWS] & GIVEN.header) !== 0 || (set !== null && set.target[row] !== row)) continue;
		count++;
		if (samples.length < 3) samples.push(ids.get(orders.code(row)));
	}
	return { count, samples };
}

/** Months between the first and the last one that hold no counted order. */
function quietMonths(months: number[]): string[] {
	const held = new Set(months);
	const quiet: string[] = [];
	for (let month = Math.min(...months); month < Math.max(...months); month++) {
		if (!held.has(month)) quiet.push(monthText(month));
	}
	return quiet;
}
