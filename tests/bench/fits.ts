/** Times of the fits, without a browser. Prints a JSON line: milliseconds each, `runs` of them. Argument: runs. */
import { argv, stdout } from 'node:process';
import { evaluate, prepare } from '$workers/core/clv/betaGeometricLikelihood';
import { uniqueHistories } from '$workers/core/clv/histories';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { fitShop } from '$workers/core/value/fitShop';
import { PURCHASE_MODELS } from '$workers/core/value/purchaseModels';
import { MODEL_NAMES } from '$workers/core/value/types';
import { rowsAt, SETTINGS, simulated, WEEKS } from '../models/shop';
import { fit as textbook } from './textbookBgNbd';

const runs = Number(argv[2]);
const time = (work: () => unknown): number => {
	const begin = performance.now();
	work();
	return performance.now() - begin;
};
const repeated = (work: () => unknown): number[] => {
	work();
	return Array.from({ length: runs }, () => time(work));
};
const shopOf = (customers: number) =>
	rowsAt(simulated('bgnbd', SETTINGS.bgnbd[1], customers, Xoshiro128.seeded(customers)), WEEKS);
const historiesOf = (rows: ReturnType<typeof shopOf>) =>
	uniqueHistories(rows.frequency, rows.recency, rows.age).histories;
/** As shops have it: purchases fall on whole days, so that many customers share a history. */
const onDays = (rows: ReturnType<typeof shopOf>): ReturnType<typeof shopOf> => ({
	...rows,
	recency: rows.recency.map((weeks) => Math.round(weeks * 7) / 7)
});

const small = onDays(shopOf(100_000));
const large = onDays(shopOf(1_000_000));
const middle = onDays(shopOf(300_000));
const fitAll = (rows: typeof small) => PURCHASE_MODELS.bgnbd.fit(historiesOf(rows));

const histories = historiesOf(small);
const prepared = prepare(histories, 0);
const at = Float64Array.of(Math.log(0.6), Math.log(7), Math.log(0.7), Math.log(3));
let sink = 0;
function loop(): void {
	const { recency, age, length } = histories;
	for (let i = 0; i < length; i++) sink += Math.log(8 + recency[i]) + Math.log(8 + age[i]) + Math.exp(-0.1 * age[i]);
}
const often = (work: () => void) => () => {
	for (let k = 0; k < 20; k++) work();
};

const first: number[] = [];
const alone: number[] = [];
for (let run = 0; run <= runs; run++) {
	const begin = performance.now();
	let answered = 0;
	const { histories: all } = uniqueHistories(middle.frequency, middle.recency, middle.age);
	try {
		fitShop(middle, {
			onFirst: ({ models }) => {
				for (const { name, fit } of models)
					if (fit.status === 'fitted') PURCHASE_MODELS[name].probabilityAlive(fit.params, all);
				answered = performance.now() - begin;
				throw new Error('first');
			}
		});
	} catch (error) {
		if (answered === 0) throw error;
	}
	const single = time(() => fitAll(middle));
	if (run > 0) {
		first.push(answered);
		alone.push(single);
	}
}

/** Calls of the likelihood a start, the worst of ten seeded shops a model, with the penalty and without. */
const evaluations = MODEL_NAMES.map((name) => {
	const calls = SETTINGS[name].flatMap((setting) =>
		[500, 5000].flatMap((customers) => {
			const rows = onDays(rowsAt(simulated(name, setting, customers, Xoshiro128.seeded(7)), WEEKS));
			const own = historiesOf(rows);
			return [PURCHASE_MODELS[name].fit(own), PURCHASE_MODELS[name].mle(own)].map((fit) =>
				fit.status === 'fitted' ? fit.evaluations / (name === 'paretonbd' ? 1 : 2) : 0
			);
		})
	);
	return { name, worst: Math.max(...calls) };
});

const peer = textbook(small);
const ours = fitAll(small);
stdout.write(
	`${JSON.stringify({
		fit: repeated(() => fitAll(small)),
		textbook: [time(() => textbook(small))],
		logLikelihoods: [ours.status === 'fitted' ? ours.logLikelihood : null, peer.logLikelihood],
		large: repeated(() => fitAll(large)),
		evaluation: repeated(often(() => void evaluate(at, prepared))),
		loop: repeated(often(loop)),
		histories: histories.length,
		first,
		alone,
		evaluations,
		sink: Number.isFinite(sink)
	})}\n`
);
