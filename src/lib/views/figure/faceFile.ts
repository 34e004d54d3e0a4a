const read = new Map<string, Promise<string>>();

async function dataOf(address: string): Promise<string> {
	const response = await fetch(address);
	if (!response.ok) throw new Error(`${response.status}`);
	const bytes = new Uint8Array(await response.arrayBuffer());
	let text = '';
	for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
	return `data:font/woff2;base64,${btoa(text)}`;
}

/** The file of a typeface as a `data:` address; null where it cannot be had, such as one that was never needed, without a network. */
export async function faceFile(address: string): Promise<string | null> {
	const reading = read.get(address) ?? dataOf(address);
	read.set(address, reading);
	try {
		return await reading;
	} catch {
		read.delete(address);
		return null;
	}
}
