// A seeded order file: one line an order, 12 named columns, about 90 bytes a row, customers as skewed as a shop's.
import { createHash } from 'node:crypto';
import {
	closeSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	writeFileSync,
	writeSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const HEADER = [
	'Order ID',
	'Date',
	'Email',
	'Country',
	'Channel',
	'Status',
	'Currency',
	'Product',
	'Quantity',
	'Unit Price',
	'Discount',
	'Total'
];
/** The mapping file under which Perennial reads these orders. */
export const MAPPING = {
	name: 'bench',
	columns: {
		order_id: 'Order ID',
		date: 'Date',
		email: 'Email',
		country: 'Country',
		channel: 'Channel',
		status: 'Status',
		currency: 'Currency',
		product_name: 'Product',
		quantity: 'Quantity',
		unit_price: 'Unit Price',
		discount: 'Discount',
		total: 'Total'
	},
	header: true,
	delimiter: ',',
	encoding: 'utf-8',
	date_order: 'ymd',
	decimal: '.'
};
/** Status words that leave an order out of every figure. */
export const EXCLUDED = ['cancelled', 'pending'];
/** Days since 1970-01-01 of 2023-01-01, and how many follow: two years. */
export const FIRST_DAY = 19_358;
const DAYS = 731;
const CUSTOMERS_AN_ORDER = 0.27;
/** Raised with every change of what is written, so that no older file is taken from the cache. */
const VERSION = 1;

/** Uniform numbers in [0, 1) by mulberry32. */
function uniform(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Words with their weights, drawn by a table of 256 places. */
function words(weights) {
	const table = [];
	for (const [word, share] of Object.entries(weights))
		for (let k = 0; k < Math.round(share * 256); k++) table.push(word);
	const most = Object.keys(weights)[0];
	while (table.length < 256) table.push(most);
	return (u) => table[Math.floor(u * 256)];
}
const country = words({
	DE: 0.4,
	AT: 0.15,
	CH: 0.1,
	FR: 0.1,
	NL: 0.07,
	IT: 0.05,
	ES: 0.05,
	PL: 0.03,
	BE: 0.02,
	SE: 0.01,
	DK: 0.01,
	GB: 0.01
});
const channel = words({ web: 0.6, app: 0.2, store: 0.15, phone: 0.05 });
const status = words({ paid: 0.85, complete: 0.08, shipped: 0.04, cancelled: 0.02, pending: 0.01 });
const NAMES = [
	'ana',
	'ben',
	'cleo',
	'dora',
	'eva',
	'finn',
	'gil',
	'hugo',
	'ida',
	'jan',
	'lea',
	'mia',
	'noah',
	'ole',
	'pia',
	'rut'
];
const GOODS = ['Mug', 'Plate', 'Bowl', 'Vase', 'Candle', 'Towel', 'Basket', 'Lamp', 'Tray', 'Jar'];
const KINDS = ['blue', 'green', 'white', 'oak', 'linen'];
const SIZES = ['S', 'M', 'L', 'XL', 'XS'];

const two = (value) => (value < 10 ? `0${value}` : `${value}`);
const money = (cents) => `${Math.trunc(cents / 100)}.${two(cents % 100)}`;

/**
 * Rows of the file as text, and what they add up to.
 * @param {number} rows orders
 * @param {number} seed
 * @param {(text: string) => void} write gets pieces of about 1 MB
 * @returns sums over all orders (cents, pieces) and over the counted ones, to check every reader against
 */
function generate(rows, seed, write) {
	const next = uniform(seed);
	const customers = Math.max(1, Math.round(rows * CUSTOMERS_AN_ORDER));
	const joined = Float32Array.from({ length: customers }, () => next() * 0.95);
	// Everyone buys once; who buys again is skewed: the first customer about a thousand times as often as one of the many.
	const buyers = new Int32Array(rows);
	const bend = (u) => ((u + 0.1) ** 4 - 0.1 ** 4) / (1.1 ** 4 - 0.1 ** 4);
	for (let i = 0; i < rows; i++) buyers[i] = i < customers ? i : Math.floor(customers * bend(next()));
	for (let i = rows - 1; i > 0; i--) {
		const k = Math.floor(next() * (i + 1));
		[buyers[i], buyers[k]] = [buyers[k], buyers[i]];
	}
	const days = Array.from({ length: DAYS }, (_, d) =>
		new Date((FIRST_DAY + d) * 86_400_000).toISOString().slice(0, 10)
	);
	const products = GOODS.flatMap((good) => KINDS.flatMap((kind) => SIZES.map((size) => `${good} ${kind} ${size}`)));
	const prices = products.map(() => 290 + 10 * Math.floor(900 * next() ** 2));
	const seen = new Uint8Array(customers);
	const truth = {
		rows,
		customers,
		counted: 0,
		quantity: 0,
		gross: 0,
		discount: 0,
		total: 0,
		countedTotal: 0,
		firstDay: Infinity,
		lastDay: -Infinity,
		bytes: 0
	};
	const put = (text) => {
		truth.bytes += text.length;
		write(text);
	};
	let text = `${HEADER.join(',')}\n`;
	for (let i = 0; i < rows; i++) {
		const who = buyers[i];
		const from = joined[who];
		const when = seen[who] === 0 ? from : from + (1 - from) * next();
		seen[who] = 1;
		const minutes = Math.floor(when * DAYS * 1440);
		const day = Math.min(DAYS - 1, Math.floor(minutes / 1440));
		const minute = minutes % 1440;
		const product = Math.floor(products.length * next() ** 1.5);
		const quantity = 1 + Math.floor(4 * next() ** 4);
		const gross = quantity * prices[product];
		const u = next();
		const discount = u < 0.8 ? 0 : Math.round(gross * (u < 0.9 ? 0.1 : 0.15));
		const word = status(next());
		text += `${1_000_001 + i},${days[day]} ${two(Math.floor(minute / 60))}:${two(minute % 60)},${NAMES[who & 15]}${who}@m.test,${country(next())},${channel(next())},${word},EUR,${products[product]},${quantity},${money(prices[product])},${money(discount)},${money(gross - discount)}\n`;
		truth.quantity += quantity;
		truth.gross += gross;
		truth.discount += discount;
		truth.total += gross - discount;
		truth.firstDay = Math.min(truth.firstDay, FIRST_DAY + day);
		truth.lastDay = Math.max(truth.lastDay, FIRST_DAY + day);
		if (!EXCLUDED.includes(word)) {
			truth.counted++;
			truth.countedTotal += gross - discount;
		}
		if (text.length > 1 << 20) {
			put(text);
			text = '';
		}
	}
	put(text);
	return truth;
}

/**
 * The order file of these parameters, written once and then taken from the temporary folder.
 * @returns {{ path: string, truth: ReturnType<typeof generate> }} money in cents, days since 1970-01-01
 */
export function orderFile(rows, seed = 1) {
	const folder = join(tmpdir(), 'perennial-bench');
	mkdirSync(folder, { recursive: true });
	const key = createHash('sha256')
		.update(JSON.stringify([VERSION, rows, seed]))
		.digest('hex')
		.slice(0, 12);
	const path = join(folder, `orders-${rows}-${key}.csv`);
	if (!existsSync(`${path}.json`)) {
		const unfinished = `${path}.${process.pid}`;
		const file = openSync(unfinished, 'w');
		const truth = generate(rows, seed, (text) => writeSync(file, text));
		closeSync(file);
		renameSync(unfinished, path);
		writeFileSync(`${path}.json`, JSON.stringify(truth));
	}
	return { path, truth: JSON.parse(readFileSync(`${path}.json`, 'utf8')) };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const [rows = '1e5', to, seed = '1'] = process.argv.slice(2);
	const { path, truth } = orderFile(Number(rows), Number(seed));
	if (to) copyFileSync(path, to);
	console.log(to ?? path, truth, `${(truth.bytes / truth.rows).toFixed(1)} bytes a row`);
}
