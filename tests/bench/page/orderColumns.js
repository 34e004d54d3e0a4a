// What every JavaScript peer must deliver: the typed columns that our import delivers, each cell validated.
const PLAIN = /^[!-@[-~]*$/;
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function grown(array) {
	const next = new array.constructor(array.length * 2);
	next.set(array);
	return next;
}

/** Two digits at a place, NaN where there are none. */
function number(text, place) {
	const high = text.charCodeAt(place) - 48;
	const low = text.charCodeAt(place + 1) - 48;
	return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : NaN;
}

/** Codes by order of first appearance, with the latest texts at hand in places found without hashing. */
class Dictionary {
	codes = new Map();
	#texts = new Array(1024).fill(null);
	#recent = new Int32Array(1024);
	code(text) {
		const end = text.length;
		const place =
			(text.charCodeAt(0) + 7 * text.charCodeAt(end >> 1) + 31 * text.charCodeAt(end - 1) + 131 * end) & 1023;
		if (this.#texts[place] === text) return this.#recent[place];
		let code = this.codes.get(text);
		if (code === undefined) this.codes.set(text, (code = this.codes.size));
		this.#texts[place] = text;
		this.#recent[place] = code;
		return code;
	}
}

/** Texts one after the other as UTF-16; text i is `units[offsets[i]..offsets[i + 1])`. Thousands of kept strings would slow the collector. */
class Texts {
	length = 0;
	units = new Uint16Array(1 << 16);
	offsets = new Int32Array(1 << 12);
	push(text) {
		const from = this.offsets[this.length++];
		while (from + text.length > this.units.length) this.units = grown(this.units);
		if (this.length === this.offsets.length) this.offsets = grown(this.offsets);
		for (let i = 0; i < text.length; i++) this.units[from + i] = text.charCodeAt(i);
		this.offsets[this.length] = from + text.length;
	}
	is(index, text) {
		const from = this.offsets[index];
		if (this.offsets[index + 1] - from !== text.length) return false;
		for (let i = 0; i < text.length; i++) if (this.units[from + i] !== text.charCodeAt(i)) return false;
		return true;
	}
}

/** Customer numbers by e-mail, trimmed and in lower case. A Map took four times as long on slices of a big text. */
class Customers {
	keys = new Texts();
	#hashes = new Int32Array(1 << 12);
	#entries = new Int32Array(1 << 12).fill(-1);

	number(text) {
		const key = PLAIN.test(text) ? text : text.trim().toLowerCase();
		let hash = key.length;
		for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
		hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
		const mask = this.#entries.length - 1;
		let place = hash & mask;
		for (; this.#entries[place] >= 0; place = (place + 1) & mask)
			if (this.#hashes[place] === hash && this.keys.is(this.#entries[place], key)) return this.#entries[place];
		const number = this.keys.length;
		this.#hashes[place] = hash;
		this.#entries[place] = number;
		this.keys.push(key);
		if (this.keys.length * 2 > this.#entries.length) this.#grow();
		return number;
	}

	#grow() {
		const hashes = this.#hashes;
		const entries = this.#entries;
		const mask = entries.length * 2 - 1;
		this.#hashes = grown(hashes);
		this.#entries = grown(entries).fill(-1);
		for (let old = 0; old < entries.length; old++) {
			if (entries[old] < 0) continue;
			let place = hashes[old] & mask;
			while (this.#entries[place] >= 0) place = (place + 1) & mask;
			this.#hashes[place] = hashes[old];
			this.#entries[place] = entries[old];
		}
	}
}

/** Days, minutes, amounts in cents, codes for texts that repeat; bad rows are kept apart with their number and reason. */
export class OrderColumns {
	length = 0;
	ids = new Texts();
	problems = [];
	day = new Int32Array(1024);
	minute = new Int16Array(1024);
	customer = new Int32Array(1024);
	country = new Int16Array(1024);
	channel = new Int16Array(1024);
	status = new Int16Array(1024);
	currency = new Int16Array(1024);
	product = new Int32Array(1024);
	quantity = new Int32Array(1024);
	unitPrice = new Float64Array(1024);
	gross = new Float64Array(1024);
	discount = new Float64Array(1024);
	total = new Float64Array(1024);
	customers = new Customers();
	countries = new Dictionary();
	channels = new Dictionary();
	statuses = new Dictionary();
	currencies = new Dictionary();
	products = new Dictionary();
	#row = 0;
	/** Days by 372 × year + 31 × month + day of the month, 0 where not yet worked out. */
	#dayOf = new Int32Array(372 * 2200);

	/** Numbers as numbers, NaN or null where the cell holds none; the rest as text. */
	push(id, date, email, country, channel, status, currency, product, quantity, unitPrice, discount, total) {
		const row = this.#row++;
		if (id === '' || id === null || id === undefined) return this.problems.push([row, 'missing_order_id']);
		const stamp = this.#stamp(date);
		if (stamp < 0) return this.problems.push([row, 'bad_date']);
		if (
			!Number.isFinite(quantity) ||
			!Number.isFinite(unitPrice) ||
			!Number.isFinite(discount) ||
			!Number.isFinite(total)
		)
			return this.problems.push([row, 'bad_money']);
		if (!currency) return this.problems.push([row, 'missing_currency']);
		const i = this.length++;
		if (i === this.day.length) this.#grow();
		this.ids.push(id);
		this.day[i] = Math.floor(stamp / 1440);
		this.minute[i] = stamp % 1440;
		this.customer[i] = this.customers.number(email);
		this.country[i] = this.countries.code(country);
		this.channel[i] = this.channels.code(channel);
		this.status[i] = this.statuses.code(status);
		this.currency[i] = this.currencies.code(currency);
		this.product[i] = this.products.code(product);
		this.quantity[i] = quantity;
		this.unitPrice[i] = Math.round(unitPrice * 100);
		this.gross[i] = this.quantity[i] * this.unitPrice[i];
		this.discount[i] = Math.round(discount * 100);
		this.total[i] = Math.round(total * 100);
	}

	/** Minutes since 1970 of `YYYY-MM-DD HH:MM`, -1 where it is no date. */
	#stamp(text) {
		const year = number(text, 0) * 100 + number(text, 2);
		const month = number(text, 5);
		const date = number(text, 8);
		const hour = number(text, 11);
		const minute = number(text, 14);
		if (text.length !== 16 || text[4] !== '-' || text[7] !== '-' || text[10] !== ' ' || text[13] !== ':') return -1;
		if (!(
			year >= 1990 &&
			year < 2100 &&
			month >= 1 &&
			month <= 12 &&
			date >= 1 &&
			date <= DAYS_IN_MONTH[month - 1] &&
			hour < 24 &&
			minute < 60
		))
			return -1;
		const place = year * 372 + month * 31 + date;
		if (this.#dayOf[place] === 0) {
			const time = Date.UTC(year, month - 1, date);
			if (new Date(time).getUTCDate() !== date) return -1;
			this.#dayOf[place] = time / 86_400_000;
		}
		return this.#dayOf[place] * 1440 + hour * 60 + minute;
	}

	#grow() {
		for (const name of Object.keys(this)) if (ArrayBuffer.isView(this[name])) this[name] = grown(this[name]);
	}

	/** Sums to check against the generator's. */
	facts() {
		const sum = (column) => column.subarray(0, this.length).reduce((a, b) => a + b, 0);
		const days = this.day.subarray(0, this.length);
		return {
			rows: this.length,
			rejected: this.problems.length,
			customers: this.customers.keys.length,
			quantity: sum(this.quantity),
			gross: sum(this.gross),
			discount: sum(this.discount),
			total: sum(this.total),
			firstDay: days.reduce((a, b) => Math.min(a, b)),
			lastDay: days.reduce((a, b) => Math.max(a, b))
		};
	}
}
