import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256 } from '$workers/core/output/sha256';

it('SHA-256 gives the digests of FIPS 180-4’s examples, and Node’s at every length about a block', () => {
	expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
	expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
	for (let length = 50; length < 135; length++) {
		const text = 'é'.repeat(length % 3) + 'x'.repeat(length);
		expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
	}
});
