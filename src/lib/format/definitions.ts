/**
 * What each figure is: the one place that words it, for the sheet beside a figure and for the page that lists them all.
 */

/** How an interval is made, named as it is in the field. */
export const INTERVALS = {
	wilson: 'Wilson',
	newcombe: 'Newcombe',
	clustered: 'customer-clustered linearisation',
	information: 'the observed information of the log parameters, linearised',
	outcome: 'the observed information of the log parameters and the spread of the outcome',
	greenwood: 'Greenwood’s variance on the log-log scale'
} as const;

export interface Definition {
	id: string;
	title: string;
	/** @param when "in the window", or "between … and …": the days it is counted over */
	what: (when: string) => string;
	/** How its interval is made; null: it is counted, so it has none. Absent where it is no figure. */
	interval?: keyof Omit<typeof INTERVALS, 'newcombe'> | null;
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
		id: 'continuation',
		title: 'Cohorts, continued',
		what: () =>
			'What is expected of a cohort in the periods to come, from its own customers: given how often and when each of them bought, the model in use expects so many purchases of each in a period, and has a chance of at least one. Added up they are the orders and the share of customers who order; with the spend expected of a purchase they are added to the net so far. A period under way is completed: what has come of it, and what is expected of its rest. At most twelve periods, and no more than the longest cohort has behind it. The interval is that of what will happen: the parameters’ uncertainty, and the chance in what so many customers do.',
		interval: 'outcome',
		misleads: 'The models know no seasons: what comes every December is spread over the year ahead.'
	},
	{
		id: 'subscriptions',
		title: 'Subscribers',
		what: () =>
			'Where Settings say that orders are renewals. Renewal n is due n periods after the first order, and its time runs from half a period before that day to half a period after; it came when an order falls within its time, and is decided when its time has passed. The first renewal that did not come ends the subscription; who orders later counts as lost. Still there after n renewals: Kaplan–Meier over the decided ones. Continued by the shifted beta-geometric (Fader & Hardie 2007): at each renewal a subscriber leaves with a chance of their own, Beta-distributed over subscribers. What is left (Fader & Hardie 2010, DERL): the periods still expected, each discounted, from the day the next renewal is due; value is that × net of a paid period × margin. Refused below 10 renewals, 3 periods, or without anybody lost.',
		interval: 'information',
		misleads: 'A renewal that is late by more than half a period is taken for the end.'
	},
	{
		id: 'occasions',
		title: 'Set occasions',
		what: () =>
			'Where Settings say that customers buy or do not at set occasions. Every period of the calendar after that of the first order is one; it is taken by an order within it, and the period under way is none yet. BG/BB (Fader, Hardie & Shang 2010): a customer takes each occasion with a chance of their own and before each leaves for good with another, both Beta-distributed. Value: net of an occasion by Gamma-Gamma × occasions still expected, each discounted (DERT) × margin. Refused below 10 occasions taken or 3 occasions.',
		interval: 'outcome',
		misleads: 'Two orders within one period are one occasion taken.'
	},
	{
		id: 'models',
		title: 'Models of purchases and of spend',
		what: () =>
			'Every customer buys at a rate of their own and one day leaves unnoticed; rates and leaving differ between customers by distributions whose parameters are fitted to the purchase days of all. BG/NBD (Fader, Hardie & Lee 2005): may leave after any repeat purchase. MBG/NBD (Batislam, Denizel & Filiztekin 2007): after the first one too. Pareto/NBD (Schmittlein, Morrison & Colombo 1987): at any time. Spend a purchase by Gamma-Gamma (Fader & Hardie 2013). Orders of one day are one purchase; times are in weeks. The fit is the maximum of the likelihood less a weak penalty on the log parameters, one customer’s worth; without it the parameters stand beside.',
		interval: 'information',
		misleads: 'The models know no seasons, no campaigns and no growth: what is to come is like what was.'
	},
	{
		id: 'value',
		title: 'Value expected of known customers',
		what: () =>
			'Of every customer known on the day shown: purchases expected in each month ahead × value expected of a purchase × margin, each month discounted to its end by (1 + rate)^(months / 12), added up over customers. Until a margin is given it is revenue. Months are 365.25 / 84 weeks (convention B).',
		interval: 'information',
		misleads: 'Nobody who comes new is in it, so it is no forecast of the shop’s revenue.'
	},
	{
		id: 'expected-purchases',
		title: 'Purchases expected of known customers',
		what: () =>
			'Purchase days that all known customers together are expected to have in the months ahead: the conditional expectation of the model in use for each customer’s number of purchases, time of the last, and age, added up.',
		interval: 'outcome',
		misleads: 'A season or a campaign ahead moves it; the interval knows of neither.'
	},
	{
		id: 'known-share',
		title: 'Share from known customers',
		what: () =>
			'Revenue expected of known customers, divided by that and the revenue expected of customers who come new in the same months: as many a month as in the last twelve finished ones, each with a first order and the repeats that the model expects.',
		misleads:
			'It takes advertising for constant: if fewer come, the share of the known ones rises and the shop shrinks.'
	},
	{
		id: 'three-values',
		title: 'Historic, formula and model value',
		what: () =>
			'Historic: net so far divided by customers. Formula: mean order value × orders a year × lifespan in years. Model: value expected over the horizon divided by customers.',
		misleads: 'They answer different questions; only the model’s knows that most customers do not return.'
	},
	{
		id: 'p-alive',
		title: 'Chance of still being a customer, P(alive)',
		what: () =>
			'The chance that a customer has not left by the day shown, given how often and when they bought. BG/NBD cannot doubt who bought once; where it is in use, these customers have it of the likelier of the other two models.',
		interval: 'information',
		misleads: 'Nobody announces that they leave: it is a chance, and never tested directly, only by who buys again.'
	},
	{
		id: 'next-order',
		title: 'Next order, if one comes',
		what: () =>
			'Of customers with the same history who order within a year: the day by which half of them have ordered, and the days between which the middle 95 % do, by the model in use.',
		misleads: 'It says when, not whether: the chance of an order stands beside it.'
	},
	{
		id: 'scoreboard',
		title: 'Scoreboard',
		what: () =>
			'The data is cut on up to three earlier days. Models are fitted to what was known then, and asked for the weeks after: 26 of them, or a third of the data. Total off by: (foretold − came) / came. RMSE and MAE: error a customer. By week: mean absolute error of the totals added up week by week. Brier score and AUC: of the chance to buy again by the end. Top tenth: share of what came that the best tenth by the method made. Means over the cuts. In use is the model with the lowest RMSE; within 0.1 % of it the one whose total is nearest; you can choose another.',
		misleads: 'MAE alone rewards predicting nothing, so it does not rank.'
	},
	{
		id: 'held',
		title: 'How money is spread over customers',
		what: () =>
			'Customers in order of what they hold, best first, and the share of the money that they hold together: of the net so far (what is below zero as zero), and of the value expected.',
		interval: null,
		misleads: 'Expected values are drawn to the middle, so the future looks a little more equal than it will turn out.'
	},
	{
		id: 'purchase-map',
		title: 'Maps of frequency and recency',
		what: () =>
			'What the model in use makes of how often somebody bought and how many weeks ago, for a customer of median age (for those who bought once: of the age that their silence is): purchases expected in the horizon, and P(alive).',
		interval: null,
		misleads: 'No real customer need be in a cell: it draws the model, not the shop.'
	},
	{
		id: 'ceiling',
		title: 'What a new customer may cost',
		what: () =>
			'First order and repeat purchases over the horizon, × margin, discounted, a new customer; a group’s repeat value so far is set against what the model expects over the ages of its customers, and small groups are drawn to the shop’s mean (empirical Bayes). Pay at most: the price that the mean value exceeds with the certainty asked for. Without a margin it is revenue, and no price to pay.',
		interval: 'information',
		misleads: 'It is about the mean of many: one customer brings more or less, and later channels may bring others.'
	},
	{
		id: 'newcomers',
		title: 'New customers to come',
		what: () =>
			'As many a month as the mean of the last twelve finished months (six at least); their revenue is a first order each and the repeats the model expects up to the end of the horizon.',
		interval: 'outcome',
		misleads: 'Last year’s advertising is in it; without it, fewer come.'
	},
	{
		id: 'ladder',
		title: 'From one purchase to the next',
		what: () =>
			'Product-limit (Kaplan–Meier) estimate of the share of customers who have bought again, by days since the purchase day before; who has not yet counts as waiting up to the day shown. Quarter, half …: the days by which so many of all had; of those who return: of them alone.',
		interval: 'greenwood',
		misleads: 'The right end of a curve rests on the few who were watched for so long.'
	},
	{
		id: 'lapse',
		title: 'When silence means gone',
		what: () =>
			'The least number of days of silence after which fewer than 10 % come back within a year, or within as many days as the data carries: 1 − S(d + w) / S(d), S the product-limit estimate by order number. Repeated silences of one customer are one source.',
		interval: 'greenwood',
		misleads: 'It is one border for all who bought as often; a person’s own rhythm stands in Overdue.'
	},
	{
		id: 'overdue',
		title: 'Overdue',
		what: () =>
			'Days since the last purchase divided by the days the customer usually waits: own gaps drawn to the shop’s for the same order number (empirical Bayes on log gaps), the more own gaps the less.',
		interval: null,
		misleads: 'Of gaps that have not ended it knows nothing, so young shops look overdue.'
	},
	{
		id: 'at-risk',
		title: 'Value at risk',
		what: () =>
			'The chance that a customer does not order within the horizon × the value expected of one who is still a customer. The queue is in this order.',
		misleads: 'It is what could be lost, not what a message would save.'
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
