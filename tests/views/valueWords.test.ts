import { describe, expect, it } from 'vitest';
import { choiceReason, diagnosisSentence, stageWords } from '$lib/format/valueWords';
import type { Board } from '$workers/core/value/types';

const board = (because: Board['because']): Board => ({
	splits: [],
	rows: [],
	chosen: 'paretonbd',
	because,
	beatsNaive: null
});
const told = (tested: boolean, because: Board['because']) =>
	({ chosen: 'paretonbd', tested, board: board(because) }) as const;

describe('how far the models are', () => {
	it('a first answer says so, while it is tested and when that was stopped', () => {
		expect(stageWords(told(false, 'untested'), true, null)).toBe(
			'First answer, by Pareto/NBD: the models are being tested on your own past.'
		);
		expect(stageWords(told(false, 'untested'), false, null)).toBe(
			'By Pareto/NBD, which was not tested on your own past.'
		);
		expect(choiceReason(board('untested'), 2)).toBe(
			'Pareto/NBD is used for now: of the models fitted so far its likelihood is highest.'
		);
	});

	it('a model that takes the place of another says why', () => {
		expect(stageWords(told(true, 'scoreboard'), false, 'bgnbd')).toBe(
			'Now by Pareto/NBD: it was closer on your own past than BG/NBD.'
		);
		expect(stageWords(told(true, 'no_holdout'), false, 'bgnbd')).toBe(
			'Now by Pareto/NBD: its likelihood is higher than that of BG/NBD.'
		);
	});

	it('nothing is said where nothing changed, or there is no model', () => {
		expect(stageWords(told(true, 'scoreboard'), false, null)).toBe('');
		expect(stageWords({ ...told(true, 'none'), chosen: null }, false, 'bgnbd')).toBe('');
	});
});

it('a gap in the data is one in which nobody ordered', () => {
	expect(diagnosisSentence({ code: 'gap_in_data', figure: 193, limit: 90, stops: false })).toBe(
		'For 193 days on end nobody ordered: a file may be missing, and every silence over it looks longer than it was.'
	);
});
