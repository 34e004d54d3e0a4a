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
	readonly items = new AmountBlocks(2);
	readonly file = new IntBlocks(0);
	readonly line = new IntBlocks(0);
	/** 64-bit hash of the record; only with several files. */
	readonly hashHigh = new IntBlocks(0);
	readonly hashLow = new IntBlocks(0);

	get length(): number {
		return this.code.length;
	}
}
