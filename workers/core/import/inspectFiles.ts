import { ReadFailure } from './bytes/failure';
import { decideFormats } from './formats';
import type { FormatSource } from './formats';
import { look } from './look';
import { proposeMapping } from './proposal';
import type { FileInspection, ImportFile, Inspection, Mapping, Question } from './types';

const SAMPLES = 3;

/**
 * A first look at files: encoding, delimiter, header row, layout, sample values, and a mapping to begin with where no
 * layout fits. Reads the beginning of each file; further only where the order of its days or its decimal mark needs it.
 * @returns a failure of the first file that has one
 */
export async function inspectFiles(files: ImportFile[], mapping: Mapping = {}): Promise<Inspection> {
	const inspected: FileInspection[] = [];
	const questions: Question[] = [];
	const bound: FormatSource[] = [];
	try {
		for (const file of files) {
			let found = await look(file, mapping, undefined, mapping.encoding);
			if (found.status === 'failed' && found.code.startsWith('mapping_')) {
				const { header, delimiter, encoding } = mapping;
				// A mapping for another file: show this one as it is.
				found = await look(file, { header, delimiter, encoding }, undefined, encoding);
			}
			if (found.status === 'failed') return found;
			const { sniffed, binding } = found;
			inspected.push({
				file: file.name,
				layout: binding?.layout ?? 'generic',
				certain: mapping.columns !== undefined ? binding !== null : sniffed.certain,
				guesses: sniffed.guesses,
				encoding: found.encoding,
				encodingGuessed: found.encodingGuessed,
				gzip: found.gzip,
				delimiter: sniffed.delimiter,
				headerLine: sniffed.headerLine,
				headers: sniffed.headers,
				samples: sniffed.headers.map((_, column) => firstFilled(sniffed.records, column)),
				proposal: proposeMapping(sniffed)
			});
			if (binding === null) {
				questions.push({ code: 'layout', key: 'columns', file: file.name, guesses: sniffed.guesses });
			} else bound.push({ file, encoding: found.encoding, sniffed, binding });
		}
		if (bound.length > 0) questions.push(...(await decideFormats(bound, mapping)).questions);
	} catch (error) {
		if (error instanceof ReadFailure) return error.failure;
		throw error;
	}
	return { status: 'inspected', files: inspected, questions };
}

function firstFilled(records: readonly string[][], column: number): string[] {
	const samples: string[] = [];
	for (const cells of records) {
		const value = cells[column]?.trim() ?? '';
		if (value !== '') samples.push(value.slice(0, 200));
		if (samples.length === SAMPLES) break;
	}
	return samples;
}
