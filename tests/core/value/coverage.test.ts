import { expect, it } from 'vitest';
import { uniqueHistories } from '$workers/core/clv/histories';
import { betaDeviates, exponential, gammaDeviates } from '$workers/core/numeric/deviates';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { PURCHASE_MODELS } from '$workers/core/value/purchaseModels';
import { fitSpend, spendModel } from '$workers/core/value/spend';
import { sumsOf } from '$workers/core/value/totals';

const SHOPS = 80;
const CUSTOMERS = 500;
const WEEKS = 52;
const HOLDOUT = 26;

/** A shop whose customers do as MBG/NBD and Gamma-Gamma say, on whole days; and what the 26 weeks after brought. */
function shop(random: Xoshiro128) {
	const [rates, chances] = [gammaDeviates(0.6), betaDeviates(0.7, 1.6)];
	const [scales, values] = [gammaDeviates(4), gammaDeviates(6)];
	const column = () => new Float64Array(CUSTOMERS);
	const rows = { customer: new Int32Array(CUSTOMERS), frequency: column(), recency: column(), age: column() };
	const mean = column();
	let purchases = 0;
	let revenue = 0;
	for (let i = 0; i < CUSTOMERS; i++) {
		const rate = rates(random) / 6;
		const chance = chances(random);
		const scale = scales(random) / 16;
		rows.age[i] = Math.ceil(random.unit() * WEEKS * 7) / 7;
		let at = 0;
		let spent = 0;
		while (random.unit() >= chance) {
			at += exponential(random) / rate;
			if (at > rows.age[i] + HOLDOUT) break;
			const value = values(random) / scale;
			if (at > rows.age[i]) {
				purchases++;
				revenue += value;
				continue;
			}
			rows.frequency[i]++;
			rows.recency[i] = at;
			spent += value;
		}
		mean[i] = rows.frequency[i] > 0 ? spent / rows.frequency[i] : 0;
	}
	return {
		rows: { ...rows, spendingDays: rows.frequency, mean, net: mean, orders: rows.frequency },
		purchases,
		revenue
	};
}

it('the interval of what will happen holds 95 % of the totals of shops that do as the model says', () => {
	const random = Xoshiro128.seeded(11);
	let purchasesInside = 0;
	let revenueInside = 0;
	for (let k = 0; k < SHOPS; k++) {
		const { rows, purchases, revenue } = shop(random);
		const { histories, row } = uniqueHistories(rows.frequency, rows.recency, rows.age);
		const fit = PURCHASE_MODELS.mbgnbd.fit(histories);
		if (fit.status === 'refused') throw new Error(fit.reason);
		const { params, covariance } = fit;
		const spend = spendModel(fitSpend(rows), rows);
		const sums = sumsOf({ name: 'mbgnbd', params, covariance, histories, row, rows, spend });
		const found = sums.forecast(HOLDOUT);
		if (found.predictive.low <= purchases && purchases <= found.predictive.high) purchasesInside++;
		if (found.revenuePredictive.low <= revenue && revenue <= found.revenuePredictive.high) revenueInside++;
	}
	// Of 80 at 95 %, fewer than 70 come once in a thousand times.
	expect(purchasesInside).toBeGreaterThanOrEqual(70);
	expect(revenueInside).toBeGreaterThanOrEqual(70);
	expect(purchasesInside + revenueInside).toBeLessThan(2 * SHOPS);
});
