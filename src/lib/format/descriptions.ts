/** What a link to each screen says of it. */
export const DESCRIPTIONS: Readonly<Record<string, string>> = {
	'/': 'Reads a shop’s order export in this browser and nowhere else, and tells which customers return and which are leaving.',
	'/import/': 'Reads order files on this device, asks what is ambiguous, and accounts for every record.',
	'/overview/':
		'How the shop is doing, with an interval and an explanation for every figure, and what to look at first.',
	'/segments/': 'Eleven segments by recency and frequency, what they bring, and who moved between them.',
	'/customers/': 'Every customer with scores, orders and rhythm; searchable, on this device only.',
	'/cohorts/': 'Whether newer customers come back as the older ones did, with an interval in every cell.',
	'/value/':
		'What known customers are expected to bring, how sure that is, and how wrong the models were on this shop’s own past.',
	'/churn/': 'How soon customers come back, when silence means gone, and whose leaving would cost the most.',
	'/settings/': 'What counts, where the data is kept, backups, results as files, and erasing.',
	'/method/': 'How every figure is counted: formulas, windows, sources.'
};
