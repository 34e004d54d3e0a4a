/**
 * Where every worker starts: one script for all of them, so that what they share is fetched, compiled and kept once.
 * The name it was started with says which it becomes.
 */
const SHELLS: Record<string, () => Promise<unknown>> = {
	import: () => import('./import.worker'),
	ledger: () => import('./ledger.worker'),
	model: () => import('./model.worker')
};

/** Calls that come before the shell listens wait here: a worker hands out messages as soon as its first script has run. */
const early: MessageEvent[] = [];
const keep = (event: MessageEvent): void => void early.push(event);
addEventListener('message', keep);

async function become(name: string): Promise<void> {
	await SHELLS[name]?.();
	removeEventListener('message', keep);
	for (const { data, ports } of early.splice(0))
		dispatchEvent(new MessageEvent('message', { data: data as unknown, ports: [...ports] }));
}

become(self.name).catch((error: unknown) =>
	// Thrown from a task of its own it is an error of the worker, which the page hears of; a rejected promise is not.
	setTimeout(() => {
		throw error;
	})
);
