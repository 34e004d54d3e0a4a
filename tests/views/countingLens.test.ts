import { describe, expect, it } from 'vitest';
import { COUNTING_SWITCHES, othersOf } from '../../src/lib/format/countingSwitches';
import { backupAge, engineOf, evictionSentence } from '../../src/lib/format/guard';
import { ageWords, cellFigure, ordinal, orderedAfter, pointsBetween } from '../../src/lib/format/cohortWords';
import { DEFAULT_COUNTING } from '../../workers/core/counting';

describe('switches of what counts', () => {
	it('turned twice are as they were', () => {
		for (const { turned, on } of COUNTING_SWITCHES) {
			expect(turned(turned(DEFAULT_COUNTING))).toEqual(DEFAULT_COUNTING);
			expect(on(turned(DEFAULT_COUNTING))).toBe(!on(DEFAULT_COUNTING));
		}
	});

	it('leave all others as they are', () => {
		const [cancelled] = COUNTING_SWITCHES;
		expect(cancelled.turned(DEFAULT_COUNTING)).toEqual({ ...DEFAULT_COUNTING, exclude: ['test', 'voided', 'unpaid'] });
	});

	it('are followed by the other zone and a currency each', () => {
		const others = othersOf(DEFAULT_COUNTING, { zone: 'Asia/Tokyo', currencies: ['EUR', 'USD'] });
		expect(others).toHaveLength(COUNTING_SWITCHES.length + 3);
		expect(others.slice(-3).map(({ timeZone, currency }) => [timeZone, currency])).toEqual([
			['Asia/Tokyo', null],
			[null, 'EUR'],
			[null, 'USD']
		]);
	});
});

describe('what a browser may do to the data', () => {
	it.each([
		[
			'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
			'chromium'
		],
		['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox'],
		[
			'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
			'webkit'
		],
		[
			'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1',
			'webkit'
		],
		['something new', 'other']
	])('knows the engine behind %s', (agent, engine) => {
		expect(engineOf(agent)).toBe(engine);
	});

	it('names the seven days of Safari’s engine, and that an installed app is spared them', () => {
		expect(evictionSentence('webkit', { persisted: false, installed: false })).toContain('not visited for seven days');
		expect(evictionSentence('webkit', { persisted: true, installed: true })).toContain(
			'Installed, Perennial is spared'
		);
		for (const engine of ['firefox', 'chromium'] as const) {
			expect(evictionSentence(engine, { persisted: false, installed: false })).toContain('When the disk runs short');
			expect(evictionSentence(engine, { persisted: true, installed: false })).toContain('only when you say so');
		}
	});

	it('worries about a backup that is older than seven days or than the newest import', () => {
		const day = 86_400_000;
		const now = 100 * day;
		expect(backupAge(null, null, now)).toEqual({ text: 'nothing to back up yet', worry: false });
		expect(backupAge(null, now, now)).toEqual({ text: 'never', worry: true });
		expect(backupAge(now - 7 * day, now - 9 * day, now)).toEqual({ text: '7 days ago', worry: false });
		expect(backupAge(now - 8 * day, now - 9 * day, now)).toEqual({ text: '8 days ago', worry: true });
		expect(backupAge(now - day, now - 3600, now)).toEqual({ text: 'yesterday, before the newest import', worry: true });
		expect(backupAge(now, now - day, now)).toEqual({ text: 'today', worry: false });
	});
});

describe('words for cohorts', () => {
	it('count periods in words up to the twelfth and in figures beyond', () => {
		expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 101].map(ordinal)).toEqual([
			'1st',
			'2nd',
			'3rd',
			'4th',
			'11th',
			'12th',
			'13th',
			'21st',
			'22nd',
			'101st'
		]);
		expect(ageWords(3, 'quarter')).toBe('third quarter after');
		expect(ageWords(13, 'week')).toBe('13th week after');
		expect(ageWords(0, 'month')).toBe('the month of the first order');
		expect(orderedAfter(1, 'month')).toBe('in the month after the first order');
	});

	it('print a cell with no more digits than there is room for', () => {
		expect(cellFigure(0.1338, 'retention', 'EUR')).toBe('13.4');
		expect(cellFigure(NaN, 'aov', 'EUR')).toBe('·');
		expect(cellFigure(9.087, 'aov', 'EUR')).toBe('9.09');
		expect(cellFigure(172.44, 'cumulative', 'EUR')).toBe('172.4');
		expect(cellFigure(4687.2, 'cumulative', 'EUR')).toBe('4,687');
		expect(pointsBetween(-0.014, 0.0321)).toBe('−1.4 to +3.2 points');
	});
});
