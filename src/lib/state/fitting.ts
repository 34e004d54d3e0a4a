import * as ledger from '$lib/client/ledger';
import * as model from '$lib/client/model';
import type { FirstAnswer, View } from '$workers/contract';
import type { JudgedSplit, Stretch, ValueFits, ValueOptions } from '$workers/core/value/types';
import { isKnown, recall, remember } from './resultCache';

/** What is being fitted and judged of a view. */
export interface Fitting {
	/** Those of the first answer. */
	options: ValueOptions;
	/** An answer by the quick models, while the others are fitted and the past judges; where none is usable it never comes. */
	first: Promise<FirstAnswer>;
	/** All models, judged; null: no order counts. */
	whole: Promise<ValueFits | null>;
	/** Tells the share done: up to the first answer, and then, from 0 again, up to the whole. Gives what ends it. */
	follow: (listener: (done: number) => void) => () => void;
	/** Ends it at once; what came first is kept. */
	stop: () => void;
}

const keyOf = (view: View): string => JSON.stringify(['fits', view]);

/** What is known of a view's fits: all of it, or (`past` is null) what came first before it was stopped. */
export function keptFits(view: View): ValueFits | null {
	const key = keyOf(view);
	return isKnown(key) ? (recall(key) as ValueFits | null) : null;
}

export const forgetFits = (view: View): void => remember(keyOf(view), null);

let running: (Fitting & { key: string }) | null = null;

/** Ends what is being fitted, whoever asked for it. */
export const stopFitting = (): void => running?.stop();

/** Fits a view's customers: who asks for the same view waits for it together, another view ends it. */
export function fitting(view: View, options: ValueOptions): Fitting {
	const key = keyOf(view);
	if (running?.key === key) return running;
	running?.stop();
	const mine = { key, ...begin(view, options) };
	running = mine;
	let answered: ValueFits | null = null;
	void mine.first.then(({ fits }) => (answered = fits));
	const over = (fits: ValueFits | null) => {
		if (running === mine) running = null;
		if (fits !== null) remember(key, fits);
	};
	mine.whole.then(over, () => over(answered));
	return mine;
}

function begin(view: View, options: ValueOptions): Fitting {
	const stop = new AbortController();
	const { signal } = stop;
	const listeners = new Set<(done: number) => void>();
	let told: number | null = null;
	const tell = (done: number) => {
		told = done;
		listeners.forEach((listener) => listener(done));
	};
	let onFirst: (first: FirstAnswer) => void = () => {};
	const first = new Promise<FirstAnswer>((resolve) => (onFirst = resolve));
	return {
		options,
		first,
		whole: fitAndJudge(view, options, { signal, first, onFirst, tell }),
		follow: (listener) => {
			listeners.add(listener);
			if (told !== null) listener(told);
			return () => listeners.delete(listener);
		},
		stop: () => stop.abort()
	};
}

interface Stages {
	signal: AbortSignal;
	first: Promise<FirstAnswer>;
	onFirst: (first: FirstAnswer) => void;
	tell: (done: number) => void;
}

async function fitAndJudge(
	view: View,
	options: ValueOptions,
	{ signal, first, onFirst, tell }: Stages
): Promise<ValueFits | null> {
	const question = await ledger.valueInput(view);
	if (question === null) return null;
	// What follows the first answer: the fits that are left, each stretch of the past, and valuing everybody again.
	const parts = 2 + question.past.length;
	let rest = false;
	const fitted = model.fit(question, options, {
		signal,
		onFirst: (answer) => {
			rest = true;
			tell(0);
			onFirst(answer);
		},
		onProgress: (done) => tell(rest ? done / parts : done)
	});
	// Whoever shows the first answer asks the ledger for names: those come before it is busy with the past.
	await Promise.race([first, fitted]);
	if (!rest) {
		const fits = await fitted;
		if (!fits.models.some(({ fit }) => fit.status === 'fitted')) return { ...fits, past: [] };
	}
	const onPast = (place: number) => (done: number) => tell((1 + place + done) / parts);
	const [fits, past] = await Promise.all([fitted, judged(view, question.past, signal, onPast)]);
	return { ...fits, past };
}

/** The worker judges one stretch while the ledger lays out the next. */
async function judged(
	view: View,
	stretches: readonly Stretch[],
	signal: AbortSignal,
	onProgress: (place: number) => (done: number) => void
): Promise<JudgedSplit[]> {
	const rowsOf = (place: number) => {
		const rows = place < stretches.length && !signal.aborted ? ledger.splitRows(view, stretches[place]) : null;
		// It is looked at in its turn; if that never comes its failure is nobody's.
		rows?.catch(() => undefined);
		return rows;
	};
	const past: JudgedSplit[] = [];
	let next = rowsOf(0);
	for (let place = 0; place < stretches.length; place++) {
		const rows = await next;
		signal.throwIfAborted();
		next = rowsOf(place + 1);
		if (rows) past.push(await model.judge(rows, { signal, onProgress: onProgress(place) }));
	}
	return past;
}
