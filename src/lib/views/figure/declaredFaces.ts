import type { Face } from './faces';

/** The faces with a file of their own that the style sheets of this page declare. */
export function declaredFaces(): Face[] {
	const faces: Face[] = [];
	for (const sheet of document.styleSheets)
		for (const rule of sheet.cssRules) {
			if (!(rule instanceof CSSFontFaceRule)) continue;
			const value = (name: string): string => rule.style.getPropertyValue(name);
			const file = /url\((["']?)(.*?)\1\)/.exec(value('src'))?.[2];
			if (file === undefined) continue;
			faces.push({
				family: value('font-family').replace(/^["']|["']$/g, ''),
				weight: value('font-weight') || '400',
				range: value('unicode-range'),
				address: new URL(file, sheet.href ?? document.baseURI).href
			});
		}
	return faces;
}
