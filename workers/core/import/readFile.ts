import type { Binding } from './columns';
import type { Sniffed } from './sniff';
import type { Encoding, ImportFile } from './types';

/** A file of a run: what its beginning told, and what reading it found. */
export interface ReadFile {
	index: number;
	file: ImportFile;
	encoding: Encoding;
	encodingGuessed: boolean;
	gzip: boolean;
	sniffed: Sniffed;
	binding: Binding;
	/** Currency of its money where no cell names one, or null: not known. */
	currency: string | null;
	records: number;
	/** A currency column that names at least one. */
	currencySeen: boolean;
	differing: number;
	/** Id numbers of some of their orders. */
	differingOrders: number[];
	endsInside: boolean;
	rounded: number;
}
