import { DEFAULT_COUNTING, type CountingDefinition } from '../core/counting';
import { COHORT_PERIODS } from '../core/cohorts/types';
import { CONTRACT_PERIODS, type BuyingHabit } from '../core/habit/types';
import { DICTIONARY_FIELDS, TABLES, type Dictionaries, type Source, type TableName } from '../core/tables';
import type { StoredTable } from '../arrow/tables';
import type { ImportRecord, SavedMapping, Workspace, Worth } from './types';

/** Version of the backup file; described in docs/backup.md. */
export const BACKUP_VERSION = 1;
export const BACKUP_FORMAT = 'perennial-backup';

/** First part of every backup: says in words what the file is, and tells ours from other zips. */
export const NOTE_PATH = 'PERENNIAL-BACKUP.txt';
export const MANIFEST_PATH = 'manifest.json';
export const SUMS_PATH = 'SHA256SUMS';
export const DICTIONARIES_PATH = 'dictionaries.json';
export const MAPPINGS_PATH = 'mappings.json';

/** A part that the manifest vouches for. */
export interface BackupPart {
	path: string;
	bytes: number;
	sha256: string;
	/** Arrow parts only. */
	table?: StoredTable;
	rows?: number;
}

/** What of a workspace is not its data; `worth` and `buying` are absent where nobody has said, and in backups made before they were kept. */
export type BackedUpWorkspace = Pick<Workspace, 'name' | 'created' | 'next' | 'counting' | 'keep' | 'worth' | 'buying'>;

export interface BackupManifest {
	format: typeof BACKUP_FORMAT;
	version: number;
	/** Version of the app that wrote it. */
	app: string;
	/** Milliseconds since 1970. */
	created: number;
	workspace: BackedUpWorkspace;
	/** The revision in force; null for an empty workspace. */
	revision: { created: number; importId: string | null; rows: Record<TableName, number>; sources: Source[] } | null;
	imports: { id: string; path: string; parts: string[] }[];
	/** In the order in which they are to be read. */
	files: BackupPart[];
}

/** What stands in `imports/nnnn.json`. */
export type BackupImport = Pick<ImportRecord, 'id' | 'when' | 'report'>;

const numbered = (n: number): string => String(n).padStart(4, '0');
export const tablePath = (table: StoredTable, n: number): string => `tables/${table}-${numbered(n)}.arrow`;
export const importPath = (n: number): string => `imports/${numbered(n)}.json`;
export const importPartPath = (n: number, table: StoredTable, part: number): string =>
	`imports/${numbered(n)}-${table}-${numbered(part)}.arrow`;

/** Every path a backup may hold. Nothing is ever written by the name of a part, and no other name is accepted. */
const PATH =
	/^(dictionaries\.json|mappings\.json|imports\/\d{4,}\.json|imports\/\d{4,}-(problems|byCustomer)-\d{4,}\.arrow|tables\/(orders|lines|refunds|identities|products)-\d{4,}\.arrow)$/;

type Json = Record<string, unknown>;
const isRecord = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

function isPart(value: unknown): value is BackupPart {
	if (!isRecord(value) || !isText(value.path) || !PATH.test(value.path) || !isCount(value.bytes)) return false;
	if (!isText(value.sha256) || !/^[0-9a-f]{64}$/.test(value.sha256)) return false;
	const table = /([a-zA-Z]+)-\d+\.arrow$/.exec(value.path)?.[1];
	return table === undefined ? value.rows === undefined : value.table === table && isCount(value.rows);
}

function isSource(value: unknown): value is Source {
	return (
		isRecord(value) &&
		isText(value.file) &&
		isText(value.layout) &&
		isText(value.importId) &&
		(value.stamp === null || Number.isSafeInteger(value.stamp))
	);
}

function isCounting(value: unknown): value is CountingDefinition {
	if (!isRecord(value)) return false;
	return Object.entries(DEFAULT_COUNTING).every(([key, example]) => {
		const field = value[key];
		if (Array.isArray(example)) return isTexts(field);
		return example === null ? field === null || isText(field) : typeof field === typeof example;
	});
}

const isWithin = (value: unknown, low: number, high: number): value is number =>
	typeof value === 'number' && value >= low && value <= high;

function isWorth(value: unknown): value is Worth {
	if (!isRecord(value)) return false;
	const { margin, annualRate } = value;
	return (margin === null || (isWithin(margin, 0, 1) && margin > 0)) && isWithin(annualRate, 0, 1);
}

function isHabit(value: unknown): value is BuyingHabit {
	if (!isRecord(value)) return false;
	const { kind, period } = value;
	const among = (periods: readonly string[]): boolean => isText(period) && periods.includes(period);
	if (kind === 'occasions') return among(COHORT_PERIODS);
	if (kind === 'subscription') return among(CONTRACT_PERIODS);
	return kind === 'any';
}

function isWorkspace(value: unknown): value is BackedUpWorkspace {
	if (!isRecord(value) || !isText(value.name) || !isCount(value.created) || !isCount(value.keep)) return false;
	const { next, worth, buying } = value;
	return (
		(worth === undefined || isWorth(worth)) &&
		(buying === undefined || isHabit(buying)) &&
		isRecord(next) &&
		isCount(next.order) &&
		isCount(next.customer) &&
		isCount(next.product) &&
		isCounting(value.counting)
	);
}

function isRevision(value: unknown): value is BackupManifest['revision'] {
	if (value === null) return true;
	if (!isRecord(value) || !isCount(value.created) || !isRecord(value.rows)) return false;
	const { rows, importId, sources } = value;
	if (importId !== null && !isText(importId)) return false;
	return TABLES.every((table) => isCount(rows[table])) && Array.isArray(sources) && sources.every(isSource);
}

function isImportEntry(value: unknown): value is BackupManifest['imports'][number] {
	return isRecord(value) && isText(value.id) && isText(value.path) && isTexts(value.parts);
}

/** A manifest of the version this app writes. */
export function isManifest(value: unknown): value is BackupManifest {
	return (
		isRecord(value) &&
		value.format === BACKUP_FORMAT &&
		value.version === BACKUP_VERSION &&
		isText(value.app) &&
		isCount(value.created) &&
		isWorkspace(value.workspace) &&
		isRevision(value.revision) &&
		Array.isArray(value.imports) &&
		value.imports.every(isImportEntry) &&
		Array.isArray(value.files) &&
		value.files.every(isPart)
	);
}

/** The version a manifest claims, null where it is none of ours. */
export function claimedVersion(value: unknown): number | null {
	return isRecord(value) && value.format === BACKUP_FORMAT && isCount(value.version) ? value.version : null;
}

export function isDictionaries(value: unknown): value is Dictionaries {
	return isRecord(value) && DICTIONARY_FIELDS.every((field) => isTexts(value[field]));
}

export function isBackupImport(value: unknown): value is BackupImport {
	return (
		isRecord(value) &&
		isText(value.id) &&
		isCount(value.when) &&
		isRecord(value.report) &&
		value.report.kind === 'orders'
	);
}

export function isMappings(value: unknown): value is SavedMapping[] {
	return (
		Array.isArray(value) &&
		value.every(
			(row) =>
				isRecord(row) &&
				isText(row.id) &&
				isText(row.name) &&
				isText(row.signature) &&
				isRecord(row.mapping) &&
				isCount(row.used)
		)
	);
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The lines that `sha256sum -c` reads. */
export const sumsOf = (parts: readonly { path: string; sha256: string }[]): string =>
	parts.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
