import type { BgNbd, Histories } from '$workers/core/clv/types';
import { betaDeviates, exponential, gammaDeviates } from '$workers/core/numeric/deviates';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { historiesOf } from './histories';

/**
 * Customers who buy and drop out as BG/NBD says, or MBG/NBD where a coin is tossed at the first purchase too. They came
 * evenly over the weeks; times are not whole days.
 */
export function simulated(
	{ r, alpha, a, b }: BgNbd,
	{ customers, weeks, seed, firstCoin }: { customers: number; weeks: number; seed: number; firstCoin: boolean }
): Histories {
	const random = Xoshiro128.seeded(seed);
	const rates = gammaDeviates(r);
	const chances = betaDeviates(a, b);
	const rows = Array.from({ length: customers }, () => {
		const rate = rates(random) / alpha;
		const chance = chances(random);
		const T = random.unit() * weeks;
		let x = 0;
		let t_x = 0;
		let alive = !firstCoin || random.unit() >= chance;
		while (alive) {
			const next = t_x + exponential(random) / rate;
			if (next > T) break;
			t_x = next;
			x++;
			alive = random.unit() >= chance;
		}
		return { x, t_x, T };
	});
	return historiesOf(rows);
}
