// Perennial's own import, storage, ledger and kernels, called as the app's workers call them.
import { decodeBatch, encodeBatch } from '$workers/arrow/index';
import { cohorts } from '$workers/core/cohorts/cohorts';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { readFiles } from '$workers/core/import/readFiles';
import { ledgerBuilder } from '$workers/core/ledger/ledger';
import { rfm } from '$workers/core/rfm/rfm';
import { TABLES } from '$workers/core/tables';
import { commitImport } from '$workers/storage/commit';
import { Database } from '$workers/storage/database';
import { readBatches, readRevision } from '$workers/storage/read';
import { createWorkspace } from '$workers/storage/workspaces';
import { answer } from './answer.js';

/** The last import, with every batch made. */
let done;
let database;
let revision;
/** What the plain file holds, in order. */
let chunks;
let ledger;
let scores;
let matrix;

const sum = (column) => column.reduce((a, b) => a + b, 0);
const overBatches = (batches, value) => batches.reduce((total, batch) => total + value(batch), 0);
const cents = (column) => sum(column.values) * 10 ** (2 - column.scale);

answer({
	async import(file, mapping) {
		done = null;
		const result = await readFiles([{ name: file.name, size: file.size, blob: file }], {
			mapping,
			importId: 'bench',
			useLastModified: false
		});
		if (result.status !== 'done') throw new Error(JSON.stringify(result));
		for (const table of TABLES) result.data[table] = [...result.data[table]];
		done = result;
	},
	facts() {
		const { orders, identities } = done.data;
		const days = orders.map(({ day }) => day);
		return {
			rows: overBatches(orders, ({ length }) => length),
			rejected: done.report.rows.rejected,
			customers: overBatches(identities, ({ length }) => length),
			quantity: overBatches(orders, ({ units }) => sum(units.values) / 10 ** units.scale),
			gross: overBatches(orders, ({ gross }) => cents(gross)),
			discount: overBatches(orders, ({ discount }) => cents(discount)),
			total: overBatches(orders, ({ total }) => cents(total)),
			firstDay: Math.min(...days.map((column) => column.reduce((a, b) => Math.min(a, b)))),
			lastDay: Math.max(...days.map((column) => column.reduce((a, b) => Math.max(a, b))))
		};
	},

	/** Stores the last import in a database of its own. @returns milliseconds of the commit alone */
	async store(name) {
		database?.close();
		database = new Database({ name });
		const now = Date.now();
		const { id: workspace } = await createWorkspace(database, 'bench', now);
		const { data, dropOrders, dropRefunds, next, report, problems, byCustomer } = done;
		const input = {
			workspace,
			importId: 'bench',
			data,
			dropOrders,
			dropRefunds,
			next,
			report,
			problems,
			byCustomer,
			parent: null,
			now
		};
		const begin = performance.now();
		const stored = await commitImport(database, input);
		const ms = performance.now() - begin;
		if (stored.status !== 'stored') throw new Error(JSON.stringify(stored));
		revision = stored.revision;
		return ms;
	},
	/** Reads every column of every table back. @returns milliseconds and rows */
	async load() {
		const begin = performance.now();
		const manifest = await readRevision(database, revision);
		const batches = [];
		for (const table of TABLES) for await (const batch of readBatches(database, manifest, table)) batches.push(batch);
		return { ms: performance.now() - begin, rows: overBatches(batches, ({ length }) => length) };
	},
	/** The same chunks as a plain file in the origin's private folder, from columns to the disk. @returns milliseconds, whole and of the writing alone */
	async opfsWrite() {
		const folder = await navigator.storage.getDirectory();
		await folder.removeEntry('bench').catch(() => undefined);
		const begin = performance.now();
		chunks = TABLES.flatMap((table) => done.data[table].map((batch) => ({ table, bytes: encodeBatch(table, batch) })));
		const encoded = performance.now();
		const file = await (await folder.getFileHandle('bench', { create: true })).createSyncAccessHandle();
		let at = 0;
		for (const { bytes } of chunks) at += file.write(bytes, { at });
		file.flush();
		file.close();
		const end = performance.now();
		return { ms: end - begin, alone: end - encoded, bytes: at };
	},
	/** From the disk to columns. @returns milliseconds, whole and of the reading alone */
	async opfsRead() {
		const folder = await navigator.storage.getDirectory();
		const begin = performance.now();
		const file = await (await folder.getFileHandle('bench')).createSyncAccessHandle();
		const all = new Uint8Array(file.getSize());
		file.read(all, { at: 0 });
		file.close();
		const read = performance.now();
		let at = 0;
		const batches = chunks.map(({ table, bytes }) => decodeBatch(table, all.subarray(at, (at += bytes.length))));
		return { ms: performance.now() - begin, alone: read - begin, rows: overBatches(batches, ({ length }) => length) };
	},

	/** Opens the stored revision as the ledger worker does. @returns its size */
	async open() {
		const manifest = await readRevision(database, revision);
		const builder = ledgerBuilder(DEFAULT_COUNTING, manifest.dictionaries, manifest.rows.orders);
		for await (const batch of readBatches(database, manifest, 'refunds')) builder.addRefunds(batch);
		for await (const batch of readBatches(database, manifest, 'orders')) builder.addOrders(batch);
		if (builder.needsLines) for await (const batch of readBatches(database, manifest, 'lines')) builder.addLines(batch);
		ledger = builder.finish();
	},
	rfm() {
		scores = rfm(ledger, { rule: 'A_min_rank' }, { asOf: null, selection: null });
	},
	rfmFacts() {
		const { rScore, fScore, mScore } = scores;
		return {
			customers: scores.length,
			days: sum(scores.rDays),
			orders: sum(scores.f),
			net: Math.round(scores.total.net * 100),
			r: sum(rScore),
			f: sum(fScore),
			m: sum(mScore),
			product: rScore.reduce((total, score, i) => total + score * fScore[i] * mScore[i], 0)
		};
	},
	cohorts() {
		matrix = cohorts(ledger, { period: 'month' }, { asOf: null, selection: null });
	},
	cohortFacts() {
		const { ages, customers, orders, labels, money } = matrix;
		const facts = {
			cells: 0,
			customers: sum(customers),
			orders: sum(orders),
			net: Math.round(sum(money[0].net) * 100),
			ages: 0,
			moment: 0
		};
		for (let at = 0; at < customers.length; at++) {
			if (customers[at] === 0) continue;
			const [year, month] = labels[Math.floor(at / ages)].split('-').map(Number);
			const age = at % ages;
			facts.cells++;
			facts.ages += age * customers[at];
			facts.moment += ((year - 2023) * 12 + month - 1) * age * Math.round(money[0].net[at] * 100);
		}
		return facts;
	}
});
