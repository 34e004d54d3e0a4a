/** The middle value; the mean of the two middle ones where there is an even number. */
export function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	const half = sorted.length >> 1;
	return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * Times contenders in turn, so that a busy moment of the machine meets all of them.
 * @param {Record<string, () => Promise<number>>} contenders each returns milliseconds (or another measure)
 * @param {number} runs
 * @returns {Promise<Record<string, { median: number, all: number[] }>>}
 */
export async function inTurn(contenders, runs) {
	const all = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
	for (let run = 0; run < runs; run++)
		for (const [name, measure] of Object.entries(contenders)) all[name].push(await measure());
	return Object.fromEntries(
		Object.entries(all).map(([name, values]) => [name, { median: median(values), all: values }])
	);
}

/** Throws where a contender did not do the job: `facts` and `expected` must agree in every key of `expected`. */
export function agree(name, facts, expected) {
	for (const [key, value] of Object.entries(expected))
		if (Math.abs(Number(facts[key]) - value) > 1e-6 * Math.max(1, Math.abs(value)))
			throw new Error(`${name} does not agree: ${key} is ${facts[key]}, expected ${value}`);
}
