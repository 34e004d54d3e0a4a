import { DICTIONARY_FIELDS } from '../tables';
import type { Dictionaries } from '../tables';
import { AtStake } from './atStake';
import { ReadFailure } from './bytes/failure';
import { TextTable } from './bytes/texts';
import { currencyOf, currencyOfSign } from './currencies';
import { CustomerKeys } from './customerKeys';
import { Customers } from './customers';
import { Dictionary } from './dictionary';
import { finish } from './finish';
import {
	MAY_FAIL,
	blockRows,
	dateQuestion,
	decideFormats,
	decimalQuestion,
	firstValues,
	formatGroups
} from './formats';
import type { FileFormats, FormatSource } from './formats';
import { look } from './look';
import type { Look } from './look';
import { OrderRows } from './orderRows';
import type { OrderCode } from './orderRows';
import { GENERIC, PRESET_IDS } from './presets/index';
import { Problems } from './problems';
import { Products } from './products';
import type { ReadFile } from './readFile';
import { RecordFeed } from './recordFeed';
import { RefundRows } from './refundRows';
import { RejectedOrders } from './rejectedOrders';
import { HashesNeeded, RowReader } from './rowReader';
import type { Stores } from './rowReader';
import { SaleRows } from './saleRows';
import { withoutMark } from './textMarks';
import type { Encoding, ImportFile, ImportOptions, Mapping, Question, ReadResult } from './types';

/** Most currencies of an import: their codes are kept in a byte. */
const MOST_CURRENCIES = 250;

type Bound = Look & FormatSource;

/** A step of the reading ended early: with a result, or because the files are to be looked at again. */
type Step<T> = { done: T } | { result: ReadResult } | { again: Mapping };

/**
 * Reads files as one set: records become orders, lines and refunds, and everything is reconciled. Streams; nothing of the
 * files is held whole.
 * @returns the import with its tables as lazy batches; a failure; or the questions that stay open. Never throws for bad input.
 */
export async function readFiles(files: ImportFile[], options: ImportOptions): Promise<ReadResult> {
	const reading = new Reading(files, options);
	try {
		return await reading.run();
	} catch (error) {
		if (error instanceof ReadFailure) return error.failure;
		throw error;
	}
}

class Reading {
	readonly #files: ImportFile[];
	readonly #options: ImportOptions;
	/** Encodings that replace a wrong guess. */
	readonly #encodings = new Map<number, Encoding>();
	#hashHeaders = false;
	#asked = '';
	#mapping: Mapping;

	constructor(files: ImportFile[], options: ImportOptions) {
		this.#files = files;
		this.#options = options;
		this.#mapping = options.mapping ?? {};
	}

	async run(): Promise<ReadResult> {
		const { preset } = this.#options;
		if (this.#files.length === 0) return { status: 'failed', code: 'empty_file' };
		if (preset !== undefined && !PRESET_IDS.includes(preset)) {
			return { status: 'failed', code: 'not_supported', params: { preset } };
		}
		for (;;) {
			const step = await this.#read();
			if ('again' in step) this.#mapping = step.again;
			else return 'result' in step ? step.result : step.done;
		}
	}

	async #read(): Promise<Step<ReadResult>> {
		const looks = await this.#look();
		if (!('done' in looks)) return looks;
		const bound = looks.done;
		const decided = await decideFormats(bound, this.#mapping);
		if (decided.questions.length > 0) return this.#ask(decided.questions);

		const customers = new CustomerKeys();
		const stores = this.#stores(bound.length > 1, customers.keys);
		const read: ReadFile[] = [];
		const readers: RowReader[] = [];
		let passed = 0;
		for (const [index, source] of bound.entries()) {
			const formats = decided.formats[index];
			try {
				const reader = await this.#readFile(customers, stores, source, index, formats, passed);
				if (reader === null) return { result: { status: 'failed', code: 'cancelled' } };
				readers.push(reader);
				read.push(this.#summary(source, index, formats, reader));
			} catch (error) {
				if (error instanceof HashesNeeded) {
					this.#hashHeaders = true;
					return { again: this.#mapping };
				}
				if (error instanceof ReadFailure && error.retryAs !== null) {
					this.#encodings.set(index, error.retryAs);
					return { again: this.#mapping };
				}
				// What reads records knows lines, not files.
				if (error instanceof ReadFailure && error.failure.file === undefined)
					throw new ReadFailure({ ...error.failure, file: source.file.name });
				throw error;
			}
			passed += source.file.size;
		}
		const empty = read.find(({ records }) => records === 0);
		if (empty !== undefined && read.every(({ records }) => records === 0)) {
			return { result: { status: 'failed', code: 'header_only', file: empty.file.name } };
		}
		const contrary = this.#contradictions(bound, decided.formats, readers);
		if (contrary !== null) return 'code' in contrary ? this.#ask([contrary]) : { again: contrary };

		this.#options.onProgress?.(this.#progress('resolving', passed, stores, read));
		const layouts = [...new Set(read.map(({ binding }) => binding.layout))].sort();
		const run = {
			stores,
			files: read,
			options: this.#options,
			answered: decided.answered,
			preset: layouts.length === 1 ? layouts[0] : layouts.join(', ')
		};
		const result = await finish(run, this.#mapping, async (questions) => {
			const step = await this.#ask(questions);
			return 'again' in step ? (this.#mapping = step.again) : null;
		});
		return { done: result };
	}

	async #look(): Promise<Step<Bound[]>> {
		const { preset } = this.#options;
		const bound: Bound[] = [];
		const questions: Question[] = [];
		for (const [index, file] of this.#files.entries()) {
			const found = await look(
				file,
				this.#mapping,
				preset === GENERIC ? undefined : preset,
				this.#encodings.get(index) ?? this.#mapping.encoding
			);
			if (found.status === 'failed') return { result: found };
			const { binding } = found;
			if (binding === null || (preset === GENERIC && this.#mapping.columns === undefined)) {
				questions.push({ code: 'layout', key: 'columns', file: file.name, guesses: found.sniffed.guesses });
			} else bound.push({ ...found, binding });
		}
		return questions.length > 0 ? this.#ask(questions) : { done: bound };
	}

	/** Has questions answered; a second time the same ones, with nothing new, end the reading. */
	async #ask(questions: Question[]): Promise<{ result: ReadResult } | { again: Mapping }> {
		const stop = { result: { status: 'questions', questions } as const };
		const { onQuestions } = this.#options;
		if (onQuestions === undefined) return stop;
		const answer = await onQuestions(questions);
		if (answer === null) return stop;
		const { exclusions } = this.#mapping;
		const mapping = { ...this.#mapping, ...answer };
		if (exclusions !== undefined || answer.exclusions !== undefined) {
			mapping.exclusions = { ...exclusions, ...answer.exclusions };
		}
		const asked = JSON.stringify([questions, mapping]);
		if (asked === this.#asked) return stop;
		this.#asked = asked;
		return { again: mapping };
	}

	#stores(several: boolean, keys: TextTable): Stores {
		const known = this.#options.base?.dictionaries;
		const clean: Partial<Record<OrderCode, (text: string) => string | null>> = {
			currency: currencyOf,
			post_code: (text) => withoutMark(text) || null
		};
		const dictionaries = Object.fromEntries(
			DICTIONARY_FIELDS.map((field) => [
				field,
				new Dictionary(known?.[field as keyof Dictionaries], clean[field] ?? null)
			])
		) as Record<OrderCode, Dictionary>;
		return {
			ids: new TextTable(),
			orders: new OrderRows(),
			sales: new SaleRows(),
			refunds: new RefundRows(),
			customers: new Customers(keys),
			products: new Products(),
			dictionaries,
			problems: new Problems(),
			rejected: new RejectedOrders(),
			atStake: new AtStake(),
			several,
			hashHeaders: several || this.#hashHeaders
		};
	}

	/** @returns null: the person stopped it */
	async #readFile(
		customers: CustomerKeys,
		stores: Stores,
		source: Bound,
		index: number,
		formats: FileFormats,
		passed: number
	): Promise<RowReader | null> {
		const { file, sniffed, binding, encoding } = source;
		const { signal, onProgress } = this.#options;
		const capacity = blockRows(sniffed.columns);
		const { fields, identity } = binding;
		const request = {
			file,
			encoding,
			records: {
				delimiter: sniffed.delimiter,
				quoting: sniffed.quoting,
				stride: sniffed.columns,
				columns: sniffed.columns,
				firstLine: sniffed.firstLine,
				blockRows: capacity
			},
			marked: (['order_id', 'customer_id', 'product_id'] as const).flatMap((field) => fields.get(field) ?? []),
			identity
		};
		const feed = await RecordFeed.open(request, customers);
		const dollar = this.#mapping.currency ?? 'USD';
		const { decimal, dateOrder, signColumn } = formats;
		const rows = new RowReader(
			stores,
			binding,
			{ index, name: file.name },
			{ decimal, dateOrder, dollar, signColumn },
			capacity
		);
		let before = 0;
		try {
			for (let fed = await feed.next(); fed !== null; fed = await feed.next()) {
				if (signal?.aborted) return null;
				rows.read(fed);
				if (onProgress !== undefined && feed.storedBytes - before > 0x10_0000) {
					before = feed.storedBytes;
					onProgress(this.#progress('reading', passed + before, stores, [], rows.records));
				}
			}
		} finally {
			await feed.close();
		}
		if (stores.dictionaries.currency.size > MOST_CURRENCIES) {
			throw new ReadFailure({
				code: 'mapping_invalid',
				file: file.name,
				params: { field: 'currency', values: stores.dictionaries.currency.size }
			});
		}
		return rows;
	}

	#progress(
		phase: 'reading' | 'resolving',
		bytes: number,
		{ problems, sales, refunds }: Stores,
		read: readonly ReadFile[],
		records = 0
	) {
		return {
			phase,
			bytes,
			totalBytes: this.#files.reduce((sum, { size }) => sum + size, 0),
			records:
				read.length > 0
					? read.reduce((sum, file) => sum + file.records, 0)
					: sales.length + refunds.length + problems.length || records,
			rejected: problems.count(0)
		};
	}

	#summary(source: Bound, index: number, formats: FileFormats, rows: RowReader): ReadFile {
		const { binding } = source;
		const sign = formats.sign === '' || formats.sign === '$' ? null : currencyOfSign(formats.sign);
		const dollar = formats.sign === '$' ? 'USD' : null;
		return {
			index,
			file: source.file,
			encoding: source.encoding,
			encodingGuessed: source.encodingGuessed,
			gzip: source.gzip,
			sniffed: source.sniffed,
			binding,
			currency: binding.headerCurrency ?? sign ?? this.#mapping.currency ?? dollar ?? binding.currency,
			records: rows.records,
			currencySeen: rows.currencySeen,
			differing: rows.differing,
			differingOrders: rows.differingOrders,
			endsInside: rows.endsInside,
			rounded: rows.rounded
		};
	}

	/** What reading everything said against a decision that the first records allowed: a question, or the other reading. */
	#contradictions(
		sources: readonly Bound[],
		formats: readonly FileFormats[],
		readers: readonly RowReader[]
	): Question | Mapping | null {
		for (const group of formatGroups(sources)) {
			const first = sources[group[0]];
			if (this.#mapping.date_order === undefined) {
				let dmy = 0;
				let mdy = 0;
				for (const i of group) {
					dmy += readers[i].onlyDmy;
					mdy += readers[i].onlyMdy;
				}
				const order = formats[group[0]].dateOrder;
				const against = order === 'dmy' ? mdy : order === 'mdy' ? dmy : dmy + mdy;
				if (against > MAY_FAIL * (dmy + mdy)) {
					const better = dmy >= mdy ? 'dmy' : 'mdy';
					if (Math.min(dmy, mdy) <= MAY_FAIL * (dmy + mdy)) return { ...this.#mapping, date_order: better };
					return dateQuestion(first, [...readers[group[0]].decisiveDates, ...firstValues(first).dates]);
				}
			}
			if (this.#mapping.decimal === undefined) {
				let decisive = 0;
				let contrary = 0;
				for (const i of group) {
					for (const { state } of readers[i].numberStates) {
						decisive += state.decisive;
						contrary += state.contrary;
					}
				}
				if (contrary > MAY_FAIL * (decisive + contrary)) {
					const other = formats[group[0]].decimal === '.' ? ',' : '.';
					if (decisive <= MAY_FAIL * (decisive + contrary)) return { ...this.#mapping, decimal: other };
					return decimalQuestion(first, firstValues(first).numbers);
				}
			}
		}
		return null;
	}
}
