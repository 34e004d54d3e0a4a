/** Relative distance from the expected value. */
export const apart = (value: number, expected: number): number => Math.abs(value / expected - 1);
