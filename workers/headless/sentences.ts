import type { ImportFailure, Question } from '../core/import/types';

/** An open question as text: what is asked, the samples with their readings, and the key of the mapping file that answers it. */
export function questionText(question: Question): string {
	switch (question.code) {
		case 'layout':
			return lines(
				`${question.file}: no layout fits it for certain.`,
				question.guesses.length > 0 ? [`It may be ${question.guesses.join(' or ')}: name it with --preset.`] : [],
				`Answer with --preset, or with "columns" in a mapping file.`
			);
		case 'date_order':
		case 'decimal':
			return lines(
				`${question.file}, column ${question.column}: ${question.code === 'decimal' ? 'which is the decimal mark' : 'which comes first, day or month'}?`,
				question.samples.map(({ value, readings }) =>
					[`  ${value}`, ...Object.entries(readings).map(([key, reading]) => `${key}: ${reading}`)].join('   ')
				),
				answer(question.key, Object.keys(question.samples[0]?.readings ?? {}))
			);
		case 'exclusion':
			return lines(
				`${question.orders} of ${question.of} orders are ${question.reason}: count them, or leave them out?`,
				question.samples.map(({ order, status, payment, total }) => `  ${order}   ${status}   ${payment}   ${total}`),
				answer(question.key, ['count', 'leave_out'])
			);
		case 'conflict':
			return lines(
				`${question.orders} orders stand differently in two exports of the same date: which version stays?`,
				question.samples.map(({ order, old, new: fresh }) => `  ${order}   old: ${old}   new: ${fresh}`),
				answer(question.key, ['keep_old', 'take_new'])
			);
	}
}

const lines = (first: string, samples: string[], last: string): string => [first, ...samples, last].join('\n');

/** "exclusions.unpaid" is the key unpaid inside exclusions. */
function answer(key: string, values: string[]): string {
	const written = (value: string): string =>
		JSON.stringify(key.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), value));
	return `Answer in a mapping file: ${values.map(written).join(' or ')}`;
}

/** Why nothing was stored. */
export function failureText({ code, file, line, params }: ImportFailure): string {
	const where = [file, line === undefined ? '' : `line ${line}`].filter(Boolean).join(', ');
	const details = Object.entries(params ?? {}).map(([name, value]) => `${name} ${value}`);
	return [where, code.replaceAll('_', ' '), ...details].filter(Boolean).join(': ');
}
