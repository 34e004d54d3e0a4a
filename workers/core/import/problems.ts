import { IntBlocks } from './bytes/blocks';
import { TextBlocks } from './bytes/texts';
import type { ProblemsTable } from './types';

export const REJECTED = 0;
export const SKIPPED = 1;

/** Rejected and skipped records as they are met; a table of them, sorted by file and line, at the end. */
export class Problems {
	readonly #kind = new IntBlocks(0);
	readonly #file = new IntBlocks(0);
	readonly #line = new IntBlocks(0);
	readonly #reason = new IntBlocks(0);
	readonly #field = new IntBlocks(0);
	readonly #values = new TextBlocks();
	readonly reasons: string[] = [];
	readonly fields: string[] = [''];
	readonly #reasonCodes = new Map<string, number>();
	readonly #fieldCodes = new Map<string, number>([['', 0]]);
	readonly #counts: [number[], number[]] = [[], []];
	#sorted = true;

	get length(): number {
		return this.#kind.length;
	}

	count(kind: number): number {
		return this.#counts[kind].reduce((sum, n) => sum + (n ?? 0), 0);
	}

	/** Records by reason. */
	countBy(kind: number): Record<string, number> {
		const counts: Record<string, number> = {};
		for (const [code, count] of this.#counts[kind].entries()) if (count > 0) counts[this.reasons[code]] = count;
		return counts;
	}

	reasonCode(reason: string): number {
		let code = this.#reasonCodes.get(reason);
		if (code === undefined) {
			code = this.reasons.push(reason) - 1;
			this.#reasonCodes.set(reason, code);
		}
		return code;
	}

	fieldCode(field: string): number {
		let code = this.#fieldCodes.get(field);
		if (code === undefined) {
			code = this.fields.push(field) - 1;
			this.#fieldCodes.set(field, code);
		}
		return code;
	}

	add(kind: number, file: number, line: number, reason: number, field: number, value: string): void {
		const last = this.length - 1;
		if (last >= 0) {
			const lastFile = this.#file.get(last);
			if (file < lastFile || (file === lastFile && line < this.#line.get(last))) this.#sorted = false;
		}
		this.#kind.push(kind);
		this.#file.push(file);
		this.#line.push(line);
		this.#reason.push(reason);
		this.#field.push(field);
		this.#values.pushText(value.length > 200 ? value.slice(0, 200) : value);
		const counts = this.#counts[kind];
		while (counts.length <= reason) counts.push(0);
		counts[reason]++;
	}

	/** By file, then line. */
	table(): ProblemsTable {
		const length = this.length;
		const table: ProblemsTable = {
			length,
			kind: new Uint8Array(length),
			file: new Uint16Array(length),
			line: new Uint32Array(length),
			reason: new Uint8Array(length),
			field: new Uint16Array(length),
			values: this.#values.range(0, length),
			reasons: [...this.reasons],
			fields: [...this.fields]
		};
		const from = this.#sorted ? null : this.#order();
		for (let i = 0; i < length; i++) {
			const row = from === null ? i : from[i];
			table.kind[i] = this.#kind.get(row);
			table.file[i] = this.#file.get(row);
			table.line[i] = this.#line.get(row);
			table.reason[i] = this.#reason.get(row);
			table.field[i] = this.#field.get(row);
		}
		if (from !== null) {
			const { bytes, offsets } = table.values;
			const sorted = new Uint8Array(bytes.length);
			const starts = new Int32Array(length + 1);
			for (let i = 0, at = 0; i < length; i++) {
				sorted.set(bytes.subarray(offsets[from[i]], offsets[from[i] + 1]), at);
				at += offsets[from[i] + 1] - offsets[from[i]];
				starts[i + 1] = at;
			}
			table.values = { bytes: sorted, offsets: starts };
		}
		return table;
	}

	#order(): Uint32Array {
		const keys = new Float64Array(this.length);
		const rows = new Uint32Array(this.length);
		for (let i = 0; i < this.length; i++) {
			keys[i] = this.#file.get(i) * 2 ** 32 + this.#line.get(i);
			rows[i] = i;
		}
		return rows.sort((a, b) => keys[a] - keys[b] || a - b);
	}
}
