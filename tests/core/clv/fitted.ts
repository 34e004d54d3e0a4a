import type { Fit, Fitted } from '$workers/core/clv/types';

export function fitted<P>(fit: Fit<P>): Fitted<P> {
	if (fit.status !== 'fitted') throw new Error(fit.reason);
	return fit;
}
