export interface TopShare {
	/** 0.01 for the top 1 %. */
	top: number;
	customers: number;
	net: number;
	share: number | null;
}
export interface ConcentrationLayout {
	rows: (TopShare & { key: string; bar: number; equal: number })[];
}

/**
 * Shares of net that the best customers hold, as bars on one scale from 0 to 1.
 * @returns `bar` the length of the share, `equal` where the tick of an equal split stands, both in pixels of `width`
 */
export function layoutConcentration(shares: readonly TopShare[], width: number): ConcentrationLayout {
	return {
		rows: shares.map((share) => ({
			...share,
			key: String(share.top),
			bar: Math.max(0, Math.min(1, share.share ?? 0)) * width,
			equal: share.top * width
		}))
	};
}
