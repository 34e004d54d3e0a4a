import { currencyExponent as exponentOf } from '../numeric/currencyExponent';
import { MAX_SCALE, parseDecimal } from './bytes/decimals';
import type { NumberFormat } from './bytes/decimals';
import { cellText } from './bytes/records';
import type { RecordBlock } from './bytes/types';
import type { Binding } from './columns';
import { currencyOf, UNKNOWN_CURRENCY } from './currencies';
import { decimalText, WholeSum } from './decimalText';
import type { ImportReport } from './types';

/** Money of records that are not stored, as their cells print it; what cannot be read is counted. */
export class AtStake {
	/** By kind (0 rejected, 1 skipped), reason and currency; at {@link MAX_SCALE}. */
	readonly #sums = [new Map<string, Map<string, WholeSum>>(), new Map<string, Map<string, WholeSum>>()] as const;
	#unread = 0;

	/**
	 * Adds the amount of a record: the line's where the file prices lines, else the order's total.
	 * @param kind 0 rejected, 1 skipped
	 * @param fallback currency of the file where no cell names one; null where it is not known
	 */
	addRecord(
		kind: 0 | 1,
		reason: string,
		block: RecordBlock,
		row: number,
		{ fields }: Binding,
		format: NumberFormat,
		fallback: string | null
	): void {
		const read = (column: number | undefined) =>
			column === undefined ? null : parseDecimal(cellText(block, row, column), format);
		const quantity = read(fields.get('quantity')?.[0]);
		const price = read(fields.get('unit_price')?.[0]);
		const printed =
			read(fields.get('amount')?.[0]) ??
			(price === null ? read((fields.get('total') ?? fields.get('gross'))?.[0]) : null);
		const factor = quantity ?? { value: 1, scale: 0 };
		const amount =
			printed ?? (price === null ? null : { value: price.value * factor.value, scale: price.scale + factor.scale });
		const column = fields.get('currency')?.[0];
		const named = column === undefined ? null : currencyOf(cellText(block, row, column));
		this.add(kind, reason, named ?? fallback ?? '', amount);
	}

	/** @param currency '' where nothing names one. @param amount null where it could not be read */
	add(kind: 0 | 1, reason: string, currency: string, amount: { value: number; scale: number } | null): void {
		const value = amount === null ? NaN : Math.round(amount.value * 10 ** (MAX_SCALE - amount.scale));
		if (!Number.isSafeInteger(value)) {
			this.#unread++;
			return;
		}
		const byCurrency = this.#sums[kind].get(reason) ?? new Map<string, WholeSum>();
		this.#sums[kind].set(reason, byCurrency);
		const sum = byCurrency.get(currency) ?? new WholeSum();
		byCurrency.set(currency, sum);
		sum.add(value);
	}

	/** The sums as decimal texts. @param fallback currency of what names none; null where that is not known either */
	texts(fallback: string | null): Omit<NonNullable<ImportReport['atStake']>, 'excluded'> {
		const [rejected, skipped] = this.#sums.map((byReason) => {
			const texts: Record<string, Record<string, string>> = {};
			for (const [reason, sums] of byReason) {
				const totals = new Map<string, bigint>();
				for (const [named, sum] of sums) {
					const currency = named || (fallback ?? UNKNOWN_CURRENCY);
					totals.set(currency, (totals.get(currency) ?? 0n) + sum.value);
				}
				texts[reason] = Object.fromEntries(
					[...totals]
						.sort(([a], [b]) => (a < b ? -1 : 1))
						.map(([currency, sum]) => [currency, decimalText(sum, MAX_SCALE, exponentOf(currency))])
				);
			}
			return texts;
		});
		return { rejected, skipped, unread: this.#unread };
	}
}
