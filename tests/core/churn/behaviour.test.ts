import { describe, expect, it } from 'vitest';
import { behaviourProbabilities, behaviourScores, trainBehaviour } from '$workers/core/churn/behaviour';
import { chooseFeatures, featureReader } from '$workers/core/churn/features';
import { auc, brier, calibrationByDecile } from '$workers/core/churn/judge';
import { ridgeLogistic } from '$workers/core/churn/logistic';
import { boughtWithin } from '$workers/core/churn/outcomes';
import type { BehaviourModel, FeatureName, ShopGaps } from '$workers/core/churn/types';
import { cutAt } from '$workers/core/ledger/asOf';
import type { Cut } from '$workers/core/ledger/asOf';
import type { PlainOrder } from '../helpers/dataSet';
import { randomNumbers } from '../helpers/randomNumbers';
import { ledgerOf, START } from './shops';

describe('the logistic regression', () => {
	// Eight rows; the maximum was found by plain gradient ascent in another program.
	const x = Float64Array.of(-1.5, 0, -1, 1, -0.5, 0, 0, 1, 0.5, 0, 1, 1, 1.5, 0, 2, 1);
	const y = Uint8Array.of(0, 0, 1, 0, 1, 0, 1, 1);

	it('reaches the maximum of the penalised likelihood', () => {
		const { intercept, coefficients, logLikelihood, converged } = ridgeLogistic(x, y, 2, 1);
		expect(converged).toBe(true);
		expect(intercept).toBeCloseTo(0.21194602117691203, 10);
		expect(coefficients[0]).toBeCloseTo(0.7982075785839078, 10);
		expect(coefficients[1]).toBeCloseTo(-0.8229958316457779, 10);
		expect(logLikelihood).toBeCloseTo(-3.520992509405544, 10);
	});

	it('stays finite where a feature tells the outcome apart', () => {
		const { coefficients, converged } = ridgeLogistic(
			Float64Array.of(-100, -50, 50, 100),
			Uint8Array.of(0, 0, 1, 1),
			1,
			1e-3
		);
		expect(converged).toBe(true);
		expect(Number.isFinite(coefficients[0])).toBe(true);
	});

	it('a stronger ridge draws the coefficients to nought', () => {
		const { intercept, coefficients } = ridgeLogistic(x, y, 2, 1e9);
		expect(Math.max(...coefficients.map(Math.abs))).toBeLessThan(1e-6);
		// Half of the rows happened.
		expect(intercept).toBeCloseTo(0, 6);
	});
});

const SHOP: ShopGaps = {
	gaps: 100,
	numbers: [10, 20, 20, 20].map((typical) => ({
		gaps: 25,
		q25: typical,
		median: typical,
		q75: typical,
		q90: typical,
		typical
	})),
	within: 1,
	between: 1
};

describe('the features', () => {
	const ledger = ledgerOf([
		{ customer: 'a', day: START + 100, gross: 100_00, product: 7 },
		{ customer: 'a', day: START + 110, gross: 50_00, channel: 'web' },
		{ customer: 'a', day: START + 140, gross: 200_00, discount: 20_00, channel: 'ads' },
		{ customer: 'a', day: START + 160, gross: 999_00 },
		{ customer: 'b', day: START + 120, gross: 30_00, product: 8 },
		{ customer: 'b', day: START + 120, gross: 10_00, discount: 1_00 },
		{ customer: 'c', day: START + 120, gross: 0 },
		{ customer: 'c', day: START + 130, gross: 10_00 },
		{ customer: 'd', day: START + 120, gross: 10_00, currency: 'EUR' },
		{ customer: 'd', day: START + 130, gross: 90_00, currency: 'USD' }
	]);
	const features = [
		...(['recency', 'frequency', 'overdue', 'spend-trend', 'discounts', 'tenure'] as const).map((name) => ({
			name: name as FeatureName,
			value: -1
		})),
		{ name: 'product' as const, value: 7 },
		{ name: 'channel' as const, value: 0 }
	];
	const read = featureReader(ledger, cutAt(ledger, START + 150) as Cut, { features, shop: SHOP });
	const rowOf = (customer: number): number[] => {
		const row = new Float64Array(features.length);
		read(customer, row);
		return [...row];
	};

	it('are what was known on the day', () => {
		// Gaps 10 and 30 against 10 and 20: mean log (0 + ln 1.5) / 2, weight 2 / 3, so the usual gap is 20 · 1.5 ^ (1 / 3).
		const expected = [
			Math.log(11),
			Math.log(3),
			Math.log(11 / (20 * 1.5 ** (1 / 3))),
			Math.log(1.8),
			1 / 3,
			Math.log(51),
			1,
			1
		];
		rowOf(0).forEach((value, j) => expect(value).toBeCloseTo(expected[j], 12));
	});

	it('of one purchase day have no trend', () => {
		const expected = [Math.log(31), 0, Math.log(31 / 10), 0, 0.5, Math.log(31), 0, 0];
		rowOf(1).forEach((value, j) => expect(value).toBeCloseTo(expected[j], 12));
	});

	it('hold a trend within a factor of ten, and see none across currencies', () => {
		expect(rowOf(2)[3]).toBeCloseTo(Math.log(10), 12);
		expect(rowOf(3)[3]).toBe(0);
	});

	it('name the commonest first products and channels, of 30 customers at least', () => {
		const orders = (count: number, product: number, channel?: string): PlainOrder[] =>
			Array.from({ length: count }, (_, i) => ({
				customer: `${product}-${i}`,
				day: START,
				gross: 1,
				product,
				channel
			}));
		const shop = ledgerOf([
			...orders(40, 3, 'web'),
			...orders(29, 4, 'ads'),
			...orders(50, 5),
			...orders(40, 2, 'web')
		]);
		const chosen = chooseFeatures(shop, cutAt(shop, null) as Cut, null).slice(6);
		expect(chosen).toEqual([
			{ name: 'product', value: 5 },
			{ name: 'product', value: 2 },
			{ name: 'product', value: 3 },
			{ name: 'channel', value: 0 }
		]);
	});

	it('give the two that move the chance most, with their direction', () => {
		const model: BehaviourModel = {
			status: 'fitted',
			origin: START + 150,
			horizonDays: 90,
			origins: [],
			features,
			intercept: -1,
			coefficients: [-2, 0, 0, 1, 0, 0.1, 3, -0.5],
			means: [Math.log(11), 0, 0, 0, 0, Math.log(51), 0.5, 0.2],
			sds: [1, 1, 1, 0.5, 1, 1, 1, 1],
			ridge: 1,
			rows: 1,
			everyCustomer: 1,
			bought: 1,
			logLikelihood: 0,
			converged: true,
			shop: SHOP
		};
		const { probability, feature, contribution } = behaviourScores(model, ledger, { asOf: START + 150 });
		// a: product 3 · 0.5 = 1.5, trend 2 ln 1.8 = 1.176, channel −0.5 · 0.8 = −0.4.
		expect([feature[0], feature[1]]).toEqual([6, 3]);
		expect(contribution[0]).toBeCloseTo(1.5, 12);
		expect(contribution[1]).toBeCloseTo(2 * Math.log(1.8), 12);
		expect(probability[0]).toBeCloseTo(1 / (1 + Math.exp(1 - 1.5 - 2 * Math.log(1.8) + 0.4)), 12);
		// b: silence −2 ln (31 / 11); another product and channel are no reasons; tenure 0.1 ln (31 / 51).
		expect([feature[2], feature[3]]).toEqual([0, 5]);
		expect(contribution[2]).toBeCloseTo(-2 * Math.log(31 / 11), 12);
		expect(contribution[3]).toBeCloseTo(0.1 * Math.log(31 / 51), 12);
		expect(probability[1]).toBeGreaterThan(0);
	});
});

/*
 * A shop with periods of 30 days. In each, everybody who came before it buys once, on a day by chance, with log odds
 * −0.3 − 0.5 ln(days since the last purchase) + 0.9 ln(purchases) + 0.8 if the first product is 5, − 0.6 if the channel is ads.
 */
const PERIOD = 30;
const PERIODS = 18;
const TRUTH = { intercept: -0.3, silence: -0.5, frequency: 0.9, product: 0.8, channel: -0.6 };

interface Simulated {
	orders: PlainOrder[];
	/** True chance by customer in the last period. */
	chance: number[];
}

function simulate(customers: number): Simulated {
	const random = randomNumbers(7);
	const orders: PlainOrder[] = [];
	const chance: number[] = [];
	for (let c = 0; c < customers; c++) {
		const product = random() < 0.4 ? 5 : 6;
		const channel = random() < 0.3 ? 'ads' : 'mail';
		const come = Math.floor((c * (PERIODS - 3)) / customers);
		const dayIn = (period: number): number => START + period * PERIOD + Math.floor(random() * PERIOD);
		let last = dayIn(come);
		let purchases = 1;
		const customer = `c${c}`;
		orders.push({ customer, day: last, gross: 10_00, product, channel });
		for (let period = come + 1; period < PERIODS; period++) {
			const odds =
				TRUTH.intercept +
				TRUTH.silence * Math.log(START + period * PERIOD - last) +
				TRUTH.frequency * Math.log(purchases) +
				(product === 5 ? TRUTH.product : 0) +
				(channel === 'ads' ? TRUTH.channel : 0);
			const p = 1 / (1 + Math.exp(-odds));
			if (period === PERIODS - 1) chance.push(p);
			if (random() >= p) continue;
			last = dayIn(period);
			purchases++;
			orders.push({ customer, day: last, gross: 10_00, product, channel });
		}
	}
	return { orders, chance };
}

describe('a shop of known coefficients', () => {
	const { orders, chance } = simulate(4000);
	const ledger = ledgerOf(orders);
	/** The day before the last period. */
	const judged = START + (PERIODS - 1) * PERIOD - 1;
	const model = trainBehaviour(ledger, { origin: judged, horizonDays: PERIOD });
	if (model.status !== 'fitted') throw new Error(model.reason);
	const raw = (name: FeatureName, value = -1): number => {
		const j = model.features.findIndex((feature) => feature.name === name && feature.value === value);
		return model.coefficients[j] / model.sds[j];
	};
	const p = behaviourProbabilities(model, ledger, { asOf: judged });
	const y = boughtWithin(ledger, { asOf: judged, days: PERIOD });

	it('is learned as of six earlier days, all of them known on the origin', () => {
		expect(model.origin).toBe(judged);
		expect(model.origins).toEqual([1, 2, 3, 4, 5, 6].map((i) => judged - i * PERIOD));
		expect(model.converged).toBe(true);
	});

	it('is recovered in sign and rough size', () => {
		// Silence stands in two features; the usual gap has no effect of its own.
		expect(Math.abs(raw('recency') + raw('overdue') - TRUTH.silence)).toBeLessThan(0.15);
		expect(Math.abs(raw('frequency') - TRUTH.frequency)).toBeLessThan(0.25);
		expect(Math.abs(raw('product', 5) - raw('product', 6) - TRUTH.product)).toBeLessThan(0.2);
		// Channels are coded in order of first appearance.
		const ads = ledger.dictionaries.channel.indexOf('ads');
		expect(Math.abs(raw('channel', ads) - raw('channel', 1 - ads) - TRUTH.channel)).toBeLessThan(0.2);
		expect(Math.abs(raw('tenure'))).toBeLessThan(0.25);
		expect(model.coefficients[model.features.findIndex(({ name }) => name === 'discounts')]).toBe(0);
	});

	it('gives chances near the true ones', () => {
		let apart = 0;
		chance.forEach((truth, c) => (apart += Math.abs(truth - p[c])));
		expect(apart / chance.length).toBeLessThan(0.03);
	});

	it('gives chances that are calibrated', () => {
		const groups = calibrationByDecile(p, y);
		expect(groups.length).toBe(10);
		// Intervals of 95 % in ten groups: eight hold at least, but for one time in a hundred.
		expect(
			groups.filter(({ expected, low, high }) => expected >= low && expected <= high).length
		).toBeGreaterThanOrEqual(8);
		const expected = p.reduce((sum, value) => sum + value, 0);
		const happened = y.reduce((sum, value) => sum + value, 0);
		expect(Math.abs(expected / happened - 1)).toBeLessThan(0.08);
	});

	it('ranks and scores as well as the truth does, nearly', () => {
		expect((auc(chance, y) as number) - (auc(p, y) as number)).toBeLessThan(0.01);
		expect((brier(p, y) as number) - (brier(chance, y) as number)).toBeLessThan(0.002);
	});

	it('does not change with what happens after the origin', () => {
		const cutOff = ledgerOf(orders.filter(({ day }) => (day as number) <= judged));
		expect(trainBehaviour(cutOff, { origin: judged, horizonDays: PERIOD })).toEqual(model);
		expect(behaviourProbabilities(model, cutOff, { asOf: judged })).toEqual(p);
	});

	it('is plain JSON', () => {
		expect(JSON.parse(JSON.stringify(model))).toEqual(model);
	});

	it('gives nothing to those outside the selection, and to those who had not come yet', () => {
		const selection = new Uint8Array(ledger.customers).fill(1, 0, 10);
		const few = behaviourProbabilities(model, ledger, { asOf: judged, selection });
		expect([few[9], few[10]]).toEqual([p[9], 0]);
		const early = behaviourProbabilities(model, ledger, { asOf: START + PERIOD });
		expect(early[ledger.customers - 1]).toBe(0);
		expect(early[0]).toBeGreaterThan(0);
	});

	it('can be learned from some customers alone', () => {
		const selection = new Uint8Array(ledger.customers).fill(1, 0, 2000);
		const half = trainBehaviour(ledger, { origin: judged, horizonDays: PERIOD, selection, origins: 2 });
		expect(half).toMatchObject({ status: 'fitted', rows: 4000 });
	});
});
