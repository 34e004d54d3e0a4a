/** A typeface as a style sheet declares it: one file with some of the letters of a family. */
export interface Face {
	family: string;
	/** "400", or "200 900" for a file that holds all weights between. */
	weight: string;
	/** Its `unicode-range` as written; empty: all letters. */
	range: string;
	address: string;
}

/** A text, and the families it is set in: "'Newsreader', Georgia, serif". */
export interface SetText {
	families: string;
	text: string;
}

/** Names of a list of families, without their quotes. */
const namesOf = (families: string): string[] =>
	families.split(',').map((name) => name.trim().replace(/^(["'])(.*)\1$/, '$2'));

/** First and last code points of "U+0000-00FF, U+2122, U+4??". */
function spansOf(range: string): [from: number, to: number][] {
	return range
		.split(',')
		.map((part) => /^U\+([0-9a-f?]+)(?:-([0-9a-f]+))?$/i.exec(part.trim()))
		.filter((found) => found !== null)
		.map(([, from, to]) => [parseInt(from.replaceAll('?', '0'), 16), parseInt(to ?? from.replaceAll('?', 'F'), 16)]);
}

/** The faces that have a letter of these texts. */
export function facesOf(texts: Iterable<SetText>, faces: readonly Face[]): Face[] {
	const letters = new Map<string, Set<number>>();
	for (const { families, text } of texts)
		for (const name of namesOf(families)) {
			const known = letters.get(name) ?? new Set();
			for (const sign of text) known.add(sign.codePointAt(0) ?? 0);
			letters.set(name, known);
		}
	return faces.filter(({ family, range }) => {
		const used = [...(letters.get(family) ?? [])];
		const spans = spansOf(range);
		return spans.length === 0
			? used.length > 0
			: used.some((letter) => spans.some(([from, to]) => letter >= from && letter <= to));
	});
}

/** The face with its file in it, as a style sheet says it. */
export const faceRule = ({ family, weight, range }: Omit<Face, 'address'>, data: string): string =>
	`@font-face{font-family:'${family}';font-weight:${weight};src:url(${data}) format('woff2');${range ? `unicode-range:${range};` : ''}}`;
