import Papa from 'papaparse';
import { answer } from './answer.js';
import { OrderColumns } from './orderColumns.js';

const number = (text) => (text === '' ? NaN : Number(text));
let columns;

answer({
	import(file) {
		columns = new OrderColumns();
		let header = true;
		return new Promise((resolve, reject) =>
			Papa.parse(file, {
				delimiter: ',',
				newline: '\n',
				skipEmptyLines: true,
				chunk({ data }) {
					for (let i = header ? 1 : 0; i < data.length; i++) {
						const r = data[i];
						columns.push(
							r[0],
							r[1],
							r[2],
							r[3],
							r[4],
							r[5],
							r[6],
							r[7],
							number(r[8]),
							number(r[9]),
							number(r[10]),
							number(r[11])
						);
					}
					header = false;
				},
				complete: () => resolve(),
				error: reject
			})
		);
	},
	facts: () => columns.facts()
});
