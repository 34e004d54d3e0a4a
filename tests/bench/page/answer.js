/** A worker's side of {@link ./page.js}: answers calls by name, says when it is ready, and reports errors as text. */
export function answer(calls) {
	self.onmessage = async ({ data: { id, what, args } }) => {
		try {
			self.postMessage({ id, result: await calls[what](...args) });
		} catch (error) {
			self.postMessage({ id, error: `${what}: ${error?.stack ?? error}` });
		}
	};
	self.postMessage({ ready: true });
}
