import * as nbd from './nbd';
import type { Histories } from './types';

/**
 * By so much at least must dropout raise the log-likelihood over that of NBD, where nobody drops out, to be seen: half of
 * 2.71, the 5 % point where one end of the range is tested. @see Self & Liang (1987), J. Am. Stat. Assoc. 82(398)
 */
const SEEN = 1.353;

/** Whether these histories tell of dropout, given the log-likelihood of a model that has it. */
export function dropoutSeen(logLikelihood: number, histories: Histories): boolean {
	const undying = nbd.mle(histories);
	return undying.status === 'fitted' && logLikelihood - undying.logLikelihood >= SEEN;
}
