import { cutAt } from '../ledger/asOf';
import { customerFacts } from '../ledger/customerFacts';
import type { Ledger } from '../ledger/types';
import { NONE } from '../tables';
import { LONGEST_VALUE } from './types';
import { textRanks } from './textOrder';

/** A value that customers can be filtered by; '' is those without. */
export interface Facet {
	value: string;
	customers: number;
}
export interface ProductFacet {
	product: number;
	name: string;
	customers: number;
}

/** What customers can be filtered by, with how many have it; by customers, most first, equal ones by text. */
export interface Facets {
	countries: Facet[];
	channels: Facet[];
	/** First products. */
	products: ProductFacet[];
	/** Values left out because they are longer than an address should hold. */
	tooLong: number;
}

/** Of all customers with an order by D. */
export function facets(ledger: Ledger, asOf: number | null, productName: (product: number) => string | null): Facets {
	const found: Facets = { countries: [], channels: [], products: [], tooLong: 0 };
	const cut = cutAt(ledger, asOf);
	if (cut === null) return found;
	const { orders, country, channel, firstProduct } = customerFacts(ledger, cut, []);
	const counted = (codes: Int32Array): Map<number, number> => {
		let highest = NONE;
		for (const code of codes) if (code > highest) highest = code;
		// Place 0 is that of NONE.
		const counts = new Int32Array(highest + 2);
		for (let c = 0; c < codes.length; c++) if (orders[c] > 0) counts[codes[c] + 1]++;
		const by = new Map<number, number>();
		counts.forEach((count, place) => {
			if (count > 0) by.set(place - 1, count);
		});
		return by;
	};
	const listed = (
		codes: Int32Array,
		text: (code: number) => string
	): { code: number; value: string; customers: number }[] => {
		const entries = [...counted(codes)].map(([code, customers]) => ({ code, value: text(code), customers }));
		const ranks = textRanks(entries.map(({ value }) => value));
		return entries
			.map((entry, i) => ({ entry, rank: ranks[i] }))
			.sort((a, b) => b.entry.customers - a.entry.customers || a.rank - b.rank)
			.map(({ entry }) => entry);
	};
	const short = (dictionary: readonly string[], codes: Int32Array): Facet[] =>
		listed(codes, (code) => (code === NONE ? '' : (dictionary[code] ?? ''))).flatMap(({ value, customers }) => {
			if (value.length <= LONGEST_VALUE) return [{ value, customers }];
			found.tooLong++;
			return [];
		});
	found.countries = short(ledger.dictionaries.country, country);
	found.channels = short(ledger.dictionaries.channel, channel);
	found.products = listed(firstProduct, (product) => productName(product) ?? '')
		.filter(({ code }) => code !== NONE)
		.map(({ code, value, customers }) => ({ product: code, name: value, customers }));
	return found;
}
