/** What a browser may do to data that a site keeps in it, in words, by engine. */

export type Engine = 'webkit' | 'firefox' | 'chromium' | 'other';

/** The engine behind a user agent's words: on iPhones and iPads every browser has Safari's. */
export function engineOf(userAgent: string): Engine {
	if (/iPhone|iPad|iPod/.test(userAgent)) return 'webkit';
	if (/Firefox\//.test(userAgent)) return 'firefox';
	if (/Chrom(e|ium)\//.test(userAgent)) return 'chromium';
	return /AppleWebKit\//.test(userAgent) ? 'webkit' : 'other';
}

/**
 * What may happen to the data here, whatever this app does.
 * @see MDN, Storage quotas and eviction criteria; WebKit blog, Full third-party cookie blocking and more (2020), Updates to storage policy (2023)
 */
export function evictionSentence(
	engine: Engine,
	{ persisted, installed }: { persisted: boolean; installed: boolean }
): string {
	const mine =
		'You can delete it at any time with the browser’s own “clear browsing data”; a private window deletes it when it closes.';
	switch (engine) {
		case 'webkit':
			return installed
				? `Installed, Perennial is spared the rule by which Safari’s engine deletes the data of sites that were not visited for seven days. When space runs short it may still delete all of it at once. ${mine}`
				: `Safari’s engine deletes the data of a site that was not visited for seven days of use, unless the site is installed. Install Perennial (Share, Add to Home Screen or Add to Dock), or make a backup every week. ${mine}`;
		case 'firefox':
			return persisted
				? `Firefox deletes it only when you say so. ${mine}`
				: `When the disk runs short Firefox deletes all data of whole sites, those used longest ago first. It asks you before it promises to keep a site’s data. ${mine}`;
		case 'chromium':
			return persisted
				? `Chrome and its kin delete it only when you say so. ${mine}`
				: `When the disk runs short Chrome and its kin delete all data of whole sites, those used longest ago first. They promise to keep it for sites that are installed or often used, without asking you. ${mine}`;
		case 'other':
			return `A browser may delete all data of a site when the disk runs short. ${mine}`;
	}
}

const DAY = 86_400_000;
/** Days after which a backup is called old. */
const BACKUP_DAYS = 7;

/** How old the last backup is, and whether that is a worry: it has what came in since, or it has not. */
export function backupAge(
	lastBackup: number | null,
	newestImport: number | null,
	now: number
): { text: string; worry: boolean } {
	if (lastBackup === null)
		return { text: newestImport === null ? 'nothing to back up yet' : 'never', worry: newestImport !== null };
	const days = Math.max(0, Math.floor((now - lastBackup) / DAY));
	const when = days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
	const without = newestImport !== null && newestImport > lastBackup;
	return { text: without ? `${when}, before the newest import` : when, worry: without || days > BACKUP_DAYS };
}
