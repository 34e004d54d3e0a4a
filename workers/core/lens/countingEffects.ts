import type { CountingDefinition } from '../counting';
import { wallClock } from '../ledger/localTime';
import { periodOf } from '../ledger/periods';
import { RefundIntake } from '../ledger/refundIntake';
import type { PlacedRefund } from '../ledger/refundIntake';
import { NO_DAY, OFFSET_UTC, STATUS } from '../tables';
import type { DataSet, DecimalColumn, Dictionaries, LinesTable, OrdersTable, RefundsTable } from '../tables';
import type { CountedTotals, CountingEffect, CountingEffects } from './types';

/** Filled like a ledger: all refunds first, then all orders, then (where `needsLines` says so) all lines; then finished once. */
interface EffectsBuilder {
	addRefunds(batch: RefundsTable): void;
	addOrders(batch: OrdersTable): void;
	readonly needsLines: boolean;
	addLines(batch: LinesTable): void;
	finish(): CountingEffects;
}

/**
 * What the data adds up to under the definition in force and under others, without opening it under any of them: an order
 * matters by which reasons to leave it out apply, so orders are added up by pattern of reasons (at most sixteen) and
 * currency, and every definition is a sum of some of these.
 */
export const effectsBuilder = (
	now: CountingDefinition,
	others: readonly CountingDefinition[],
	dictionaries: Pick<Dictionaries, 'currency'>
): EffectsBuilder => new Builder(now, others, dictionaries);

/** The same of a data set that is in memory. */
export function countingEffects(
	now: CountingDefinition,
	others: readonly CountingDefinition[],
	data: DataSet
): CountingEffects {
	const builder = effectsBuilder(now, others, data.dictionaries);
	for (const batch of data.refunds) builder.addRefunds(batch);
	for (const batch of data.orders) builder.addOrders(batch);
	if (builder.needsLines) for (const batch of data.lines) builder.addLines(batch);
	return builder.finish();
}

/** Patterns of reasons: a bit a reason of {@link STATUS}. */
const PATTERNS = 16;
/** Day numbers fit between −65,536 and 65,535 (the years 1790 to 2149) with room for a zone. */
const DAYS = 1 << 17;
const DAY_ZERO = 1 << 16;

/** A sum of decimals of several scales. */
class DecimalSum {
	value = 0;
	scale = 0;

	add(value: number, scale: number): void {
		if (scale > this.scale) {
			this.value *= 10 ** (scale - this.scale);
			this.scale = scale;
		}
		this.value += value * 10 ** (this.scale - scale);
	}
}

/** What the orders of one pattern and currency add up to. */
class Sums {
	orders = 0;
	readonly gross = new DecimalSum();
	readonly discount = new DecimalSum();
	readonly tax = new DecimalSum();
	readonly shipping = new DecimalSum();
}

/** Numbers of 0 and above, by number. */
class Grown<T extends Uint8Array | Uint16Array | Int32Array> {
	constructor(private values: T) {}

	at(index: number): number {
		return this.values[index] ?? 0;
	}

	reserve(length: number): T {
		if (length > this.values.length) {
			const more = new (this.values.constructor as new (length: number) => T)(Math.max(length, this.values.length * 2));
			more.set(this.values);
			this.values = more;
		}
		return this.values;
	}

	get all(): T {
		return this.values;
	}
}

/** Days and what is found by them, in one time zone. */
class Zone {
	readonly last = new Float64Array(PATTERNS).fill(-Infinity);
	/** (customer, day, currency, pattern) of each order with a customer, where orders of a day are merged. */
	readonly keys: Float64Array[] = [];
	private readonly toLocal: ((utcMinute: number) => number) | null;

	constructor(
		name: string | null,
		readonly merges: boolean
	) {
		this.toLocal = name === null ? null : wallClock(name);
	}

	/** @returns the batch's own days where the zone moves none */
	days(batch: OrdersTable): ArrayLike<number> {
		const { toLocal } = this;
		if (toLocal === null) return batch.day;
		const days = new Int32Array(batch.length);
		for (let i = 0; i < batch.length; i++) {
			const utc = batch.offset[i] === OFFSET_UTC && batch.minute[i] >= 0;
			days[i] = utc ? Math.floor(toLocal(batch.day[i] * 1440 + batch.minute[i]) / 1440) : batch.day[i];
		}
		return days;
	}
}

/** Month of a day, looked up once a day. */
class Months {
	private readonly known = new Int32Array(DAYS).fill(-1);

	constructor(private readonly start: number) {}

	of(day: number): number {
		const month = this.known[day + DAY_ZERO];
		return month >= 0 ? month : (this.known[day + DAY_ZERO] = periodOf(day, 'month', this.start));
	}
}

class Builder implements EffectsBuilder {
	private readonly refunds = new RefundIntake();
	/** By currency code + 1, then pattern. */
	private readonly sums: Sums[][] = [];
	/** Currency codes of orders by pattern, in order of first appearance in all of the data. */
	private readonly seen: { code: number; pattern: number }[] = [];
	/** By customer number: a bit a pattern that they have an order of. */
	private readonly customers = new Grown(new Uint16Array(4096));
	private readonly zones = new Map<string | null, Zone>();
	private readonly months = new Map<number, Months>();
	private readonly utc = new Float64Array(PATTERNS);
	/** Orders counted now, by day. */
	private readonly byDay = new Int32Array(DAYS);
	private readonly moved: { otherDay: number; otherMonth: number }[];
	/** By order number, for refunds: pattern + 1, currency code + 1, day. */
	private readonly patternOf = new Grown(new Uint8Array(0));
	private readonly currencyOf = new Grown(new Uint16Array(0));
	private readonly dayOf = new Grown(new Int32Array(0));

	constructor(
		private readonly now: CountingDefinition,
		private readonly others: readonly CountingDefinition[],
		private readonly dictionaries: Pick<Dictionaries, 'currency'>
	) {
		const all = [now, ...others];
		for (const { timeZone } of all) {
			const merges = all.some((definition) => definition.timeZone === timeZone && definition.mergeSameDay);
			if (!this.zones.has(timeZone)) this.zones.set(timeZone, new Zone(timeZone, merges));
		}
		for (const { monthStart } of all) {
			if (!this.months.has(monthStart)) this.months.set(monthStart, new Months(monthStart));
		}
		this.moved = others.map(() => ({ otherDay: 0, otherMonth: 0 }));
	}

	get needsLines(): boolean {
		return this.refunds.needsLines;
	}

	addRefunds(batch: RefundsTable): void {
		this.refunds.addRefunds(batch);
	}

	addLines(batch: LinesTable): void {
		this.refunds.addLines(batch);
	}

	addOrders(batch: OrdersTable): void {
		const { length, customer, flags } = batch;
		this.refunds.addOrders(batch);
		const pattern = new Uint8Array(length);
		let highest = -1;
		for (let i = 0; i < length; i++) {
			pattern[i] = flags[i] & (PATTERNS - 1);
			if (customer[i] > highest) highest = customer[i];
		}
		const masks = this.customers.reserve(highest + 1);
		for (let i = 0; i < length; i++) if (customer[i] >= 0) masks[customer[i]] |= 1 << pattern[i];
		for (let i = 0; i < length; i++) if (batch.offset[i] === OFFSET_UTC && batch.minute[i] >= 0) this.utc[pattern[i]]++;
		this.addMoney(batch, pattern);
		const days = new Map([...this.zones].map(([name, zone]) => [zone, this.addDays(batch, pattern, zone, name)]));
		const own = days.get(this.zoneOf(this.now)) as ArrayLike<number>;
		const countedNow = allowed(this.now);
		for (let i = 0; i < length; i++) if ((countedNow >> pattern[i]) & 1) this.byDay[own[i] + DAY_ZERO]++;
		this.others.forEach((other, k) =>
			this.addMoved(own, days.get(this.zoneOf(other)) as ArrayLike<number>, pattern, k)
		);
		if (this.refunds.length > 0) this.rememberOrders(batch, pattern, own);
	}

	finish(): CountingEffects {
		const placed = this.refunds.length === 0 ? [] : this.refunds.place(this.refunds.scale);
		const now = this.totals(this.now, placed);
		const codes = this.currencies(this.now, []);
		const counted = allowed(this.now);
		return {
			now,
			effects: this.others.map((counting, k): CountingEffect => {
				const totals = this.totals(counting, placed);
				return { counting, totals, ...this.moved[k], ...this.movedRefunds(counting, placed, totals) };
			}),
			inUtc: this.utc.reduce((sum, orders, pattern) => sum + ((counted >> pattern) & 1 ? orders : 0), 0),
			ordersByCurrency: codes.map((code) => ({
				currency: this.nameOf(code),
				orders: this.sumsOf(code, counted).reduce((sum, { orders }) => sum + orders, 0)
			})),
			movedByMonthStart: this.movedByMonthStart()
		};
	}

	private zoneOf = ({ timeZone }: CountingDefinition): Zone => this.zones.get(timeZone) as Zone;
	private monthsOf = ({ monthStart }: CountingDefinition): Months => this.months.get(monthStart) as Months;
	private nameOf = (code: number): string => (code < 0 ? 'XXX' : this.dictionaries.currency[code]);

	private addMoney({ length, currency, gross, discount, tax, shipping }: OrdersTable, pattern: Uint8Array): void {
		// A class of pattern and currency is a row of sums: what an amount is added to is looked up once a column.
		const rowOf = new Int32Array(length);
		const rows: { sums: Sums; key: number }[] = [];
		const known = new Map<number, number>();
		for (let i = 0; i < length; i++) {
			const key = (currency[i] + 1) * PATTERNS + pattern[i];
			let row = known.get(key);
			if (row === undefined) {
				known.set(key, (row = rows.length));
				rows.push({ sums: this.sumsAt(currency[i], pattern[i]), key });
			}
			rowOf[i] = row;
		}
		const add = ({ values, scale }: DecimalColumn, which: 'gross' | 'discount' | 'tax' | 'shipping'): void => {
			const sums = new Float64Array(rows.length);
			for (let i = 0; i < length; i++) sums[rowOf[i]] += values[i];
			rows.forEach((row, r) => row.sums[which].add(sums[r], scale));
		};
		add(gross, 'gross');
		add(discount, 'discount');
		add(tax, 'tax');
		add(shipping, 'shipping');
		const orders = new Int32Array(rows.length);
		for (let i = 0; i < length; i++) orders[rowOf[i]]++;
		rows.forEach((row, r) => (row.sums.orders += orders[r]));
	}

	private sumsAt(code: number, pattern: number): Sums {
		const row = (this.sums[code + 1] ??= []);
		const known = row[pattern] as Sums | undefined;
		if (known) return known;
		this.seen.push({ code, pattern });
		return (row[pattern] = new Sums());
	}

	/** Sums of a currency over the patterns that count. */
	private sumsOf = (code: number, counted: number): Sums[] =>
		(this.sums[code + 1] ?? []).filter((_, pattern) => (counted >> pattern) & 1);

	private addDays(batch: OrdersTable, pattern: Uint8Array, zone: Zone, name: string | null): ArrayLike<number> {
		const { length, customer, currency } = batch;
		const days = name === null ? batch.day : zone.days(batch);
		for (let i = 0; i < length; i++) if (days[i] > zone.last[pattern[i]]) zone.last[pattern[i]] = days[i];
		if (zone.merges) {
			const keys = new Float64Array(length);
			const currencies = this.dictionaries.currency.length + 1;
			let n = 0;
			for (let i = 0; i < length; i++) {
				if (customer[i] < 0) continue;
				const day = customer[i] * DAYS + days[i] + DAY_ZERO;
				keys[n++] = (day * currencies + currency[i] + 1) * PATTERNS + pattern[i];
			}
			zone.keys.push(keys.subarray(0, n));
		}
		return days;
	}

	/** @param k of the other definition */
	private addMoved(own: ArrayLike<number>, theirs: ArrayLike<number>, pattern: Uint8Array, k: number): void {
		const other = this.others[k];
		if (own === theirs && other.monthStart === this.now.monthStart) return;
		const both = allowed(this.now) & allowed(other);
		const [before, after] = [this.monthsOf(this.now), this.monthsOf(other)];
		for (let i = 0; i < pattern.length; i++) {
			if (((both >> pattern[i]) & 1) === 0) continue;
			if (own[i] !== theirs[i]) this.moved[k].otherDay++;
			if (before.of(own[i]) !== after.of(theirs[i])) this.moved[k].otherMonth++;
		}
	}

	private rememberOrders({ length, number, currency }: OrdersTable, pattern: Uint8Array, day: ArrayLike<number>): void {
		let highest = -1;
		for (let i = 0; i < length; i++) if (number[i] > highest) highest = number[i];
		const patterns = this.patternOf.reserve(highest + 1);
		const currencies = this.currencyOf.reserve(highest + 1);
		const days = this.dayOf.reserve(highest + 1);
		for (let i = 0; i < length; i++) {
			patterns[number[i]] = pattern[i] + 1;
			currencies[number[i]] = currency[i] + 1;
			days[number[i]] = day[i];
		}
	}

	/** Codes of the currencies that a ledger under this definition would hold, in its order: orders first, then refunds of none. */
	private currencies(definition: CountingDefinition, placed: readonly PlacedRefund[]): number[] {
		const counted = allowed(definition);
		const codes: number[] = [];
		for (const { code, pattern } of this.seen) {
			if ((counted >> pattern) & 1 && !codes.includes(code)) codes.push(code);
		}
		for (const { order, currency } of placed) {
			if (order < 0 && (currency >= 0 || codes.length !== 1) && !codes.includes(currency)) codes.push(currency);
		}
		return codes;
	}

	private totals(definition: CountingDefinition, placed: readonly PlacedRefund[]): CountedTotals {
		const counted = allowed(definition);
		let last = -Infinity;
		this.zoneOf(definition).last.forEach((day, pattern) => {
			if ((counted >> pattern) & 1 && day > last) last = day;
		});
		if (last === -Infinity) return { customers: 0, orders: 0, net: [], lastDay: null };
		const codes = this.currencies(definition, placed);
		const wanted = codes.filter((code) => this.nameOf(code) === definition.currency);
		const reported = wanted.length > 0 ? wanted : codes;
		let orders = 0;
		for (const code of codes) for (const sums of this.sumsOf(code, counted)) orders += sums.orders;
		return {
			customers: this.customersOf(counted),
			orders: definition.mergeSameDay ? orders - this.mergedOrders(definition) : orders,
			net: reported.map((code) => ({
				currency: this.nameOf(code),
				value: this.netOf(definition, code, { placed, last, only: codes.length === 1 })
			})),
			lastDay: last
		};
	}

	private customersOf(counted: number): number {
		const masks = this.customers.all;
		let customers = 0;
		let patterns = 0;
		for (let pattern = 0; pattern < PATTERNS; pattern++) if ((counted >> pattern) & 1) patterns |= 1 << pattern;
		for (let c = 0; c < masks.length; c++) if (masks[c] & patterns) customers++;
		return customers;
	}

	/** Orders that vanish in another of the same customer, day and currency. */
	private mergedOrders(definition: CountingDefinition): number {
		const zone = this.zoneOf(definition);
		const counted = allowed(definition);
		if (zone.keys.length > 1) {
			const all = new Float64Array(zone.keys.reduce((sum, { length }) => sum + length, 0));
			let at = 0;
			for (const part of zone.keys) {
				all.set(part, at);
				at += part.length;
			}
			zone.keys.splice(0, zone.keys.length, all);
		}
		const keys = zone.keys[0] ?? new Float64Array(0);
		keys.sort();
		let merged = 0;
		let previous = -1;
		for (let i = 0; i < keys.length; i++) {
			const purchase = Math.floor(keys[i] / PATTERNS);
			if (((counted >> (keys[i] - purchase * PATTERNS)) & 1) === 0) continue;
			if (purchase === previous) merged++;
			previous = purchase;
		}
		return merged;
	}

	private netOf(
		{ value, includeTax, includeShipping, ...definition }: CountingDefinition,
		code: number,
		{ placed, last, only }: { placed: readonly PlacedRefund[]; last: number; only: boolean }
	): number {
		const counted = allowed(definition);
		const sum = new DecimalSum();
		for (const { gross, discount, tax, shipping } of this.sumsOf(code, counted)) {
			sum.add(gross.value, gross.scale);
			if (value === 'net') sum.add(-discount.value, discount.scale);
			if (includeTax) sum.add(tax.value, tax.scale);
			if (includeShipping) sum.add(shipping.value, shipping.scale);
		}
		if (value === 'net') {
			for (const refund of placed) {
				if (refund.day > last || this.currencyOfRefund(refund, code, only) !== code) continue;
				if (this.lowers(refund, counted)) sum.add(-refund.amount, this.refunds.scale);
			}
		}
		return sum.value / 10 ** sum.scale;
	}

	/** A refund goes with its order; one of no order lowers net whatever counts. */
	private lowers = ({ order }: PlacedRefund, counted: number): boolean =>
		order < 0 || ((counted >> (this.patternOf.at(order) - 1)) & 1) === 1;

	private currencyOfRefund({ order, currency }: PlacedRefund, code: number, only: boolean): number {
		if (order >= 0) return this.currencyOf.at(order) - 1;
		return currency < 0 && only ? code : currency;
	}

	/** Of refunds whose order counts now and then: those that lower another month, because they go to another. */
	private movedRefunds(
		then: CountingDefinition,
		placed: readonly PlacedRefund[],
		{ net, lastDay }: CountedTotals
	): Pick<CountingEffect, 'refundsMoved' | 'refundsMovedSum'> {
		const sums = net.map(({ currency }) => ({ currency, value: 0 }));
		const stays = then.refundsIn === this.now.refundsIn || then.value === 'gross' || this.now.value === 'gross';
		if (stays || lastDay === null) return { refundsMoved: 0, refundsMovedSum: sums };
		const both = allowed(this.now) & allowed(then);
		const months = this.monthsOf(this.now);
		const perUnit = 10 ** this.refunds.scale;
		let moved = 0;
		for (const refund of placed) {
			const { order, day, amount } = refund;
			if (order < 0 || day === NO_DAY || day > lastDay || !this.lowers(refund, both)) continue;
			if (months.of(day) === months.of(this.dayOf.at(order))) continue;
			const currency = this.nameOf(this.currencyOf.at(order) - 1);
			const sum = sums.find((one) => one.currency === currency);
			if (!sum) continue;
			moved++;
			sum.value += amount;
		}
		for (const sum of sums) sum.value /= perUnit;
		return { refundsMoved: moved, refundsMovedSum: sums };
	}

	private movedByMonthStart(): Int32Array {
		const moved = new Int32Array(28);
		const own = this.monthsOf(this.now);
		for (let d = 0; d < DAYS; d++) {
			if (this.byDay[d] === 0) continue;
			const day = d - DAY_ZERO;
			for (let start = 1; start <= 28; start++) {
				if (periodOf(day, 'month', start) !== own.of(day)) moved[start - 1] += this.byDay[d];
			}
		}
		return moved;
	}
}

/** A bit a pattern of reasons that leaves no order out under a definition. */
function allowed({ exclude }: Pick<CountingDefinition, 'exclude'>): number {
	const mask = exclude.reduce((bits, reason) => bits | STATUS[reason], 0);
	let patterns = 0;
	for (let pattern = 0; pattern < PATTERNS; pattern++) if ((pattern & mask) === 0) patterns |= 1 << pattern;
	return patterns;
}
