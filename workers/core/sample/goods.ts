/** A product of the sample shop. */
export interface Good {
	sku: string;
	name: string;
	category: string;
	/** Whole euros, tax included. */
	price: number;
	/** Most pieces on one line. */
	most: number;
	/** How often it is bought, beside the others. */
	weight: number;
}

/** Category, letters of its product codes, how much it is bought from January to December. */
const CATEGORIES: [category: string, code: string, months: number[]][] = [
	['Candles and scent', 'CAN', [11, 10, 8, 6, 5, 4, 4, 5, 8, 12, 17, 20]],
	['Tableware', 'TAB', [9, 9, 9, 9, 9, 9, 8, 8, 9, 10, 12, 14]],
	['Kitchen', 'KIT', [10, 9, 9, 9, 8, 8, 8, 8, 10, 11, 12, 13]],
	['Linen and textiles', 'LIN', [13, 12, 9, 7, 6, 6, 7, 7, 9, 12, 13, 12]],
	['Lighting and furniture', 'LIV', [10, 10, 10, 9, 8, 8, 8, 9, 11, 11, 11, 8]],
	['Garden and balcony', 'GAR', [1, 2, 7, 15, 18, 14, 9, 6, 4, 2, 1, 1]]
];

/** Category by position, name, price, most pieces on a line, weight. */
const PRODUCTS: [category: number, name: string, price: number, most: number, weight: number][] = [
	[0, 'Beeswax taper', 4, 6, 8],
	[0, 'Tealights, box of 30', 7, 4, 9],
	[0, 'Soy candle, Sea Salt', 18, 3, 14],
	[0, 'Soy candle, Fig Leaf', 19, 3, 12],
	[0, 'Room diffuser, Cedar', 32, 2, 8],
	[0, 'Long matches in a jar', 5, 3, 6],
	[0, 'Incense, Driftwood', 11, 3, 5],
	[1, 'Stoneware mug', 14, 6, 14],
	[1, 'Stoneware dinner plate', 17, 6, 10],
	[1, 'Cereal bowl', 15, 6, 9],
	[1, 'Espresso cup', 10, 6, 7],
	[1, 'Serving platter', 46, 2, 6],
	[1, 'Water glass', 8, 6, 7],
	[1, 'Wine glass', 12, 6, 7],
	[1, 'Teapot, 1.2 l', 58, 1, 5],
	[2, 'Linen tea towel', 13, 4, 11],
	[2, 'Oak chopping board', 42, 2, 9],
	[2, 'Salt pig', 24, 2, 5],
	[2, 'Enamel saucepan', 64, 2, 7],
	[2, 'Bread knife', 37, 2, 6],
	[2, 'Cherry wood spoon', 6, 4, 7],
	[2, 'Storage jar, 1 l', 16, 4, 8],
	[3, 'Lambswool throw', 89, 2, 9],
	[3, 'Cushion cover', 29, 4, 10],
	[3, 'Linen napkins, set of 4', 34, 3, 7],
	[3, 'Linen duvet cover', 145, 2, 7],
	[3, 'Bath towel', 27, 4, 8],
	[3, 'Hand towel', 20, 4, 7],
	[3, 'Cotton rug', 118, 2, 5],
	[4, 'Table lamp, ceramic', 96, 2, 8],
	[4, 'Paper pendant', 52, 3, 7],
	[4, 'Oak stool', 128, 4, 6],
	[4, 'Linen armchair', 495, 2, 3],
	[4, 'Side table', 179, 2, 4],
	[4, 'Wall shelf, 80 cm', 74, 3, 6],
	[5, 'Terracotta pot', 13, 6, 11],
	[5, 'Watering can', 36, 1, 7],
	[5, 'Herb seeds', 3, 6, 8],
	[5, 'Garden lantern', 44, 3, 7],
	[5, 'Folding chair', 69, 4, 8]
];

export const GOODS: readonly Good[] = PRODUCTS.map(([category, name, price, most, weight], i) => {
	const number = 1 + PRODUCTS.slice(0, i).filter(([other]) => other === category).length;
	const [label, code] = CATEGORIES[category];
	return { sku: `${code}-${String(number).padStart(2, '0')}`, name, category: label, price, most, weight };
});

/** What those who keep coming back like more, and what those like more who soon leave: tenths, by category. */
const LEANINGS = [
	[16, 11, 13, 10, 7, 12],
	[8, 10, 9, 10, 14, 9]
];

/**
 * How often each product is bought.
 * @param month 1 to 12
 * @param leaning 0: of customers who keep coming back; 1: of others
 */
export const weightsOf = (month: number, leaning: number): number[] =>
	PRODUCTS.map(([category, , , , weight]) => weight * CATEGORIES[category][2][month - 1] * LEANINGS[leaning][category]);
