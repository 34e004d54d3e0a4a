/** Where the words of segments and groups may be broken in a column that is narrower than they are. */
const SYLLABLES: readonly (readonly [word: string, broken: string])[] = [
	['Champions', 'Cham-pions'],
	['Potential', 'Poten-tial'],
	['loyalists', 'loyal-ists'],
	['Promising', 'Promis-ing'],
	['attention', 'atten-tion'],
	['Hibernating', 'Hiber-nating'],
	['Growing', 'Grow-ing']
];

/** The same words with soft hyphens, which show only where a line breaks at them. */
export function breakable(text: string): string {
	return SYLLABLES.reduce((all, [word, broken]) => all.replace(word, broken.replace('-', '\u00ad')), text);
}
