/** What a reason code means and what to do about it: for the rejects file and the page. */
export const REASON_SENTENCES: Readonly<Record<string, string>> = {
	truncated_record:
		'The file ends in the middle of this record. Export it again and check that the download is complete.',
	column_count:
		'This row has another number of cells than the header. Look for a missing or an extra delimiter, or a quote that is not closed.',
	missing_order_id: 'The row has no order id. Fill it in, or leave the row out.',
	bad_date: 'The date cannot be read, or no such day exists. Write it as 2025-01-31.',
	implausible_date: 'The date lies before 1990 or after 2100. Correct the year.',
	bad_money: 'This is no number. Write digits with one decimal mark, such as 1250.50.',
	missing_currency: 'The order names no currency although the file has a column for it. Fill it in.',
	amount_mismatch: 'Quantity times unit price is not the amount. Correct one of the three.',
	orphan_line: 'The row belongs to an order that none of the files holds. Add the file with the orders.',
	blank_row: 'The row is empty.',
	second_header_row: 'The row is a second header.',
	totals_row: 'The row is a printed total; totals are computed from the orders.',
	footer_row: 'The row is text of the platform under the data.',
	not_a_sale: 'The row is neither a sale nor a refund.',
	stock_adjustment: 'The row moves stock: price 0 and no customer.',
	ledger_adjustment: 'The row is an entry of the ledger, not a sale.',
	filtered: 'A row filter of the mapping leaves the row out.',
	duplicate_line: 'The row repeats an earlier one of the same order, cell by cell.'
};
