/** Country calling codes (ITU-T E.164) of the countries whose national numbers can be completed: code, then the trunk prefix. */
const CALLING =
	'AE971:0 AR54:0 AT43:0 AU61:0 BD880:0 BE32:0 BG359:0 BR55:0 CA1:1 CH41:0 CL56: CN86:0 CO57: CY357: CZ420: DE49:0 DK45: EE372: EG20:0 ' +
	'ES34: FI358:0 FR33:0 GB44:0 GR30: HK852: HR385:0 HU36:06 ID62:0 IE353:0 IL972:0 IN91:0 IS354: IT39: JP81:0 KE254:0 KR82:0 LI423: ' +
	'LT370:0 LU352: LV371: MA212:0 MT356: MX52: MY60:0 NG234:0 NL31:0 NO47: NZ64:0 PH63:0 PK92:0 PL48: PT351: RO40:0 RS381:0 SA966:0 ' +
	'SE46:0 SG65: SI386:0 SK421:0 TH66:0 TR90:0 TW886:0 UA380:0 US1:1 VN84:0 ZA27:0';

const calling = new Map<string, { code: string; trunk: string }>(
	CALLING.split(' ').map((entry) => {
		const [code, trunk] = entry.slice(2).split(':');
		return [entry.slice(0, 2), { code, trunk }];
	})
);

const NAMES: ReadonlyMap<string, string> = new Map([
	['UNITED KINGDOM', 'GB'],
	['UK', 'GB'],
	['UNITED STATES', 'US'],
	['USA', 'US'],
	['GERMANY', 'DE'],
	['DEUTSCHLAND', 'DE'],
	['FRANCE', 'FR'],
	['SPAIN', 'ES'],
	['ESPAÑA', 'ES'],
	['ITALY', 'IT'],
	['ITALIA', 'IT'],
	['NETHERLANDS', 'NL'],
	['NEDERLAND', 'NL'],
	['AUSTRIA', 'AT'],
	['SWITZERLAND', 'CH'],
	['IRELAND', 'IE'],
	['BELGIUM', 'BE'],
	['CANADA', 'CA'],
	['AUSTRALIA', 'AU']
]);

/**
 * Digits of a phone number in E.164 (7 to 15, no plus), or null where it cannot be told: a national number without a
 * country, a number that a spreadsheet rounded (4.9E+11), anything with letters.
 * @param country ISO 3166 code or English name of the order's country, '' where there is none
 */
export function e164(phone: string, country: string): string | null {
	const text = phone.trim().replace(/^'/, '').trim();
	if (!/^\+?[\d\s().\-/]+$/u.test(text)) return null;
	let digits = text.replace(/\D/g, '');
	if (text.startsWith('+')) digits = text.replace(/\(0\)/, '').replace(/\D/g, '');
	else if (digits.startsWith('00')) digits = digits.slice(2);
	else {
		const name = country.trim().toUpperCase();
		const place = calling.get(NAMES.get(name) ?? name);
		if (place === undefined) return null;
		if (place.trunk !== '' && digits.startsWith(place.trunk) && place.code !== '1') {
			digits = place.code + digits.slice(place.trunk.length);
		} else if (place.code === '1') digits = digits.length === 10 ? `1${digits}` : digits;
		// A plus that a spreadsheet ate: the number begins with the country's code and is too long for a national one.
		else if (!(digits.startsWith(place.code) && digits.length >= 11)) digits = place.code + digits;
	}
	return /^[1-9]\d{6,14}$/.test(digits) ? digits : null;
}
