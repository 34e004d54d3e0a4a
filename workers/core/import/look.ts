import { openText } from './bytes/source';
import { bindMapping, bindPreset } from './columns';
import type { Binding } from './columns';
import { PRESETS } from './presets/index';
import { sniff } from './sniff';
import type { Sniffed } from './sniff';
import type { Encoding, ImportFailure, ImportFile, Mapping } from './types';

/** What the beginning of a file tells. */
export interface Look {
	status: 'looked';
	file: ImportFile;
	encoding: Encoding;
	encodingGuessed: boolean;
	gzip: boolean;
	sniffed: Sniffed;
	/** null: no layout fits, and there is no mapping with columns. */
	binding: Binding | null;
}

/** Opens a file, reads its beginning and closes it again. @param encoding instead of what its bytes tell */
export async function look(
	file: ImportFile,
	mapping: Mapping,
	preset: string | undefined,
	encoding: Encoding | undefined
): Promise<Look | ImportFailure> {
	const source = await openText(file, encoding === undefined ? {} : { encoding });
	if (source.status === 'failed') return source;
	await source.close();
	const sniffed = sniff(file.name, source.head, source.headIsWhole, mapping, preset);
	if ('status' in sniffed) return sniffed;
	let binding: Binding | ImportFailure | null = null;
	if (mapping.columns !== undefined) binding = bindMapping(file.name, mapping, sniffed.headers, sniffed.headerLine > 0);
	else {
		const id = preset ?? (sniffed.certain ? sniffed.layout : undefined);
		const known = PRESETS.find((candidate) => candidate.id === id);
		if (known !== undefined) binding = bindPreset(file.name, known, sniffed.headers, mapping);
	}
	if (binding !== null && 'status' in binding) return binding;
	return {
		status: 'looked',
		file,
		encoding: source.encoding,
		encodingGuessed: source.guessed || encoding !== mapping.encoding,
		gzip: source.gzip,
		sniffed,
		binding
	};
}
