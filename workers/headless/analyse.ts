/**
 * `npm run analyse`: the import, the ledger and every calculation on real files without a browser. It has no logic of its
 * own. Nothing it writes comes from the clock, the files' times or the locale.
 * Exit: 0 done, 1 nothing stored, 2 wrong arguments, 3 a question is open, 4 internal.
 */
import { openAsBlob } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DEFAULT_COUNTING } from '../core/counting';
import { directory, identityOf } from '../core/customers/directory';
import { importJson } from '../core/import/importJson';
import { parseMapping } from '../core/import/parseMapping';
import { readFiles } from '../core/import/readFiles';
import type { ImportDone, ImportFile, Mapping } from '../core/import/types';
import { customerKeys } from '../core/ledger/customerKeys';
import { openLedger } from '../core/ledger/ledger';
import { datasetName, RESULT_FILES, resultFile } from '../core/output/resultFile';
import { readArguments, USAGE, WrongArguments } from './arguments';
import type { Arguments } from './arguments';
import { failureText, questionText } from './sentences';

const EXIT = { done: 0, nothingStored: 1, wrongArguments: 2, questionOpen: 3, internal: 4 } as const;

async function main(): Promise<number> {
	const args = readArguments(process.argv.slice(2));
	const result = await readFiles(await opened(args.files), {
		preset: args.preset,
		mapping: args.map === undefined ? undefined : await mappingFile(args.map),
		importId: 'headless',
		useLastModified: false
	});
	if (result.status === 'questions') {
		for (const question of result.questions) console.error(questionText(question));
		return EXIT.questionOpen;
	}
	if (result.status === 'failed') {
		console.error(failureText(result));
		return result.code === 'mapping_invalid' || result.code === 'mapping_column_missing'
			? EXIT.wrongArguments
			: EXIT.nothingStored;
	}
	await write(result, args);
	return EXIT.done;
}

async function opened(paths: string[]): Promise<ImportFile[]> {
	return Promise.all(
		paths.map(async (path) => {
			try {
				const blob = await openAsBlob(path);
				return { name: basename(path), size: blob.size, blob };
			} catch (error) {
				throw new WrongArguments(`${path} cannot be opened (${error instanceof Error ? error.message : error}).`);
			}
		})
	);
}

async function mappingFile(path: string): Promise<Mapping> {
	let text: string;
	try {
		text = await readFile(path, 'utf8');
	} catch (error) {
		throw new WrongArguments(`${path} cannot be read (${error instanceof Error ? error.message : error}).`);
	}
	const mapping = parseMapping(text);
	if ('problem' in mapping) throw new WrongArguments(`${path}: ${mapping.problem}`);
	return mapping.mapping;
}

async function write({ data, report, problems, byCustomer }: ImportDone, args: Arguments): Promise<void> {
	const identities = [...data.identities];
	const products = [...data.products];
	const ledger = openLedger({ ...DEFAULT_COUNTING, timeZone: args.timeZone, currency: args.currency }, data);
	const dataset = datasetName(report.mapping.name, basename(args.files[0]));
	const keys = customerKeys(ledger, identities);
	await mkdir(args.out, { recursive: true });
	const save = (name: string, text: string): Promise<void> => writeFile(join(args.out, name), text);
	const names = directory(identities);
	const keyOf = (customer: number): string => identityOf(names, customer)?.key ?? '';
	await save(
		'import.json',
		importJson({ report, problems, byCustomer, keyOf, currencies: data.dictionaries.currency })
	);
	for (const name of RESULT_FILES) {
		const options = { dataset, asOf: args.asOf, split: args.split, period: args.period, keys, products };
		await save(name, resultFile(ledger, null, name, options));
	}
	const { records, stored, rejected, skipped } = report.rows;
	console.log(
		`${records} records = ${stored} stored + ${rejected} rejected + ${skipped} skipped; ${report.orders.counted} orders counted. Written to ${args.out}`
	);
}

try {
	process.exitCode = await main();
} catch (error) {
	if (error instanceof WrongArguments) {
		console.error(`${error.message}\n\n${USAGE}`);
		process.exitCode = EXIT.wrongArguments;
	} else {
		console.error(error);
		process.exitCode = EXIT.internal;
	}
}
