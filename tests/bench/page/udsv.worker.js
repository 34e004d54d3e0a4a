import { inferSchema, initParser } from 'udsv';
import { answer } from './answer.js';
import { OrderColumns } from './orderColumns.js';

const NUMBERS = new Set(['Quantity', 'Unit Price', 'Discount', 'Total']);
let columns;

answer({
	async import(file) {
		columns = new OrderColumns();
		const reader = file
			.stream()
			.pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))
			.getReader();
		let parser;
		const row = (r) => {
			columns.push(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11]);
			return true;
		};
		for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
			if (!parser) {
				const schema = inferSchema(piece.value, { trim: false });
				for (const column of schema.cols) {
					column.type = NUMBERS.has(column.name) ? 'n' : 's';
					column.repl.empty = undefined;
				}
				parser = initParser(schema);
			}
			parser.chunk(piece.value, parser.typedArrs, row);
		}
		parser.end();
	},
	facts: () => columns.facts()
});
