// BG/NBD alone on the customers of a file, as a screen's first answer is measured against it.
import * as bgNbd from '$workers/core/clv/bgNbd';
import { uniqueHistories } from '$workers/core/clv/histories';
import { customerSummary } from '$workers/core/clv/summary';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { readFiles } from '$workers/core/import/readFiles';
import { openLedger } from '$workers/core/ledger/ledger';
import { answer } from './answer.js';

answer({
	/** @returns milliseconds of the first fit in this worker, and how many customers and histories there were */
	async bgnbd(file, mapping) {
		const read = await readFiles([{ name: file.name, size: file.size, blob: file }], {
			mapping,
			importId: 'bench',
			useLastModified: false
		});
		if (read.status !== 'done') throw new Error(JSON.stringify(read));
		const { frequency, recency, age, length } = customerSummary(openLedger(DEFAULT_COUNTING, read.data));
		const { histories } = uniqueHistories(frequency, recency, age);
		const begin = performance.now();
		const { status } = bgNbd.fit(histories);
		const ms = performance.now() - begin;
		if (status !== 'fitted') throw new Error(status);
		return { ms, customers: length, histories: histories.length };
	}
});
