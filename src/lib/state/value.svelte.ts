import * as ledger from '$lib/client/ledger';
import { analyse } from '$lib/client/model';
import type { ChurnAnswer, RiskRows, View } from '$workers/contract';
import type { CustomerOutlook, FittedModel } from '$workers/core/value/customerOutlook';
import type { ValueDigest } from '$workers/core/value/digest';
import { USUAL_VALUE_OPTIONS, type ValueOptions } from '$workers/core/value/types';
import { address } from './address.svelte';
import { currentView } from './ledger.svelte';
import { Result } from './result.svelte';
import { isKnown } from './resultCache';
import { besidesDeeds } from './urlState';
import { workspaces } from './workspaces.svelte';

/** The view without what customers were chosen by because of what they did; null without data. */
export function modelView(): View | null {
	const view = currentView();
	return view && { ...view, selection: besidesDeeds(address.state) };
}

/** What the address and the workspace ask of the models. */
export function valueOptions(): ValueOptions {
	const { months, model, certainty } = address.state;
	const worth = workspaces.current?.worth;
	return {
		...USUAL_VALUE_OPTIONS,
		months,
		model,
		certainty,
		margin: worth?.margin ?? null,
		annualRate: worth?.annualRate ?? USUAL_VALUE_OPTIONS.annualRate
	};
}

const key = (call: string, view: View, options: unknown = null): string => JSON.stringify([call, view, options]);

/** The analysis that is being made: screens that ask for the same one wait for it together, another one ends it. */
let running: {
	key: string;
	answer: Promise<ValueDigest | null>;
	listeners: Set<(done: number) => void>;
	stop: AbortController;
} | null = null;

function analysed(
	asked: string,
	view: View,
	options: ValueOptions,
	follow: (done: number) => void
): Promise<ValueDigest | null> {
	if (running?.key === asked) {
		running.listeners.add(follow);
		return running.answer;
	}
	running?.stop.abort();
	const stop = new AbortController();
	const listeners = new Set([follow]);
	const make = async (): Promise<ValueDigest | null> => {
		const input = await ledger.valueInput(view);
		if (input === null) return null;
		const onProgress = (done: number) => listeners.forEach((listener) => listener(done));
		return analyse(input, options, { signal: stop.signal, onProgress });
	};
	const mine = { key: asked, answer: make(), listeners, stop };
	running = mine;
	const over = () => {
		if (running === mine) running = null;
	};
	mine.answer.then(over, over);
	return mine.answer;
}

/** Fits, scoreboard and values of a view; null when no order counts. */
export class ValueAnswer extends Result<ValueDigest | null> {
	/** Share of the work that is done; null before the first part is. */
	done = $state<number | null>(null);

	refresh(view: View, options: ValueOptions): void {
		const asked = key('value', view, options);
		void this.ask(asked, () => {
			this.done = null;
			return analysed(asked, view, options, (done) => (this.done = done));
		});
	}

	stop(): void {
		running?.stop.abort();
	}
}

export class ChurnResult extends Result<ChurnAnswer> {
	refresh(view: View): void {
		void this.ask(key('churn', view), () => ledger.churn(view));
	}
}

export class OutlookAnswer extends Result<CustomerOutlook | null> {
	refresh(view: View, customer: number, model: FittedModel, options: ValueOptions): void {
		void this.ask(key('outlook', view, [customer, model, options]), () =>
			ledger.customerOutlook(view, customer, model, options)
		);
	}
}

/** Names of people: not cached. */
export const riskRows = (view: View, customers: Int32Array): Promise<RiskRows> => ledger.riskRows(view, customers);

export const summaryCsv = (view: View): Promise<Uint8Array> => ledger.summaryCsv(view);

/** The analysis of a view is at hand, so that what rests on it need not wait. */
export const isValued = (view: View, options: ValueOptions): boolean => isKnown(key('value', view, options));
