import type { CountingDefinition } from '../core/counting';
import type { ByCustomerTable, ImportFailure, ImportReport, Mapping, NextNumbers, ProblemsTable } from '../core/import/types';
import type { DataSet, Dictionaries, Source, TableName } from '../core/tables';

/** Version of everything stored; a newer one than this is refused in a sentence and never touched. */
export const FORMAT_VERSION = 1;

/** Who the person calls a client or shop. */
export interface Workspace {
	id: string;
	name: string;
	created: number;
	/** The revision in force; null while empty. */
	revision: string | null;
	/** Next free numbers; survive undo. */
	next: NextNumbers;
	counting: CountingDefinition;
	/** How many older revisions are kept for undo. */
	keep: number;
	lastBackup: number | null;
}

export interface ChunkRef {
	id: string;
	table: TableName;
	rows: number;
	/** Bytes as stored. */
	bytes: number;
	checksum: string;
}

export interface Revision {
	id: string;
	workspace: string;
	format: number;
	state: 'staging' | 'kept';
	/** The revision it was made from. */
	parent: string | null;
	created: number;
	chunks: ChunkRef[];
	dictionaries: Dictionaries;
	sources: Source[];
	importId: string | null;
	rows: Record<TableName, number>;
}

/** A finished import, with all its conversation had to say. */
export interface ImportRecord {
	id: string;
	workspace: string;
	revision: string;
	when: number;
	report: ImportReport;
}

/** A mapping that a person saved (or that an import used), found again by the headers it was made for. */
export interface SavedMapping {
	id: string;
	name: string;
	/** Normalised headers joined with U+001F. */
	signature: string;
	mapping: Mapping;
	used: number;
}

export interface CommitInput {
	workspace: string;
	importId: string;
	data: DataSet;
	dropOrders: Int32Array;
	dropRefunds: string[];
	next: NextNumbers;
	report: ImportReport;
	problems: ProblemsTable;
	byCustomer: ByCustomerTable;
	/** The revision the import was computed against; refused when the workspace has moved on. */
	parent: string | null;
	now: number;
	onProgress?: (rows: number, of: number) => void;
}
export type CommitResult = { status: 'stored'; revision: string } | ImportFailure;
