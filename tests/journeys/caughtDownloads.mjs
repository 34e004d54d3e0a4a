/**
 * The text of an expression that makes the page keep what it hands to the browser as a download, for browsers whose
 * downloads a driver cannot fetch: `globalThis.__downloads` maps a file's name to its Blob.
 */
export const CATCH_DOWNLOADS = `(() => {
	if (globalThis.__downloads) return;
	const blobs = new Map();
	const downloads = (globalThis.__downloads = new Map());
	const create = URL.createObjectURL;
	URL.createObjectURL = (blob) => {
		const address = create.call(URL, blob);
		blobs.set(address, blob);
		return address;
	};
	const click = HTMLAnchorElement.prototype.click;
	HTMLAnchorElement.prototype.click = function () {
		if (this.download && blobs.has(this.href)) downloads.set(this.download, blobs.get(this.href));
		else click.call(this);
	};
})()`;

/** Text of an expression: SHA-256 of the download of that name as hexadecimal digits, '' while there is none. */
export const downloadHash = (name) => `(async () => {
	const blob = globalThis.__downloads.get(${JSON.stringify(name)});
	if (!blob) return '';
	const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
})()`;
