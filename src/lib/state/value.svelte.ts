import * as ledger from '$lib/client/ledger';
import { apply } from '$lib/client/model';
import type { ChurnAnswer, RiskRows, View } from '$workers/contract';
import type { CustomerOutlook, FittedModel } from '$workers/core/value/customerOutlook';
import type { ValueDigest } from '$workers/core/value/digest';
import { USUAL_VALUE_OPTIONS, type ModelName, type ValueFits, type ValueOptions } from '$workers/core/value/types';
import { address } from './address.svelte';
import { fitting, forgetFits, keptFits, stopFitting } from './fitting';
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

const applied = async (view: View, fits: ValueFits, options: ValueOptions): Promise<ValueDigest | null> => {
	const question = await ledger.valueInput(view);
	return question && apply(question, fits, options);
};

const chosenOf = (digest: ValueDigest | null): ModelName | null =>
	digest?.result.status === 'done' ? digest.result.chosen : null;

/**
 * Values of a view's customers; null when no order counts. The first answer comes by the models that are quick to fit, and
 * gives way to the whole one once all are fitted and the past has judged. What was fitted stays: other options only apply it.
 */
export class ValueAnswer extends Result<ValueDigest | null> {
	/** Nothing is fitted: what is known is applied with other options. */
	applying = $state(false);
	/** Share of the work up to the first answer; null before anything is done. */
	done = $state<number | null>(null);
	/** Share of the work from the first answer to the whole one; null: none is being done. */
	testing = $state<number | null>(null);
	/** Whom the past replaced: the model of the first answer, where another one turned out to be better. */
	replaced = $state<ModelName | null>(null);
	#question = '';

	refresh(view: View, options: ValueOptions): void {
		const kept = keptFits(view);
		const first = kept !== null && kept.past === null;
		// What was stopped after the first answer is no answer to the whole question.
		const usable = kept !== null && (!first || hasModel(kept, options));
		const asked = key(usable && first ? 'value, untested' : 'value', view, options);
		if (asked === this.#question) return;
		this.#question = asked;
		this.testing = this.replaced = null;
		void this.ask(asked, (early) => {
			this.done = null;
			this.applying = usable;
			return usable ? applied(view, kept, options) : this.#fitted(asked, view, options, early);
		});
	}

	/** Fits what was stopped to its end. */
	test(view: View, options: ValueOptions): void {
		forgetFits(view);
		this.refresh(view, options);
	}

	stop(): void {
		stopFitting();
	}

	override clear(): void {
		this.#question = '';
		this.testing = this.replaced = null;
		super.clear();
	}

	async #fitted(
		asked: string,
		view: View,
		options: ValueOptions,
		early: (digest: ValueDigest) => void
	): Promise<ValueDigest | null> {
		const work = fitting(view, options);
		let shown: ValueDigest | null = null;
		const follow = (done: number) => {
			if (this.#question !== asked) return;
			if (shown === null) this.done = done;
			else this.testing = done;
		};
		const unfollow = work.follow(follow);
		try {
			const first = await Promise.race([work.first, work.whole.then(() => null)]);
			if (first !== null && hasModel(first.fits, options)) {
				const same = JSON.stringify(work.options) === JSON.stringify(options);
				shown = same ? first.digest : await applied(view, first.fits, options);
				if (shown) early(shown);
				follow(0);
			}
			const fits = await work.whole;
			const digest = fits && (await applied(view, fits, options));
			const before = chosenOf(shown);
			if (this.#question === asked && before !== null && before !== chosenOf(digest)) this.replaced = before;
			return digest;
		} catch (error) {
			if (this.#question === asked) this.testing = null;
			throw error;
		} finally {
			unfollow();
		}
	}
}

/** Whether the model that the person asked for is among those fitted. */
const hasModel = ({ models }: ValueFits, { model }: ValueOptions): boolean =>
	model === null || models.some(({ name }) => name === model);

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
