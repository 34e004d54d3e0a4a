import type { StoredTable } from '../arrow/tables';
import type { StorageFailure } from '../contract';
import type { CountingDefinition } from '../core/counting';
import type {
	ByCustomerTable,
	ImportFailure,
	ImportReport,
	Mapping,
	NextNumbers,
	ProblemsTable
} from '../core/import/types';
import type { BuyingHabit } from '../core/habit/types';
import type { DataSet, Dictionaries, Source, TableName } from '../core/tables';

/** Version of everything stored; a newer one than this is refused in a sentence and never touched. */
export const FORMAT_VERSION = 1;
/** Written into backups; the version in package.json. */
export const APP_VERSION = '0.1.0';

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
	/** When data last came in, milliseconds since 1970. */
	lastSeen?: number;
	/** What a customer's revenue is worth; absent: nobody has said. */
	worth?: Worth;
	/** How customers buy; absent: whenever they like. */
	buying?: BuyingHabit;
}

export interface Worth {
	/** Share of revenue that is kept, in (0, 1]; null: not said. */
	margin: number | null;
	/** Discount a year, 0.1 for 10 %; at least 0. */
	annualRate: number;
}

export interface ChunkRef {
	id: string;
	table: StoredTable;
	rows: number;
	/** Bytes as stored. */
	bytes: number;
	/** xxHash32 (seed 0) of the bytes, eight hexadecimal digits. */
	checksum: string;
	/** Lowest and highest order number in a chunk of orders or lines: tells without reading whether a replaced order can be in it. */
	span?: [low: number, high: number];
}

/** A chunk as it lies in the database; its id is `<workspace>/<revision>/<table>-<nnnn>`. */
export interface ChunkRow {
	id: string;
	format: number;
	/** 0: Arrow IPC stream with the layout of docs/storage.md. */
	codec: number;
	/** 0: not encrypted. */
	cipher: number;
	iv: Uint8Array | null;
	checksum: string;
	bytes: Uint8Array;
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
	/** Customers with an order that counts, by the bits of STATUS that leave one out; what was stored before they were counted has none. */
	customers?: number[];
}

/** A finished import, with all its conversation had to say. */
export interface ImportRecord {
	id: string;
	workspace: string;
	revision: string;
	when: number;
	/** With long lists cut short; `whole` is then the report as JSON, else null. */
	report: ImportReport;
	whole: string | null;
	/** Chunks of its `problems` and `byCustomer`; they outlive the revision. */
	chunks: ChunkRef[];
}

/** What one workspace holds, for the page to name before it goes. */
export interface WorkspaceContents {
	orders: number;
	/** Everybody that is known by name or key, those without an order that counts too. */
	people: number;
	/** With an order that counts by the workspace's definition; null where nobody has counted them. */
	customers: number | null;
	imports: number;
	/** Older revisions that an undo can go back to. */
	revisions: number;
	/** Bytes of all its chunks. */
	bytes: number;
}

/** The import that an undo would take back. */
export interface UndoTarget {
	revision: string;
	importId: string;
	when: number;
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
	/** Rows written so far, kept ones rewritten included. */
	onProgress?: (rows: number) => void;
	/** Polled between chunks. */
	signal?: { readonly aborted: boolean };
}
/** `locked` with `reason: 'moved_on'`: the workspace got other data since the import was computed. */
export type CommitResult = { status: 'stored'; revision: string } | ImportFailure | StorageFailure;
