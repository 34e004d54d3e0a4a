export { headerSignature, normaliseHeader } from './headers';
export { REASON_SENTENCES } from './hints';
export { importJson } from './importJson';
export type { ImportJsonParts } from './importJson';
export { inspectFiles } from './inspectFiles';
export { PRESET_IDS } from './presets/index';
export { readFiles } from './readFiles';
export { csvCell, rejectsCsv } from './rejectsCsv';
