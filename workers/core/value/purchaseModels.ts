import * as bgNbd from '../clv/bgNbd';
import * as mbgNbd from '../clv/mbgNbd';
import * as paretoNbd from '../clv/paretoNbd';
import type { Fit, FitOptions, Histories } from '../clv/types';
import type { ModelName } from './types';

/** What every model of purchases does, whatever its parameters are called. */
export interface PurchaseModel<P> {
	mle: (histories: Histories, options?: FitOptions) => Fit<P>;
	fit: (histories: Histories, options?: FitOptions) => Fit<P>;
	probabilityAlive: (params: P, histories: Histories) => Float64Array;
	expectedPurchases: (params: P, histories: Histories, weeks: number) => Float64Array;
	probabilityOfAny: (params: P, histories: Histories, weeks: number) => Float64Array;
	expectation: (params: P, weeks: number) => number;
}

export type NamedParams = Record<string, number>;

/** Parameters as a plain record: a model is only given what it made itself. */
const named = <P>(model: PurchaseModel<P>): PurchaseModel<NamedParams> =>
	model as unknown as PurchaseModel<NamedParams>;

export const PURCHASE_MODELS: Record<ModelName, PurchaseModel<NamedParams>> = {
	bgnbd: named(bgNbd),
	mbgnbd: named(mbgNbd),
	paretonbd: named(paretoNbd)
};
