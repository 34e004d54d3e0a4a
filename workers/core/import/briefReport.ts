import type { ImportReport } from './types';

/** Entries of each list that a page shows samples of; the rest is in `import.json`. */
const SHOWN = 200;

/**
 * The report as the page needs it: a shop with 30,000 cancelled orders lists each of them, and a page that is handed
 * that list stands still for as long as it takes to copy it.
 * @returns the report itself where no list is long
 */
export function briefReport(report: ImportReport): ImportReport {
	const { warnings, orders, refundRows, replacedOrders } = report;
	const lists = [warnings, orders.excluded, refundRows ?? [], replacedOrders ?? []];
	if (lists.every(({ length }) => length <= SHOWN)) return report;
	return {
		...report,
		warnings: warnings.slice(0, SHOWN),
		orders: { ...orders, excluded: orders.excluded.slice(0, SHOWN) },
		...(refundRows && { refundRows: refundRows.slice(0, SHOWN) }),
		...(replacedOrders && { replacedOrders: replacedOrders.slice(0, SHOWN) })
	};
}
