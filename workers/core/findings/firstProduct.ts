import { addMonths } from '../ledger/calendar';
import { rate } from '../metrics/estimates';
import { bonferroni, newcombe } from '../numeric/intervals';
import { NONE } from '../tables';
import { held, isHere } from './shop';
import type { Shop } from './shop';
import { NEEDED } from './types';
import type { Finding, HeldBack } from './types';

/**
 * Whoever began with one product comes back within 12 months more than the rest: of customers whose first order is a year
 * old, those who bought on another day within 12 months of it. Every product with enough of them is tested, Newcombe's
 * interval at 5 % / tests (Bonferroni); told is the one whose lower bound is highest, if above 0.
 */
export function firstProduct(shop: Shop): Finding | HeldBack {
	const { ledger, cut, facts, net, perUnit } = shop;
	const { offset, day } = ledger;
	const yearAgo = addMonths(cut.day, -12);
	const products = new Map<number, { came: number; back: number; money: number }>();
	let came = 0;
	let back = 0;
	let named = 0;
	for (let c = 0; c < ledger.customers; c++) {
		if (!isHere(shop, c)) continue;
		const number = facts.firstProduct[c];
		if (number !== NONE) named++;
		const first = day[offset[c]];
		if (first > yearAgo) continue;
		let next = offset[c] + 1;
		while (next < cut.end[c] && day[next] === first) next++;
		const returned = next < cut.end[c] && day[next] <= addMonths(first, 12) ? 1 : 0;
		came++;
		back += returned;
		if (number === NONE) continue;
		const product = products.get(number) ?? { came: 0, back: 0, money: 0 };
		product.came++;
		product.back += returned;
		product.money += net[c];
		products.set(number, product);
	}
	if (named === 0) return held('first-product', 'absent');
	const tested = [...products].filter(
		([, product]) => product.came >= NEEDED.product && came - product.came >= NEEDED.product
	);
	if (tested.length === 0) {
		const most = Math.max(0, ...[...products.values()].map((product) => product.came));
		return held('first-product', 'too-few', Math.min(most, came), NEEDED.product);
	}
	const z = bonferroni(tested.length);
	const [best] = tested
		.map(([product, of]) => ({
			product,
			...of,
			difference: newcombe(of.back, of.came, back - of.back, came - of.came, z)
		}))
		.sort((a, b) => b.difference.low - a.difference.low || a.product - b.product);
	if (best.difference.low <= 0) return held('first-product', 'within-chance', tested.length);
	if (best.money <= 0) return held('first-product', 'small');
	const share = rate(best.back, best.came);
	const rest = rate(back - best.back, came - best.came);
	return {
		kind: 'first-product',
		money: best.money / perUnit,
		counts: { came: best.came, others: came - best.came, tested: tested.length },
		params: {
			product: best.product,
			share,
			rest,
			difference: { value: (share.value as number) - (rest.value as number), ...best.difference }
		},
		evidence: { show: 'customers', rule: { kind: 'first-product', products: [best.product] } }
	};
}
