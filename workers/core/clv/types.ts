/**
 * Customers, or unique histories, as columns.
 * frequency (the papers' x): repeat purchase days; recency (t_x) and age (T): weeks since the first purchase, 0 ≤ t_x ≤ T;
 * weight: how many customers have this history.
 */
export interface Histories {
	length: number;
	frequency: Float64Array;
	recency: Float64Array;
	age: Float64Array;
	weight: Float64Array;
}

/** Parameters of BG/NBD and of MBG/NBD, all > 0; alpha in weeks. */
export interface BgNbd {
	r: number;
	alpha: number;
	a: number;
	b: number;
}

/** Parameters of Pareto/NBD, all > 0; alpha and beta in weeks. */
export interface ParetoNbd {
	r: number;
	alpha: number;
	s: number;
	beta: number;
}

/** Parameters of NBD, both > 0; alpha in weeks. */
export interface Nbd {
	r: number;
	alpha: number;
}

/** Parameters of Gamma-Gamma, all > 0; v in units of money. */
export interface GammaGamma {
	p: number;
	q: number;
	v: number;
}

/** Spend of customers with repeat purchases: mean value of the repeat purchase days (> 0), and how many days. */
export interface Spending {
	length: number;
	frequency: Float64Array;
	mean: Float64Array;
	weight: Float64Array;
}

export interface Fitted<P> {
	status: 'fitted';
	params: P;
	/** Without penalty, at `params`. */
	logLikelihood: number;
	/** 0 for `mle`. */
	penalty: number;
	converged: boolean;
	/** A parameter lies on a bound of the search, or dropout cannot be measured. */
	boundary: boolean;
	/** Calls of the likelihood with its gradient, over all starts. */
	evaluations: number;
	/** Of the log parameters in the order of P, row-major; null where the information is not positive definite. */
	covariance: Float64Array | null;
}

export interface Refused {
	status: 'refused';
	reason: 'no_customers' | 'too_few_repeaters' | 'too_short' | 'no_spread' | 'not_converged';
	/** The figure behind the sentence. */
	figure: number;
	needed: number;
}

export type Fit<P> = Fitted<P> | Refused;

export interface FitOptions {
	/** Strength of the weakly informative penalty; 0: none. */
	penalty?: number;
	starts?: number;
}
