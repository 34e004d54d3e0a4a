import { newcombe } from '../numeric/intervals';
import type { Shape } from './cohorts';
import type { CohortResult } from './types';

/**
 * Each cell beside the other cohorts that are mature at its age, which share no customer with it: two independent shares.
 * @see Newcombe (1998), Statistics in Medicine 17, 873–890, method 10
 */
export function retentionOfOthers({ cell, size, ages }: Shape, customers: Int32Array): CohortResult['others'] {
	const none = (): Float64Array => new Float64Array(cell.length).fill(NaN);
	const others = { retention: none(), low: none(), high: none() };
	for (let k = 0; k < ages; k++) {
		let count = 0;
		let of = 0;
		for (let c = 0; c < size.length; c++) {
			if (cell[c * ages + k] !== 2) continue;
			count += customers[c * ages + k];
			of += size[c];
		}
		for (let c = 0; c < size.length; c++) {
			const at = c * ages + k;
			if (cell[at] === 0) continue;
			const own = cell[at] === 2;
			const [theirs, among] = [count - (own ? customers[at] : 0), of - (own ? size[c] : 0)];
			if (among === 0) continue;
			const { low, high } = newcombe(customers[at], size[c], theirs, among);
			others.retention[at] = theirs / among;
			others.low[at] = low;
			others.high[at] = high;
		}
	}
	return others;
}
