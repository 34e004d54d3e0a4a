/** What a cell of the cohort table can show. */
export const COHORT_METRICS = ['retention', 'customers', 'orders', 'net', 'aov', 'cumulative'] as const;
export type CohortMetric = (typeof COHORT_METRICS)[number];

export const METRIC_NAMES: Record<CohortMetric, string> = {
	retention: 'Share who ordered',
	customers: 'Customers who ordered',
	orders: 'Orders',
	net: 'Net',
	aov: 'Mean order',
	cumulative: 'Net a customer, added up'
};

/** What their curves can show, all of it a customer of the cohort. */
export const CURVE_FIGURES = ['net', 'share', 'orders'] as const;
export type CurveFigure = (typeof CURVE_FIGURES)[number];
