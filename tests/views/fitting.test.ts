import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fitting, forgetFits, keptFits, stopFitting } from '$lib/state/fitting';
import { forgetResults } from '$lib/state/resultCache';
import type { FirstAnswer, View } from '$workers/contract';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { USUAL_VALUE_OPTIONS } from '$workers/core/value/types';
import type { JudgedSplit, ValueFits } from '$workers/core/value/types';

interface Call {
	signal: AbortSignal;
	onFirst: (first: FirstAnswer) => void;
	onProgress: (done: number) => void;
}
/** What the workers were asked, in order, and the means to answer. */
const workers = vi.hoisted(() => ({
	asked: [] as string[],
	past: [] as { day: number; end: number }[],
	orders: true,
	fit: null as null | { call: Call; resolve: (fits: ValueFits) => void },
	judge: [] as { call: Call; resolve: (judged: JudgedSplit) => void }[]
}));
const untilAborted = <T>(signal: AbortSignal, take: (resolve: (value: T) => void) => void): Promise<T> =>
	new Promise((resolve, reject) => {
		signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
		take(resolve);
	});
vi.mock('$lib/client/ledger', () => ({
	valueInput: () => {
		workers.asked.push('input');
		return Promise.resolve(workers.orders ? { value: {}, columns: [], past: workers.past } : null);
	},
	splitRows: (_: View, { day }: { day: number }) => {
		workers.asked.push(`rows ${day}`);
		return Promise.resolve({ value: { day }, columns: [] });
	}
}));
vi.mock('$lib/client/model', () => ({
	fit: (_: unknown, __: unknown, call: Call) => {
		workers.asked.push('fit');
		return untilAborted<ValueFits>(call.signal, (resolve) => (workers.fit = { call, resolve }));
	},
	judge: ({ value }: { value: { day: number } }, call: Call) => {
		workers.asked.push(`judge ${value.day}`);
		return untilAborted<JudgedSplit>(call.signal, (resolve) => workers.judge.push({ call, resolve }));
	}
}));

const view = (revision: string): View => ({ revision, counting: DEFAULT_COUNTING, selection: null, asOf: null });
const options = USUAL_VALUE_OPTIONS;
const card = (status: 'fitted' | 'refused') =>
	({ name: 'bgnbd', fit: { status } }) as unknown as ValueFits['models'][number];
const fitsOf = (status: 'fitted' | 'refused' = 'fitted'): ValueFits => ({
	models: [card(status)],
	spend: { status: 'refused', reason: 'no_spread', figure: 0, needed: 1, correlation: 0, used: 0 },
	past: null
});
const first = (): FirstAnswer => ({ fits: fitsOf(), digest: {} as FirstAnswer['digest'] });
const judgedOf = (day: number) => ({ day }) as unknown as JudgedSplit;
/** Everything that can happen without another answer has happened. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
	stopFitting();
	forgetResults();
	Object.assign(workers, {
		asked: [],
		past: [
			{ day: 9, end: 10 },
			{ day: 7, end: 8 }
		],
		orders: true,
		fit: null,
		judge: []
	});
});

describe('fitting a view', () => {
	it('answers first, then lays out and judges one stretch after the other, and keeps all of it', async () => {
		const work = fitting(view('a'), options);
		const told: number[] = [];
		work.follow((done) => told.push(Math.round(done * 100)));
		await settled();
		expect(workers.asked).toEqual(['input', 'fit']);
		workers.fit?.call.onProgress(0.5);
		workers.fit?.call.onProgress(1);
		workers.fit?.call.onFirst(first());
		expect((await work.first).fits).toEqual(fitsOf());
		await settled();
		// The next stretch is laid out while one is judged; the first is while models are still being fitted.
		expect(workers.asked).toEqual(['input', 'fit', 'rows 9', 'rows 7', 'judge 9']);
		expect(keptFits(view('a'))).toBeNull();
		workers.fit?.call.onProgress(0.5);
		workers.fit?.call.onProgress(1);
		workers.fit?.resolve(fitsOf());
		workers.judge[0].call.onProgress(0.5);
		workers.judge[0].resolve(judgedOf(9));
		await settled();
		workers.judge[1].call.onProgress(1);
		workers.judge[1].resolve(judgedOf(7));
		expect(await work.whole).toEqual({ ...fitsOf(), past: [{ day: 9 }, { day: 7 }] });
		// Up to the first answer; then the fits that are left, two stretches, and the answer: a quarter of the work each.
		expect(told).toEqual([50, 100, 0, 13, 25, 38, 75]);
		expect(keptFits(view('a'))?.past).toHaveLength(2);
	});

	it('is shared by all who ask for the same view, whatever their options, and tells late ones how far it is', async () => {
		const one = fitting(view('a'), options);
		await settled();
		workers.fit?.call.onProgress(0.5);
		const other = fitting(view('a'), { ...options, months: 24 });
		expect(other).toBe(one);
		expect(other.options.months).toBe(12);
		const told: number[] = [];
		const unfollow = other.follow((done) => told.push(done));
		unfollow();
		workers.fit?.call.onProgress(1);
		expect(told).toEqual([0.5]);
		expect(workers.asked).toEqual(['input', 'fit']);
	});

	it('that is stopped after the first answer keeps that, and can be begun again', async () => {
		const work = fitting(view('a'), options);
		await settled();
		workers.fit?.call.onFirst(first());
		await settled();
		work.stop();
		await expect(work.whole).rejects.toMatchObject({ name: 'AbortError' });
		expect(keptFits(view('a'))).toEqual(fitsOf());
		forgetFits(view('a'));
		expect(keptFits(view('a'))).toBeNull();
		expect(fitting(view('a'), options)).not.toBe(work);
	});

	it('ends when another view is asked for, before its first answer with nothing kept', async () => {
		const work = fitting(view('a'), options);
		await settled();
		fitting(view('b'), options);
		await expect(work.whole).rejects.toMatchObject({ name: 'AbortError' });
		expect(keptFits(view('a'))).toBeNull();
	});

	it('judges nothing where no model can be used', async () => {
		const work = fitting(view('a'), options);
		await settled();
		workers.fit?.resolve(fitsOf('refused'));
		expect(await work.whole).toEqual({ ...fitsOf('refused'), past: [] });
		expect(workers.asked).toEqual(['input', 'fit']);
	});

	it('judges a model that only came after the quick ones had failed', async () => {
		workers.past = [{ day: 9, end: 10 }];
		const work = fitting(view('a'), options);
		await settled();
		workers.fit?.resolve(fitsOf());
		await settled();
		workers.judge[0].resolve(judgedOf(9));
		expect((await work.whole)?.past).toEqual([{ day: 9 }]);
	});

	it('is nothing where no order counts', async () => {
		workers.orders = false;
		expect(await fitting(view('a'), options).whole).toBeNull();
		expect(workers.asked).toEqual(['input']);
	});
});
