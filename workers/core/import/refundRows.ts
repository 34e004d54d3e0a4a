import { NONE } from '../tables';
import { AmountBlocks } from './amountBlocks';
import { DecimalBlocks, IntBlocks } from './bytes/blocks';

/** Refunds that stand as rows of their own, in the order of the files. */
export class RefundRows {
	/** Number of the refund's own id (the order's where it has none of its own). */
	readonly code = new IntBlocks(NONE);
	/** 1: the id is that of the order it belongs to. */
	readonly named = new IntBlocks(0);
	readonly customer = new IntBlocks(NONE);
	readonly day = new IntBlocks(0);
	readonly minute = new IntBlocks(-1);
	readonly currency = new IntBlocks(NONE);
	readonly product = new IntBlocks(NONE);
	readonly quantity = new DecimalBlocks(0);
	readonly amount = new AmountBlocks(2);
	/** Amount of the row's own line, where it prints one beside a total. */
	readonly lineAmount = new AmountBlocks(2);
	readonly items = new AmountBlocks(2);
	/** 1: the file prints how much of it is merchandise. */
	readonly split = new IntBlocks(0);
	readonly file = new IntBlocks(0);
	readonly line = new IntBlocks(0);
	/** 64-bit hash of the record; only with several files. */
	readonly hashHigh = new IntBlocks(0);
	readonly hashLow = new IntBlocks(0);

	get length(): number {
		return this.code.length;
	}

	/**
	 * Credit notes of several rows whose total stands on each of them: where it is the sum of their lines, every row gives
	 * back its own line.
	 */
	spreadTotals(): void {
		const { amount, lineAmount, items } = this;
		const scale = Math.max(amount.scale, lineAmount.scale, items.scale);
		for (const column of [amount, lineAmount, items]) column.raise(scale);
		const notes = new Map<number, number[]>();
		for (let i = 0; i < this.length; i++) {
			// With several files the rows of a note may come more than once; each file's are a note of their own.
			const key = this.code.get(i) * 65_536 + this.file.get(i);
			const rows = notes.get(key);
			if (rows === undefined) notes.set(key, [i]);
			else rows.push(i);
		}
		for (const rows of notes.values()) {
			if (rows.length === 1) continue;
			const total = amount.get(rows[0]);
			const sum = rows.reduce((all, i) => all + lineAmount.get(i), 0);
			if (sum !== total || rows.some((i) => amount.get(i) !== total)) continue;
			for (const i of rows) {
				amount.set(i, lineAmount.get(i));
				if (this.split.get(i) === 0) items.set(i, lineAmount.get(i));
			}
		}
	}
}
