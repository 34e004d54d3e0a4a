import type { Encoding, ImportFailure } from '../types';

/** A failure of a whole file that a person can mend, thrown while it is read; `failure` is the value to hand on. */
export class ReadFailure extends Error {
	readonly failure: ImportFailure;
	/** Only with `wrong_encoding`: open the file again with this encoding (it was guessed wrongly), or null when it was named. */
	readonly retryAs: Encoding | null;

	constructor(failure: Omit<ImportFailure, 'status'>, retryAs: Encoding | null = null) {
		super(failure.code);
		this.name = 'ReadFailure';
		this.failure = { status: 'failed', ...failure };
		this.retryAs = retryAs;
	}
}
