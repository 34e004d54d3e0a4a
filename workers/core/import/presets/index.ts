import type { Preset } from './preset';
import { shopifyOrders } from './shopifyOrders';
import { uciOnlineRetail } from './uciOnlineRetail';

export const PRESETS: readonly Preset[] = [shopifyOrders, uciOnlineRetail];
/** The layout of files that are read by a mapping. */
export const GENERIC = 'generic';
/** Ids that `--preset` and the form take. */
export const PRESET_IDS: readonly string[] = [...PRESETS.map(({ id }) => id), GENERIC];

/** How well a header row fits a layout: share of the required headers, and whether it is certain. */
export function presetScore(preset: Preset, headers: ReadonlySet<string>): { score: number; certain: boolean } {
	const found = preset.required.filter((names) => names.some((name) => headers.has(name))).length;
	const forbidden = preset.forbidden.some((name) => headers.has(name));
	const score = found / preset.required.length;
	return { score: forbidden ? Math.min(score, 0.99) : score, certain: score === 1 && !forbidden };
}
