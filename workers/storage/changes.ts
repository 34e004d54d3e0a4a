import type { Change, Database } from './database';

const CHANNEL = 'perennial';

/** Tells every other tab and worker, after the change is in force. */
export function announce({ options }: Database, change: Change): void {
	options.announce?.(change);
	if (typeof BroadcastChannel === 'undefined') return;
	const channel = new BroadcastChannel(CHANNEL);
	channel.postMessage(change);
	channel.close();
}
