/** Fits the models and judges them on the shop's own past. Holds nothing between two calls. */
import { expose, transfer } from 'comlink';
import type { ModelWorker } from './contract';
import { analyseValue } from './core/value/analysis';
import { columnsOf } from './core/value/columns';
import { digest } from './core/value/digest';
import type { ValueDigest } from './core/value/digest';
import type { ValueInput, ValueOptions } from './core/value/types';

expose({
	async analyse(input: ValueInput, options: ValueOptions, onProgress: (done: number) => void): Promise<ValueDigest> {
		const found = digest(input, analyseValue(input, options, onProgress));
		return transfer(found, columnsOf(found));
	}
} satisfies ModelWorker);
