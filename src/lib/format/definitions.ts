/**
 * What each figure is: the one place that words it, for the sheet beside a figure and for the page that lists them all.
 */

/** How an interval is made, named as it is in the field. */
export const INTERVALS = {
	wilson: 'Wilson',
	newcombe: 'Newcombe',
	clustered: 'customer-clustered linearisation'
} as const;

export interface Definition {
	id: string;
	title: string;
	/** @param when "in the window", or "between … and …": the days it is counted over */
	what: (when: string) => string;
	/** How its interval is made; null: it is counted, so it has none. Absent where it is no figure. */
	interval?: 'wilson' | 'clustered' | null;
	/** When the figure leads astray, in one sentence. */
	misleads?: string;
}

export const DEFINITIONS = [
	{
		id: 'counts',
		title: 'Which orders count',
		what: () =>
			'Paid, partly paid, refunded, complete, processing and shipped orders count. Cancelled, test, voided and unpaid ones are kept and left out; the first of these that applies is the reason. Settings can change each of them. A fully refunded order still counts, with net 0.'
	},
	{
		id: 'net',
		title: 'Net',
		what: (when) =>
			`What the orders ${when} brought: gross less discounts less refunds of merchandise. Gross is quantity × price, or the subtotal of the file; shipping and tax are left out unless Settings says otherwise. Sums are exact, rounded only where they are shown. Currencies are never added up.`,
		interval: null,
		misleads: 'Refunds of the newest orders are still to come, so the last weeks look better than they will have been.'
	},
	{
		id: 'orders',
		title: 'Orders',
		what: (when) => `Different counted order numbers ${when}, those without a customer among them.`,
		interval: null,
		misleads: 'A shop that splits deliveries into several orders has more of them and no more customers.'
	},
	{
		id: 'as-of',
		title: 'As of a day, and the window',
		what: () =>
			'Everything up to and including that day; without a choice the day of the last counted order, never the clock of this device. A window is the 12 months that end with that day, compared with the 12 before. Data shorter than 24 months is compared by its two halves, and that is said.'
	},
	{
		id: 'aov',
		title: 'Order value, mean',
		what: (when) => `Net divided by orders ${when}. Its interval treats the orders of one customer as one source.`,
		interval: 'clustered',
		misleads: 'A few very large orders pull the mean away from what a usual order is: look at the median too.'
	},
	{
		id: 'aov-median',
		title: 'Order value, median',
		what: (when) => `Half of the orders ${when} came to less than this net value, half to more (type 7).`,
		interval: null,
		misleads: 'It does not change when the largest orders do, however much of the money they are.'
	},
	{
		id: 'repeat',
		title: 'Ordered more than once',
		what: (when) => `Of the customers with an order ${when}, the share with at least two in that time.`,
		interval: 'wilson',
		misleads: 'Who came late in the window has had little time for a second order, so a growing shop looks worse.'
	},
	{
		id: 'repeat-ever',
		title: 'Bought more than once, ever',
		what: (when) => `Of all customers with an order ${when}, the share with at least two.`,
		interval: 'wilson',
		misleads: 'It rises with the length of the data alone: two shops compare only over the same time.'
	},
	{
		id: 'repeat-12',
		title: 'Repeat index, 12 months',
		what: (when) =>
			`Of the customers with an order ${when}, the 12 months to the day shown, the share with at least two.`,
		interval: 'wilson',
		misleads: 'Who came late in the months has had little time for a second order.'
	},
	{
		id: 'repeat-6',
		title: 'Repeat index, 6 months',
		what: (when) =>
			`Of the customers with an order ${when}, the 6 months to the day shown, the share with at least two.`,
		interval: 'wilson',
		misleads: 'Six months hold one season only: a shop of one season looks better or worse than it is.'
	},
	{
		id: 'retention',
		title: 'Kept from the window before',
		what: (when) =>
			`Of the customers with an order in the equally long window before, the share with one ${when}. Churn is 1 less that, under the same definition.`,
		interval: 'wilson',
		misleads:
			'Where people buy less often than once in a window, it counts many as lost who are only between two orders.'
	},
	{
		id: 'frequency',
		title: 'Orders a customer',
		what: (when) => `Orders of customers ${when} divided by the customers who placed them.`,
		interval: 'clustered',
		misleads: 'Whoever ordered nothing is not in it: it can rise because the rare buyers stay away.'
	},
	{
		id: 'revenue-per-customer',
		title: 'Net a customer',
		what: (when) => `Net of customers ${when} divided by the customers with an order in that time.`,
		interval: 'clustered',
		misleads: 'A few large customers carry much of it: most customers bring less than the mean.'
	},
	{
		id: 'units',
		title: 'Units an order',
		what: (when) => `Quantities of merchandise lines ${when} divided by orders.`,
		interval: 'clustered',
		misleads: 'A file without lines has no quantities, and one wholesale order can outweigh a month of others.'
	},
	{
		id: 'new',
		title: 'New customers',
		what: (when) => `Customers whose first counted order ever lies ${when}.`,
		interval: null,
		misleads: 'Who bought before the data begins looks new in its first months.'
	},
	{
		id: 'returning',
		title: 'Returning customers',
		what: (when) => `Customers with an order ${when} whose first counted order lies before.`,
		interval: null,
		misleads: 'In the first months of the data hardly anybody can be returning, because what came before is not in it.'
	},
	{
		id: 'customers',
		title: 'Customers',
		what: (when) => `Different customers with a counted order ${when}.`,
		interval: null,
		misleads: 'One person with two addresses is two customers, and an office with one address is one.'
	},
	{
		id: 'gross',
		title: 'Gross',
		what: (when) =>
			`Quantity × price of the merchandise ordered ${when}, or the subtotal of the file, before anything is taken off.`,
		interval: null,
		misleads: 'Nobody paid it: discounts and refunds are still in it.'
	},
	{
		id: 'discounts',
		title: 'Discounts',
		what: (when) => `What was taken off the gross of orders ${when}, by code, offer or hand.`,
		interval: null,
		misleads: 'A lowered list price is no discount in the file, so a permanent sale can show none.'
	},
	{
		id: 'refunds',
		title: 'Refunds of merchandise',
		what: (when) =>
			`What was given back for merchandise of orders ${when}, at most what was paid for it. Refunds that fit no order are among them.`,
		interval: null,
		misleads: 'Refunds of the newest orders are still to come.'
	},
	{
		id: 'months',
		title: 'Net by month',
		what: (when) =>
			`Net of the orders ${when} by calendar month. A refund lowers the month of its order unless Settings says its own; one that fits no order lowers its own month.`,
		interval: null,
		misleads: 'A month that has not ended looks like a fall: it is striped.'
	},
	{
		id: 'layers',
		title: 'Net by when customers first came',
		what: (when) =>
			`Net of the orders ${when} by calendar month, in layers by the year of a customer’s first counted order (by its quarter where the data is shorter than two years). Orders without a customer are a layer of their own; layers add up to the month.`,
		interval: null,
		misleads: 'Whoever bought before the data begins stands in the oldest layer, which makes it thicker than it was.'
	},
	{
		id: 'concentration',
		title: 'Concentration',
		what: (when) =>
			`How much of all customers’ net ${when} the best ones brought: the top q % are the customers of highest net, rounded up to a whole customer. Gini is taken over net a customer with negative sums set to 0; how many were is said.`,
		interval: null,
		misleads: 'Whoever came early has had longer to spend, so a part of it is age and not worth.'
	},
	{
		id: 'gaps',
		title: 'Days between purchases',
		what: (when) =>
			`Between consecutive days on which a customer bought ${when}, all customers together; quantiles of type 7. A gap that has not ended is not in it.`,
		interval: null,
		misleads: 'Long silences that have not ended are missing, so people really wait longer than this says.'
	},
	{
		id: 'findings',
		title: 'What to look at first',
		what: () =>
			'Nine kinds of findings are looked for, always the same ones, each only where enough customers or orders carry it and its 95 % interval is clear of chance; where several products, countries or channels are tested at once, each gets an equal part of the 5 % (Bonferroni). They are ranked by the money they concern, and what is held back is named with its reason. Gone silent: three purchase days or more, no order for over twice the own median gap and for longer than nine of ten gaps of the shop.'
	},
	{
		id: 'rfm',
		title: 'Scores and the eleven segments',
		what: () =>
			'Recency is the day after the day shown less the last order day; frequency counts orders; money is net. Scores 1 to 5 by rank (rule A: equal values share the lower score), by equal fifths (rule B: equal values parted by customer key), by cut points (rule C: the 20, 40, 60 and 80 % points), or by fixed borders. Champions R5 F4–5, Loyal R3–4 F4–5, Potential loyalists R4–5 F2–3, New R5 F1, Promising R4 F1, Need attention R3 F3, About to sleep R3 F1–2, Can’t lose R1–2 F5, At risk R1–2 F3–4, Hibernating R2 F1–2, Lost R1 F1–2.'
	},
	{
		id: 'cohorts',
		title: 'Cohorts',
		what: () =>
			'Customers by the period of their first counted order; the nth period after it is a column. A cell is unfinished when its period ends after the day shown; unfinished cells are left out of the mean, which weighs each cohort by its customers.'
	},
	{
		id: 'who',
		title: 'Who is one customer',
		what: () =>
			'The e-mail address, else the shop’s own number, else the phone, else the name with the post code. Compared in lower case, without spare blanks.'
	},
	{
		id: 'device',
		title: 'What stays here',
		what: () =>
			'Files are read in this browser, orders are kept in it, and every figure is counted in it. The page is not allowed to talk to any other address than its own, and sends nothing there but requests for its own files.'
	}
] as const satisfies readonly Definition[];

export type DefinitionId = (typeof DEFINITIONS)[number]['id'];

const BY_ID = new Map<string, Definition>(DEFINITIONS.map((definition) => [definition.id, definition]));

export const definition = (id: DefinitionId): Definition => BY_ID.get(id) as Definition;

/** How its interval is made, as a sentence. */
export const intervalSentence = ({ interval }: Definition): string =>
	interval === undefined
		? ''
		: interval === null
			? 'Counted, so it has no interval.'
			: `95 % interval by ${INTERVALS[interval]}${interval === 'wilson' ? `, of a difference by ${INTERVALS.newcombe}` : ''}.`;
