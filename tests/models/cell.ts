/**
 * Seeded shops of one model and size: how often 95 % intervals hold what they are of. Prints a JSON line.
 * Arguments: model, customers, shops, and `own` (fitted by the model that made them) or `chosen` (by the scoreboard's).
 */
import { argv, stdout } from 'node:process';
import { uniqueHistories } from '$workers/core/clv/histories';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { byLikelihood } from '$workers/core/value/chosenModel';
import { fitPurchases } from '$workers/core/value/purchaseFits';
import { PURCHASE_MODELS } from '$workers/core/value/purchaseModels';
import { scoreboard } from '$workers/core/value/scoreboard';
import type { SpendModel } from '$workers/core/value/spend';
import { sumsOf } from '$workers/core/value/totals';
import { MODEL_NAMES, type CustomerRows, type ModelName } from '$workers/core/value/types';
import type { Fit } from '$workers/core/clv/types';
import { HOLDOUT, purchasesBetween, rowsAt, SETTINGS, simulated, splitAt, WEEKS } from './shop';

/** Half of a 95 % interval in standard errors, and the distance that recovery allows. */
const Z = 1.959963984540054;
const FAR = 3;
const NO_SPEND: SpendModel = { params: null, covariance: null, shopMean: 0, relativeVariance: 0 };

const [name, customers, shops, by] = [argv[2] as ModelName, Number(argv[3]), Number(argv[4]), argv[5]];
const counts = { model: name, customers, shops, by, refused: 0, unsure: 0, total: 0, boundary: 0 };
const parameters: Record<string, { inside: number; near: number; of: number }> = {};

function fitOf(
	rows: CustomerRows,
	shop: ReturnType<typeof simulated>
): { name: ModelName; fit: Fit<Record<string, number>> } {
	if (by === 'own') {
		const { histories } = uniqueHistories(rows.frequency, rows.recency, rows.age);
		return { name, fit: PURCHASE_MODELS[name].fit(histories) };
	}
	const { cards } = fitPurchases(rows);
	const splits = [splitAt(shop, WEEKS - 26, WEEKS), splitAt(shop, WEEKS - 39, WEEKS - 13)];
	const { chosen } = scoreboard(splits, { candidates: byLikelihood(cards) });
	const card = cards.find((one) => one.name === chosen);
	return card ?? { name, fit: { status: 'refused', reason: 'not_converged', figure: 0, needed: 0 } };
}

for (let k = 0; k < shops; k++) {
	const setting = SETTINGS[name][k % SETTINGS[name].length];
	const random = Xoshiro128.seeded(1 + k * 7919 + customers * 31 + MODEL_NAMES.indexOf(name));
	const shop = simulated(name, setting, customers, random);
	const { who, ...rows } = rowsAt(shop, WEEKS);
	const { name: used, fit } = fitOf(rows, shop);
	if (fit.status === 'refused') {
		counts.refused++;
		continue;
	}
	const { params, covariance } = fit;
	if (fit.boundary) counts.boundary++;
	if (covariance === null) counts.unsure++;
	const { histories, row } = uniqueHistories(rows.frequency, rows.recency, rows.age);
	const money = { ...rows, net: rows.mean, orders: rows.frequency };
	const { predictive } = sumsOf({
		name: used,
		params,
		covariance,
		histories,
		row,
		rows: money,
		spend: NO_SPEND
	}).forecast(HOLDOUT);
	const came = purchasesBetween(shop, who, WEEKS, WEEKS + HOLDOUT).reduce((sum, count) => sum + count, 0);
	if (predictive.low <= came && came <= predictive.high) counts.total++;
	if (by !== 'own' || covariance === null) continue;
	const size = Object.keys(params).length;
	Object.entries(params).forEach(([sign, value], i) => {
		const off = Math.abs(Math.log(value / setting[sign]));
		const error = Math.sqrt(Math.max(0, covariance[i * size + i]));
		const of = (parameters[sign] ??= { inside: 0, near: 0, of: 0 });
		of.of++;
		if (off <= Z * error) of.inside++;
		if (off <= FAR * error) of.near++;
	});
}
stdout.write(`${JSON.stringify({ ...counts, parameters })}\n`);
