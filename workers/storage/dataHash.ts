import type { Revision } from './types';

/**
 * SHA-256 over what a revision holds: table, rows and checksum of each chunk, in the order of the tables. Revisions with
 * the same chunks have the same one, whatever they are called.
 * @returns 64 hexadecimal digits
 */
export async function dataHash({ chunks }: Pick<Revision, 'chunks'>): Promise<string> {
	const lines = chunks.map(({ table, rows, checksum }) => `${table} ${rows} ${checksum}\n`).join('');
	const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines));
	return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
