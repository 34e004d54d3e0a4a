/**
 * BG/NBD as the papers' readers first write it: the log likelihood of each customer with four log-gammas, and the simplex
 * of Nelder and Mead over the four log parameters. The peer that fits are timed against.
 */

const LANCZOS = [
	76.1800917294715, -86.5053203294168, 24.01409824083091, -1.231739572450155, 0.001208650973866179, -5.395239384953e-6
];

function lgamma(x: number): number {
	let series = 1.000000000190015;
	for (let i = 0; i < 6; i++) series += LANCZOS[i] / (x + i + 1);
	const t = x + 5.5;
	return (x + 0.5) * Math.log(t) - t + Math.log((2.506628274631 * series) / x);
}

export interface Customers {
	frequency: Float64Array;
	recency: Float64Array;
	age: Float64Array;
}

/** Fader, Hardie & Lee (2005), eq. 6, summed over customers. */
export function logLikelihood([r, alpha, a, b]: number[], { frequency, recency, age }: Customers): number {
	let sum = 0;
	for (let i = 0; i < frequency.length; i++) {
		const x = frequency[i];
		const bought = lgamma(r + x) - lgamma(r) + r * Math.log(alpha);
		const coins = lgamma(a + b) + lgamma(b + x) - lgamma(b) - lgamma(a + b + x);
		const here = -(r + x) * Math.log(alpha + age[i]);
		const gone = x > 0 ? Math.log(a) - Math.log(b + x - 1) - (r + x) * Math.log(alpha + recency[i]) : -Infinity;
		const top = Math.max(here, gone);
		sum += bought + coins + top + Math.log(Math.exp(here - top) + Math.exp(gone - top));
	}
	return sum;
}

/** Nelder & Mead (1965) from 1, 1, 1, 1 until the simplex is flat to 1e-8 of its value. */
export function fit(customers: Customers): { params: number[]; logLikelihood: number; evaluations: number } {
	let evaluations = 0;
	const cost = (logs: number[]): number => {
		evaluations++;
		return -logLikelihood(logs.map(Math.exp), customers);
	};
	let simplex = [[0, 0, 0, 0], ...[0, 1, 2, 3].map((i) => [0, 0, 0, 0].map((_, k) => (k === i ? 0.5 : 0)))].map(
		(at) => ({
			at,
			value: cost(at)
		})
	);
	while (evaluations < 5000) {
		simplex = simplex.toSorted((one, other) => one.value - other.value);
		const [best] = simplex;
		const worst = simplex[4];
		if (worst.value - best.value <= 1e-8 * Math.abs(best.value)) break;
		const middle = [0, 1, 2, 3].map((k) => simplex.slice(0, 4).reduce((sum, { at }) => sum + at[k] / 4, 0));
		const along = (step: number) => {
			const at = middle.map((value, k) => value + step * (worst.at[k] - value));
			return { at, value: cost(at) };
		};
		const mirrored = along(-1);
		if (mirrored.value < best.value) {
			const further = along(-2);
			simplex[4] = further.value < mirrored.value ? further : mirrored;
		} else if (mirrored.value < simplex[3].value) simplex[4] = mirrored;
		else {
			const nearer = mirrored.value < worst.value ? along(-0.5) : along(0.5);
			if (nearer.value < Math.min(worst.value, mirrored.value)) simplex[4] = nearer;
			else
				simplex = simplex.map((corner, i) => {
					if (i === 0) return corner;
					const at = corner.at.map((value, k) => best.at[k] + (value - best.at[k]) / 2);
					return { at, value: cost(at) };
				});
		}
	}
	const [best] = simplex.toSorted((one, other) => one.value - other.value);
	return { params: best.at.map(Math.exp), logLikelihood: -best.value, evaluations };
}
