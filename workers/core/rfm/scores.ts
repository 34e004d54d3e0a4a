import { orderStatistics, quantiles } from '../numeric/quantile';
import type { Limits } from './types';

/** Days and orders are Int32Array, money Float64Array. */
export type Values = Int32Array | Float64Array;

/** Whole numbers spread wider than this are not looked up in a table. */
const TABLE = 65_536;

/** Score = 1 + number of limits strictly below the value; with `fewerIsBetter` 6 − that. */
export const scoreByLimits = (values: Values, limits: Limits, fewerIsBetter: boolean): Uint8Array =>
	stepped(values, (value) => {
		const above = limits.filter((limit) => value > limit).length;
		return fewerIsBetter ? 5 - above : 1 + above;
	}, limits);

/** The 20, 40, 60 and 80 % quantiles, type 7. */
export const quintileLimits = (values: Values): Limits => quantiles(values, [0.2, 0.4, 0.6, 0.8]) as Limits;
