import type { DateOrder, Field } from '../types';

/** A way by which a layout tells the customer; headers as {@link normaliseHeader} makes them. */
export type PresetIdentity =
	| { kind: 'email'; header: string }
	| { kind: 'id'; headers: readonly string[]; prefix: string }
	| { kind: 'phone'; header: string; country: readonly string[] }
	| { kind: 'name'; header: string; postCode: string };

/** A known layout, as data. Headers stand normalised; where several are listed, the first one that has a value is taken. */
export interface Preset {
	/** Layout id. */
	id: string;
	/** Each entry: alternatives, one of which the header row must hold. */
	required: readonly (readonly string[])[];
	forbidden: readonly string[];
	fields: Partial<Record<Field, readonly string[]>>;
	identity: readonly PresetIdentity[];
	/** Rules that columns alone do not tell: presets/rowRules.ts. */
	rules: 'shopify' | 'uci';
	/** A date here: the order was cancelled. */
	cancelledAt?: string;
	/** Currency by the layout's documentation. */
	currency?: string;
	/** Day order by the layout's documentation, where the data cannot tell. */
	dateOrder?: DateOrder;
}
