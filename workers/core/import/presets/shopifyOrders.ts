import type { Preset } from './preset';

/**
 * Shopify's order export: a row a line item, the order's own fields on the first row of an order only.
 * Lineitem discount repeats a part of Discount Amount and is never added; Subtotal is only used where there are no prices.
 */
export const shopifyOrders: Preset = {
	id: 'shopify.orders',
	required: [['name'], ['financial status'], ['lineitem name'], ['created at']],
	forbidden: ['order id', 'amount refunded'],
	rules: 'shopify',
	fields: {
		order_id: ['name'],
		date: ['created at'],
		currency: ['currency'],
		status: ['financial status'],
		discount: ['discount amount'],
		shipping: ['shipping'],
		tax: ['taxes'],
		total: ['total'],
		refunds: ['refunded amount'],
		country: ['shipping country', 'billing country'],
		region: ['shipping province', 'billing province'],
		post_code: ['shipping zip', 'billing zip'],
		channel: ['source'],
		discount_code: ['discount code'],
		payment_method: ['payment method'],
		product_id: ['lineitem sku'],
		product_name: ['lineitem name'],
		quantity: ['lineitem quantity'],
		unit_price: ['lineitem price'],
		list_price: ['lineitem compare at price'],
		line_discount: ['lineitem discount'],
		email: ['email'],
		phone: ['phone', 'billing phone'],
		name: ['billing name']
	},
	identity: [
		{ kind: 'email', header: 'email' },
		{ kind: 'phone', header: 'phone', country: ['billing country', 'shipping country'] },
		{ kind: 'phone', header: 'billing phone', country: ['billing country', 'shipping country'] },
		{ kind: 'name', header: 'billing name', postCode: 'billing zip' }
	],
	cancelledAt: 'cancelled at',
	dateOrder: 'ymd'
};
