import { scaleQuantize } from 'd3';

const STEPS = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
export type ShareStep = (typeof STEPS)[number];

/** Steps of the sequential scale for values from 0 to `max`; more is always further from the paper. */
export const shareSteps = (max: number): ((value: number) => ShareStep) =>
	max > 0 ? scaleQuantize<ShareStep>([0, max], STEPS) : () => 0;

/** The same by square root, for shares of which one dwarfs the others. */
export function rootSteps(max: number): (value: number) => ShareStep {
	const step = shareSteps(Math.sqrt(max));
	return (value) => step(Math.sqrt(value));
}
