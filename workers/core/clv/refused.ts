import type { Refused } from './types';

/** A refusal where the figure is below what is needed, else null: the first of several by `??` is the reason. */
export const refusedBelow = (needed: number, reason: Refused['reason'], figure: number): Refused | null =>
	figure < needed ? { status: 'refused', reason, figure, needed } : null;
