import { applyFits } from './applyFits';
import { fitShop } from './fitShop';
import { judged } from './scoreboard';
import type { ValueInput, ValueOptions, ValueResult } from './types';

/**
 * What the models make of a shop: fitted, judged on its past, and applied to every customer as of D. Screens take the same
 * three steps one by one, so that they have something to show after the first.
 */
export const analyseValue = (input: ValueInput, options: ValueOptions): ValueResult =>
	applyFits(input, { ...fitShop(input.now), past: judged(input.splits) }, options);
