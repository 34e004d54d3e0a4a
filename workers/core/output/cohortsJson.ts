import { cohorts } from '../cohorts/cohorts';
import type { CohortMoney, CohortOptions, CohortResult } from '../cohorts/types';
import type { Ledger, Selection } from '../ledger/types';
import { roundMoney } from '../numeric/rounding';
import { json } from './json';
import type { Json } from './json';

const PERIOD_NAMES = { week: 'ISO week', month: 'month', quarter: 'quarter', year: 'year' } as const;

/**
 * `cohorts.json`: by cohort its size and, for each age with any activity, customers, orders, revenue and retention.
 * With several currencies and none chosen the cohorts stand under `by_currency`.
 * @param dataset the mapping's name, or the first file's stem
 */
export function cohortsJson(
	ledger: Ledger,
	selection: Selection,
	{ dataset, asOf, ...options }: CohortOptions & { dataset: string; asOf: number | null }
): string {
	const result = cohorts(ledger, options, { asOf, selection });
	const name = PERIOD_NAMES[result.period];
	const byCohort = (money: CohortMoney): Json => matrix(result, money, ledger.scale);
	return json({
		dataset,
		rule: `cohort: ${name} of the first counted order; age: ${name}s since then; a customer is active at an age with at least one counted order in that ${name}; revenue is net; ages without activity are left out`,
		...(result.money.length === 1
			? { cohorts: byCohort(result.money[0]) }
			: {
					by_currency: new Map(
						result.money.map((money): [string, Json] => [money.currency, { cohorts: byCohort(money) }])
					)
				})
	});
}

function matrix(result: CohortResult, money: CohortMoney, scale: number): Json {
	const { ages, customers, orders, retention } = result;
	const revenue = (at: number): number => roundMoney(Math.round(money.net[at] * 10 ** scale), scale, money.exponent);
	return Object.fromEntries(
		result.labels.map((label, c) => {
			const found = Array.from({ length: ages }, (_, age) => age).filter(
				(age) => customers[c * ages + age] > 0 || money.net[c * ages + age] !== 0
			);
			const column = (value: (at: number) => number): number[] => found.map((age) => value(c * ages + age));
			return [
				label,
				{
					size: result.size[c],
					age: found,
					customers: column((at) => customers[at]),
					orders: column((at) => orders[at]),
					revenue: column(revenue),
					retention: column((at) => retention[at])
				}
			];
		})
	);
}
