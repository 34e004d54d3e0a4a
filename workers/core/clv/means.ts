import type { Histories } from './types';

/** Mean weeks since the first purchase, and repeat purchase days a week over everybody's weeks. */
export function meansOf({ length, frequency, age, weight }: Histories): { meanAge: number; rate: number } {
	let customers = 0;
	let weeks = 0;
	let purchases = 0;
	for (let i = 0; i < length; i++) {
		customers += weight[i];
		weeks += weight[i] * age[i];
		purchases += weight[i] * frequency[i];
	}
	return { meanAge: weeks / customers, rate: purchases / weeks };
}
