import { parseArgs } from 'node:util';
import type { CohortPeriod } from '../core/cohorts/types';
import { COHORT_PERIODS } from '../core/cohorts/types';
import { PRESET_IDS } from '../core/import/presets/index';
import { dayNumber, isoDate } from '../core/ledger/calendar';

export interface Arguments {
	files: string[];
	out: string;
	preset?: string;
	map?: string;
	asOf: number | null;
	split: number | null;
	timeZone: string | null;
	period: CohortPeriod;
	currency: string | null;
}

export const USAGE = `npm run analyse -- FILE… --out DIR [--preset NAME] [--map mapping.json] [--as-of YYYY-MM-DD] [--split YYYY-MM-DD]
                       [--time-zone Z] [--period week|month|quarter|year] [--currency C]`;

/** Why the arguments cannot be used, as a sentence. */
export class WrongArguments extends Error {}

/** @throws WrongArguments */
export function readArguments(args: string[]): Arguments {
	const { values, positionals } = parsed(args);
	if (positionals.length === 0) throw new WrongArguments('No file is named.');
	if (!values.out) throw new WrongArguments('--out DIR is missing: the folder that the results are written to.');
	const period = values.period ?? 'month';
	if (!isPeriod(period)) throw new WrongArguments(`--period ${period}: it is one of ${COHORT_PERIODS.join(', ')}.`);
	if (values.preset !== undefined && !(PRESET_IDS as readonly string[]).includes(values.preset))
		throw new WrongArguments(`--preset ${values.preset}: it is one of ${PRESET_IDS.join(', ')}.`);
	const currency = values.currency?.toUpperCase() ?? null;
	if (currency !== null && !/^[A-Z]{3}$/.test(currency))
		throw new WrongArguments(`--currency ${currency}: it is a code of three letters.`);
	return {
		files: positionals,
		out: values.out,
		preset: values.preset,
		map: values.map,
		asOf: dayArgument('--as-of', values['as-of']),
		split: dayArgument('--split', values.split),
		timeZone: zoneArgument(values['time-zone']),
		period,
		currency
	};
}

function parsed(args: string[]) {
	const option = { type: 'string' } as const;
	try {
		return parseArgs({
			args,
			allowPositionals: true,
			strict: true,
			options: {
				out: option,
				preset: option,
				map: option,
				'as-of': option,
				split: option,
				'time-zone': option,
				period: option,
				currency: option
			}
		});
	} catch (error) {
		throw new WrongArguments(error instanceof Error ? error.message : String(error));
	}
}

const isPeriod = (text: string): text is CohortPeriod => (COHORT_PERIODS as readonly string[]).includes(text);

function dayArgument(name: string, text: string | undefined): number | null {
	if (text === undefined) return null;
	const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
	const day = dayNumber(Number(year), Number(month), Number(date));
	if (!year || isoDate(day) !== text) throw new WrongArguments(`${name} ${text}: it is a day, written 2024-12-31.`);
	return day;
}

function zoneArgument(zone: string | undefined): string | null {
	if (zone === undefined) return null;
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		return zone;
	} catch {
		throw new WrongArguments(`--time-zone ${zone}: no zone of that name, such as Europe/Berlin, is known here.`);
	}
}
