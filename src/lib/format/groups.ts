import type { CustomerGroup } from '$workers/core/ledger/types';

/** What a group of customers did, as a chip says it. */
export const GROUP_WORDS: Record<CustomerGroup, string> = {
	active: 'ordered in the window',
	repeated: 'ordered twice or more in the window',
	new: 'first order in the window',
	returning: 'in the window, and before it',
	before: 'ordered in the window before',
	kept: 'kept from the window before',
	left: 'no order since the window before',
	best: 'the best tenth by net',
	silent: 'gone silent',
	'best-silent': 'best tenth, gone silent',
	once: 'one order, a year ago or longer',
	again: 'two orders or more',
	back: 'bought on two days or more'
};
