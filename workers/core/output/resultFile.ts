import type { CohortPeriod } from '../cohorts/types';
import type { CustomerKeys, Ledger, Selection } from '../ledger/types';
import type { ProductsTable } from '../tables';
import { cohortsJson } from './cohortsJson';
import { customersCsv } from './customersCsv';
import { metricsJson } from './metricsJson';
import { modelsJson } from './modelsJson';
import { segmentsCsv } from './segmentsCsv';

export const RESULT_FILES = ['metrics.json', 'customers.csv', 'segments.csv', 'cohorts.json', 'models.json'] as const;
export type ResultFileName = (typeof RESULT_FILES)[number];

export interface ResultOptions {
	dataset: string;
	asOf: number | null;
	/** Last day of the first part of a split; none by default. */
	split?: number | null;
	period: CohortPeriod;
	keys: CustomerKeys;
	products: Iterable<ProductsTable>;
}

/** One result file: the app and the headless run both write it here, so that their bytes are the same. */
export function resultFile(ledger: Ledger, selection: Selection, what: ResultFileName, options: ResultOptions): string {
	const { dataset, asOf, split = null, period, keys, products } = options;
	switch (what) {
		case 'metrics.json':
			return metricsJson(ledger, selection, { dataset, asOf, split });
		case 'customers.csv':
			return customersCsv(ledger, selection, { asOf, keys, products });
		case 'segments.csv':
			return segmentsCsv(ledger, selection, { asOf, keys });
		case 'cohorts.json':
			return cohortsJson(ledger, selection, { dataset, asOf, period });
		case 'models.json':
			return modelsJson(ledger, selection, { dataset, asOf, split });
	}
}

/** What results are called: the mapping's name, or the first file's without its endings, lower case. */
export const datasetName = (mappingName: string | undefined, firstFile: string): string =>
	mappingName ?? (firstFile.replace(/(\.(csv|tsv|txt|gz))+$/i, '').toLowerCase() || 'data');
