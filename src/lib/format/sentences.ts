/** The sentences for codes that cross from the workers: what happened, where, what to do. The only place that words them. */
import type { StorageFailure } from '$workers/contract';
import type { ImportFailure, ImportReport } from '$workers/core/import/types';
import { moneyOfText } from './money';
import { count, plain, whole } from './numbers';
import { bytes } from './sizes';

export interface Said {
	what: string;
	where: string | null;
	toDo: string;
}

/** A worker that stopped without an answer: memory ran out, or the app is broken. */
export interface WorkerFailure {
	status: 'failed';
	code: 'worker_crashed' | 'worker_unreachable';
	params?: Record<string, string | number>;
}
export type AnyFailure = ImportFailure | StorageFailure | WorkerFailure;

type Params = Record<string, string | number>;

const UNTOUCHED = 'Nothing of it was kept; what you had is untouched.';

function size(params: Params, name: string): string | null {
	const value = Number(params[name]);
	return params[name] !== undefined && Number.isFinite(value) ? bytes(value) : null;
}

const text = (params: Params, ...names: string[]): string | null => {
	for (const name of names) if (params[name] !== undefined && params[name] !== '') return String(params[name]);
	return null;
};

/** What a file that is no text looks like. */
const KINDS = new Map<string, string>([
	['xlsx', 'an Excel workbook'],
	['xls', 'an old Excel workbook'],
	['zip', 'a zip archive'],
	['pdf', 'a PDF'],
	['image', 'a picture'],
	['arrow', 'an Arrow table'],
	['gzip', 'an archive in an archive'],
	['zstd', 'an archive'],
	['bzip2', 'an archive'],
	['7z', 'an archive'],
	['xz', 'an archive'],
	['rar', 'an archive'],
	['parquet', 'a Parquet table'],
	['sqlite', 'an SQLite database'],
	['html', 'a web page']
]);

const SENTENCES: Record<AnyFailure['code'], (params: Params) => { what: string; toDo: string }> = {
	empty_file: () => ({
		what: 'The file is empty: it holds no character at all.',
		toDo: 'Export it again from the shop, and look whether the export was finished before it was downloaded.'
	}),
	header_only: () => ({
		what: 'The file has a header and no record below it.',
		toDo: 'Export again over a period that holds orders.'
	}),
	not_text: (params) => ({
		what: `This is no text file: it looks like ${KINDS.get(text(params, 'kind') ?? '') ?? 'a program’s own format'}.`,
		toDo: 'Save the table as CSV or text (in a spreadsheet: File, Save as, CSV UTF-8) and drop that.'
	}),
	wrong_encoding: (params) => ({
		what: text(params, 'encoding')
			? `The file is not written in ${text(params, 'encoding')}: some of its bytes stand for nothing in it.`
			: 'Some bytes of the file stand for nothing in the encoding it seems to have.',
		toDo: 'Save it as UTF-8, or choose its encoding by hand and read it again.'
	}),
	no_columns: (params) =>
		text(params, 'missing')
			? {
					what: `For ${layoutName(text(params, 'layout') ?? '')} the file lacks ${text(params, 'missing')}.`,
					toDo: 'Match the columns yourself, or export again with all columns.'
				}
			: {
					what: 'No column could be recognised: the first lines do not look like a table.',
					toDo: 'Choose the delimiter by hand, and say whether the first line names the columns.'
				},
	mapping_column_missing: (params) => ({
		what: `The matching names the column “${text(params, 'column', 'name') ?? '?'}”, and the file has no such column.`,
		toDo: 'Match that field to another column, or take it out of the matching.'
	}),
	mapping_invalid: (params) => {
		const field = text(params, 'field', 'key');
		if (params.values !== undefined)
			return {
				what: `The column matched as ${fieldName(field ?? '')} holds ${whole(Number(params.values))} different texts, so it is something else.`,
				toDo: 'Go back to the columns and match that field to another column, or to none.'
			};
		return {
			what: field
				? `The matching cannot be used: ${fieldName(field)} is missing or not possible.`
				: 'The matching cannot be used: it lacks a customer, a date or an amount, or it holds something unknown.',
			toDo: 'Go back to the columns and set at least a date, an amount, and who bought.'
		};
	},
	nothing_stored: (params) => ({
		what: [
			text(params, 'records')
				? `None of the ${count(Number(params.records), 'record')} could be read as an order.`
				: 'None of the records could be read as an order.',
			text(params, 'reason')
				? `The first: ${[text(params, 'field'), text(params, 'value')].filter(Boolean).join(', ')}${text(params, 'field', 'value') ? ': ' : ''}${reason(String(params.reason)).name.toLowerCase()}.`
				: ''
		]
			.filter(Boolean)
			.join(' '),
		toDo: 'Most often the date or the amount stands in another column: go back to the columns and look at their values.'
	}),
	record_too_long: (params) => ({
		what: size(params, 'limit')
			? `One record is longer than ${size(params, 'limit')}: a quotation mark that is opened there is probably never closed.`
			: 'One record is far too long: a quotation mark that is opened there is probably never closed.',
		toDo: 'Open the file at that line, close the quotation mark, and drop it again.'
	}),
	too_many_columns: (params) => ({
		what: text(params, 'columns')
			? `The file has ${plain(Number(params.columns))} columns, more than can be read.`
			: 'The file has more columns than can be read.',
		toDo: 'Choose another delimiter, or export only the columns that are needed.'
	}),
	damaged_gzip: () => ({
		what: 'The compressed file is damaged or was cut short.',
		toDo: 'Download it again, or unpack it and drop the text file.'
	}),
	file_changed: () => ({
		what: 'The file changed while it was being read.',
		toDo: 'Close it in the program that is writing it, then drop it again.'
	}),
	file_gone: () => ({
		what: 'The file can no longer be read: it was moved, deleted or its drive was taken out.',
		toDo: 'Put it back and choose it again.'
	}),
	amount_too_large: (params) => ({
		what: text(params, 'value')
			? `The amount “${text(params, 'value')}” is too large to be kept to the cent.`
			: 'An amount is too large to be kept to the cent.',
		toDo: 'Check the decimal mark: a wrong one makes amounts a hundred or a thousand times too large.'
	}),
	not_supported: (params) => ({
		what: text(params, 'what', 'kind')
			? `This cannot be read yet: ${text(params, 'what', 'kind')}.`
			: 'This kind of file cannot be read yet.',
		toDo: 'Export the orders as CSV, TSV or text, gzipped or not.'
	}),
	quota: (params) => ({
		what: size(params, 'needed')
			? `This device has no room for it: it needs ${size(params, 'needed')} more.`
			: 'This device has no room for it.',
		toDo: 'Delete a workspace you no longer need (after a backup) in Settings, or free space on the device, and try again.'
	}),
	locked: () => ({
		what: 'Another tab is writing into this workspace.',
		toDo: 'This tab can look, and may import when the other one is done.'
	}),
	cancelled: () => ({
		what: 'Stopped, as you asked.',
		toDo: 'Drop the file again whenever you like.'
	}),
	damaged_backup: (params) => ({
		what: text(params, 'part', 'name', 'file')
			? `The backup is damaged: ${text(params, 'part', 'name', 'file')} does not match its checksum, or says what cannot be.`
			: 'The backup is damaged: a part of it does not match its checksum, or says what cannot be.',
		toDo: 'Take another copy of it. Nothing was written to this device.'
	}),
	damaged: (params) => ({
		what: text(params, 'table')
			? `A part of the stored ${text(params, 'table')} no longer matches its checksum: this browser or disk has changed it.`
			: 'A part of the stored data no longer matches its checksum: this browser or disk has changed it.',
		toDo: 'Undo the newest import in Settings, or restore a backup. Nothing of it is shown, so that no wrong figure is.'
	}),
	not_a_backup: () => ({
		what: 'This file is no backup of Perennial.',
		toDo: 'Choose a file that was made by “Back up this workspace”. To read an order export, drop it on the Import page.'
	}),
	newer_format: (params) => ({
		what: text(params, 'format', 'version')
			? `This was written by a newer Perennial (format ${text(params, 'format', 'version')}).`
			: 'This was written by a newer Perennial.',
		toDo: 'Load the new version of the app (reload while connected), then open it again. It has not been touched.'
	}),
	gone: () => ({
		what: 'The data this page shows is no longer on this device: it was deleted or replaced in another tab.',
		toDo: 'Reload the page to see what is there now.'
	}),
	lost_database: () => ({
		what: 'The browser closed the database of this page and would not open it again.',
		toDo: 'Reload the page. What was stored before is still stored.'
	}),
	worker_crashed: () => ({
		what: 'The part of the app that reads and counts stopped in the middle of its work; the browser may have run out of memory.',
		toDo: 'Close other tabs and try again. What was stored before is untouched.'
	}),
	worker_unreachable: () => ({
		what: 'A part of the app could not be loaded.',
		toDo: 'Reload the page. If the device is offline, connect it once, so that the app can be kept whole.'
	})
};

/** Codes after which it matters to hear that nothing was half done. */
const HALF_WAY = new Set<AnyFailure['code']>(['file_changed', 'file_gone', 'quota', 'cancelled', 'damaged_gzip']);

export function failureSentence(failure: AnyFailure): Said {
	const make = SENTENCES[failure.code];
	const said = make
		? make(failure.params ?? {})
		: { what: `Something failed that this version has no words for (${failure.code}).`, toDo: 'Try again.' };
	const file = 'file' in failure && failure.file ? failure.file : null;
	const line = 'line' in failure && failure.line ? `line ${whole(failure.line)}` : null;
	return {
		what: said.what,
		where: [file, line].filter(Boolean).join(', ') || null,
		toDo: HALF_WAY.has(failure.code) ? `${UNTOUCHED} ${said.toDo}` : said.toDo
	};
}

/** One line of the same, for places without room for three. */
export function failureLine(failure: AnyFailure): string {
	const { what, where, toDo } = failureSentence(failure);
	return [where ? `${where}: ${what}` : what, toDo].join(' ');
}

/** Why a record was rejected or skipped, and what the person can do about it. */
export interface Reason {
	name: string;
	hint: string;
}

const REASONS = new Map<string, Reason>([
	[
		'truncated_record',
		{ name: 'The last record is cut off', hint: 'The export or its download stopped early: get the file again' }
	],
	[
		'column_count',
		{ name: 'Too few or too many cells', hint: 'An unquoted delimiter or line break in a text: correct that line' }
	],
	['missing_order_id', { name: 'No order number', hint: 'Give the row its order number, or map a file without one' }],
	['bad_date', { name: 'No such date', hint: 'Correct the date in the shop and export again' }],
	['implausible_date', { name: 'A date no shop had orders on', hint: 'Before 1990 or after 2100: correct the year' }],
	['bad_money', { name: 'Not a number', hint: 'Correct the amount, or choose the other decimal mark' }],
	['missing_currency', { name: 'No currency', hint: 'Fill in the currency of the order and export again' }],
	[
		'amount_mismatch',
		{ name: 'Quantity × price is not the amount', hint: 'One of the three is wrong: correct it and export again' }
	],
	[
		'orphan_line',
		{
			name: 'A line of an order that is not in the files',
			hint: 'Drop the file with the orders together with this one'
		}
	],
	['missing_score', { name: 'No score', hint: 'An answer without a score says nothing: leave it out' }],
	['score_out_of_range', { name: 'The score is not 0 to 10', hint: 'Correct the score' }],
	['blank_row', { name: 'Blank rows', hint: 'Delimiters and blanks only; nothing is missing' }],
	['second_header_row', { name: 'A second header row', hint: 'Not data' }],
	['totals_row', { name: 'Totals rows', hint: 'A sum that the file prints; the records it sums are read' }],
	['footer_row', { name: 'Text under the data', hint: 'Words of the platform, not data' }],
	['not_a_sale', { name: 'Neither sale nor refund', hint: 'A transfer, fee or hold of the payment account' }],
	['stock_adjustment', { name: 'Stock corrections', hint: 'Price 0 and no customer' }],
	['ledger_adjustment', { name: 'Bookkeeping rows', hint: 'Bank charges, bad debt, samples: no sale' }],
	['filtered', { name: 'Left out by a row filter', hint: 'By the filters of the matching' }],
	['duplicate_line', { name: 'Repeated order rows', hint: 'Equal cell by cell to an earlier row of the same order' }]
]);

export const reason = (code: string): Reason =>
	REASONS.get(code) ?? { name: code.replaceAll('_', ' '), hint: 'This version has no words for it' };

const EXCLUSIONS = new Map<string, Reason>([
	['cancelled', { name: 'Cancelled', hint: 'Kept, and in no figure' }],
	['test', { name: 'Test', hint: 'Kept, and in no figure' }],
	['voided', { name: 'Voided', hint: 'Kept, and in no figure' }],
	['unpaid', { name: 'Unpaid', hint: 'Kept, and in no figure until they are paid' }]
]);
export const exclusion = (code: string): Reason => EXCLUSIONS.get(code) ?? { name: code, hint: '' };

/** Hints of the import report: things worth a look that change nothing. */
const HINTS = new Map<string, string>([
	['unknown_status', 'Status words that are not in the list count as paid'],
	['sums_do_not_tie', 'Orders whose lines do not add up to their total'],
	['begins_inside_order', 'The file may begin inside an order'],
	['ends_inside_order', 'The file may end inside an order'],
	['encoding_guessed', 'The file does not say how it is written; what it was read as was guessed'],
	['more_warnings', 'Further warnings of the same kinds that are not listed'],
	['already_stored', 'Orders that were here already, in the same version'],
	['newer_version_stored', 'Orders of which a newer version was here already; it stays'],
	['rounded_value', 'Values were printed with more decimals than money has'],
	['future_date', 'Dates later than the file itself'],
	['currency_unknown', 'No currency is named anywhere'],
	['invalid_email', 'E-mail cells that hold no e-mail'],
	['refund_exceeds_order', 'Refunds larger than their order'],
	['customer_not_found', 'Orders that name a customer who is not in the files'],
	['counted_twice_by_ga4', 'Purchases that were counted more than once']
]);
export const hint = (code: string): string => HINTS.get(code) ?? code.replaceAll('_', ' ');

/** Lines that equal an earlier line of their order: how many, where, what they come to, and what can be done. */
export function repeatsSentence({ records, orders, money, samples }: NonNullable<ImportReport['repeats']>): string {
	const one = records === 1;
	const sums = Object.entries(money).map(([currency, sum]) => moneyOfText(sum, currency));
	const shown = samples.slice(0, 3).map(({ file, line }) => `line ${whole(line)}${file ? ` of ${file}` : ''}`);
	return [
		`${count(records, 'record')} in ${count(orders, 'order')} ${one ? 'repeats' : 'repeat'} an earlier line of the same order`,
		sums.length > 0 ? `, ${sums.join(' and ')} in all` : '',
		` (${shown.join(', ')}${records > shown.length ? ' …' : ''}).`,
		` ${one ? 'It is' : 'They are'} kept: two of the same thing look like this too.`,
		' If your export prints lines twice, undo this import, take the repeated lines out of the file and read it again.'
	].join('');
}

/** What the browser's answer to "may this stay?" means. */
export function persistSentence(answer: boolean | 'unsupported' | null): string {
	if (answer === true)
		return 'This browser has promised to keep the data until you erase it. A backup is still the only copy that survives this device.';
	if (answer === false)
		return 'This browser did not promise to keep the data: it may clear it when space runs short or when this site is not visited for a while. Make a backup after each import.';
	if (answer === 'unsupported')
		return 'This browser cannot be asked to keep the data. Make a backup after each import.';
	return 'This browser has not been asked yet whether it will keep the data; it is asked at the first import.';
}

/** What the address of a page asked for and could not get. */
export interface UrlNotice {
	code: 'version' | 'value';
	/** Name of the part of the address. */
	name: string;
	value: string;
}

export function urlSentence({ code, name, value }: UrlNotice): string {
	const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
	return code === 'version'
		? `This link was made by another version of Perennial (“${shown}”), so nothing of it was used: the page shows everything.`
		: `The link asks for “${shown}” as ${name}, which is not possible; the usual choice is shown instead.`;
}

const FIELDS = new Map<string, string>([
	['order_id', 'Order'],
	['customer_id', 'Customer number'],
	['email', 'E-mail'],
	['phone', 'Phone'],
	['name', 'Name'],
	['date', 'Ordered at'],
	['currency', 'Currency'],
	['status', 'Status'],
	['gross', 'Gross'],
	['discount', 'Discount'],
	['shipping', 'Shipping'],
	['tax', 'Tax'],
	['total', 'Total'],
	['refunds', 'Refunded'],
	['refund_date', 'Refunded at'],
	['country', 'Country'],
	['region', 'Region'],
	['post_code', 'Post code'],
	['channel', 'Channel'],
	['discount_code', 'Discount code'],
	['payment_method', 'Payment method'],
	['customer_since', 'Customer since'],
	['account', 'Account or guest'],
	['product_id', 'Product number'],
	['product_name', 'Product'],
	['category', 'Category'],
	['quantity', 'Quantity'],
	['unit_price', 'Price of one'],
	['list_price', 'List price'],
	['amount', 'Amount of the line'],
	['line_discount', 'Discount of the line'],
	['kind', 'Sale or refund'],
	['net_items', 'Net of tax and discount']
]);
export const fieldName = (field: string): string => FIELDS.get(field) ?? field;

const LAYOUTS = new Map<string, string>([
	['shopify.orders', 'a Shopify order export'],
	['uci.online_retail', 'the UCI Online Retail table'],
	['generic', 'a table of its own kind']
]);
export const layoutName = (layout: string): string => LAYOUTS.get(layout) ?? layout;

const ENCODINGS = new Map<string, string>([
	['utf-8', 'UTF-8'],
	['utf-8-bom', 'UTF-8 with a mark'],
	['utf-16le', 'UTF-16'],
	['utf-16le-bom', 'UTF-16 with a mark'],
	['utf-16be', 'UTF-16 (big end first)'],
	['utf-16be-bom', 'UTF-16 (big end first) with a mark'],
	['windows-1252', 'Windows-1252']
]);
export const encodingName = (encoding: string): string => ENCODINGS.get(encoding) ?? encoding;

const DELIMITERS = new Map<string, string>([
	[',', 'comma'],
	[';', 'semicolon'],
	['tab', 'tab'],
	['|', 'bar'],
	['blanks', 'runs of blanks']
]);
export const delimiterName = (delimiter: string): string => DELIMITERS.get(delimiter) ?? delimiter;

/** "12 orders are cancelled", of the excluded ones. */
export const excludedSentence = (counts: ReadonlyMap<string, number>): string => {
	const parts = [...counts]
		.filter(([, n]) => n > 0)
		.map(([code, n]) => `${whole(n)} ${exclusion(code).name.toLowerCase()}`);
	return parts.length === 0
		? 'Every order counts'
		: `${count(
				[...counts.values()].reduce((a, b) => a + b, 0),
				'order'
			)} kept and not counted: ${parts.join(', ')}`;
};
