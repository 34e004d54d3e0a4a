// The same questions in SQL, for DuckDB in the browser and native alike; of several wordings the ones that ran fastest.

/** The file with its types declared; money as exact decimals. */
export const importSql = (
	file
) => `CREATE OR REPLACE TABLE orders AS SELECT * FROM read_csv('${file}', auto_detect = false, header = true, delim = ',', quote = '"',
	timestampformat = '%Y-%m-%d %H:%M', columns = {
	'order_id': 'VARCHAR', 'date': 'TIMESTAMP', 'email': 'VARCHAR', 'country': 'VARCHAR', 'channel': 'VARCHAR', 'status': 'VARCHAR', 'currency': 'VARCHAR',
	'product': 'VARCHAR', 'quantity': 'INTEGER', 'unit_price': 'DECIMAL(12,2)', 'discount': 'DECIMAL(12,2)', 'total': 'DECIMAL(12,2)' })`;

/** Sums to check against the generator's; money in cents, days since 1970-01-01. */
export const IMPORT_FACTS = `SELECT count(*)::DOUBLE AS rows, 0::DOUBLE AS rejected, count(DISTINCT email)::DOUBLE AS customers, sum(quantity)::DOUBLE AS quantity,
	sum(quantity * unit_price * 100)::DOUBLE AS gross, sum(discount * 100)::DOUBLE AS discount, sum(total * 100)::DOUBLE AS total,
	(min(date)::DATE - DATE '1970-01-01')::DOUBLE AS "firstDay", (max(date)::DATE - DATE '1970-01-01')::DOUBLE AS "lastDay" FROM orders`;

/** Counted orders in (customer, day) order, customers numbered; net in cents. */
export const OPEN_SQL = `CREATE OR REPLACE TABLE sales AS
	WITH counted AS (SELECT email, date::DATE AS day, (total * 100)::BIGINT AS net FROM orders WHERE status NOT IN ('cancelled', 'pending')),
	people AS (SELECT email, (row_number() OVER ())::INTEGER AS customer FROM (SELECT DISTINCT email FROM counted))
	SELECT customer, day, net FROM counted JOIN people USING (email) ORDER BY customer, day`;

/** Quintile scores by minimum rank, a rank a different value: floor(5 × customers strictly worse / n) + 1. */
const scored = (
	value
) => `${value}_scores AS (SELECT ${value}, (5 * (sum(n) OVER (ORDER BY ${value}) - n) // (SELECT count(*) FROM people) + 1)::UTINYINT AS ${value}_score
	FROM (SELECT ${value}, count(*) AS n FROM people GROUP BY ${value}))`;
export const RFM_SQL = `CREATE OR REPLACE TEMP TABLE rfm AS
	WITH people AS MATERIALIZED (SELECT customer, max(day) AS last, count(*) AS f, sum(net) AS m FROM sales GROUP BY customer),
	${['last', 'f', 'm'].map(scored).join(',\n\t')}
	SELECT customer, ((SELECT max(day) FROM sales) - last + 1)::INTEGER AS r_days, f, m, last_score AS r_score, f_score, m_score
	FROM people JOIN last_scores USING (last) JOIN f_scores USING (f) JOIN m_scores USING (m)`;
export const RFM_FACTS = `SELECT count(*)::DOUBLE AS customers, sum(r_days)::DOUBLE AS days, sum(f)::DOUBLE AS orders, sum(m)::DOUBLE AS net,
	sum(r_score)::DOUBLE AS r, sum(f_score)::DOUBLE AS f, sum(m_score)::DOUBLE AS m, sum(r_score * f_score * m_score)::DOUBLE AS product FROM rfm`;

/** Month of the first order × age: active customers, orders, net. */
export const COHORT_SQL = `CREATE OR REPLACE TEMP TABLE cohorts AS
	WITH months AS MATERIALIZED (SELECT customer, (year(day) * 12 + month(day))::SMALLINT AS month, count(*) AS orders, sum(net) AS net FROM sales GROUP BY ALL),
	firsts AS (SELECT customer, min(month) AS first FROM months GROUP BY customer)
	SELECT first AS cohort, month - first AS age, count(*) AS customers, sum(orders) AS orders, sum(net) AS net FROM months JOIN firsts USING (customer) GROUP BY ALL`;
export const COHORT_FACTS = `SELECT count(*)::DOUBLE AS cells, sum(customers)::DOUBLE AS customers, sum(orders)::DOUBLE AS orders, sum(net)::DOUBLE AS net,
	sum(age * customers)::DOUBLE AS ages, sum((cohort - 2023 * 12 - 1) * age * net)::DOUBLE AS moment FROM cohorts`;
