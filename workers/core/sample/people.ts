import type { Xoshiro128 } from '../numeric/xoshiro';
import { pickFrom } from './weights';

interface Name {
	text: string;
	/** As an address writes it: without marks, in lower case. */
	plain: string;
}

interface Country {
	code: string;
	/** Customers of a hundred. */
	weight: number;
	/** Value added tax that prices include, percent. */
	tax: number;
	first: Name[];
	last: Name[];
	/** A digit for each #. */
	postCodes: string[];
}

const names = (text: string): Name[] =>
	text.split(' ').map((name) => ({
		text: name,
		plain: name
			.normalize('NFD')
			.replace(/[^A-Za-z]/gu, '')
			.toLowerCase()
	}));

export const COUNTRIES: readonly Country[] = [
	{
		code: 'IE',
		weight: 34,
		tax: 23,
		first: names('Aoife Ciara Niamh Saoirse Róisín Sinéad Orla Conor Darragh Eoin Cillian Pádraig Fionn Seán'),
		last: names('Murphy Kelly Byrne Walsh Doyle Brennan Nolan Kavanagh Gallagher Quinn Daly Farrell Keane Sheehan'),
		postCodes: ['D0# X2P7', 'D1# K5R3', 'T12 W8F#', 'H91 E2C#', 'V94 T9A#', 'X91 P3N#']
	},
	{
		code: 'DE',
		weight: 20,
		tax: 19,
		first: names('Anna Lena Katrin Jürgen Sönke Björn Greta Marlene Ute Jonas Matthias Heike Frieda Oskar'),
		last: names('Müller Schäfer Krüger Böhm Lindner Vogt Hansen Petersen Weiß Kühn Brandt Seidel Möller Jansen'),
		postCodes: ['1043#', '2035#', '2276#', '5067#', '8033#', '0109#']
	},
	{
		code: 'NL',
		weight: 13,
		tax: 21,
		first: names('Sanne Femke Lotte Maud Noor Daan Bram Sem Thijs Jeroen Marieke Wouter Zoë Anouk'),
		last: names('Bakker Visser Smit Mulder Bos Vos Peters Hendriks Dekker Brouwer Kuiper Postma Wiersma Hoekstra'),
		postCodes: ['101# AB', '305# KL', '351# TV', '561# CW', '971# GR', '231# NS']
	},
	{
		code: 'FR',
		weight: 12,
		tax: 20,
		first: names('Camille Élodie Chloé Anaïs Margaux Manon Hélène Léa Théo Hugo Étienne Mathieu Noé Benoît'),
		last: names(
			'Lefèvre Moreau Girard Rousseau Mercier Blanchard Guérin Chevalier François Perrin Lemaître Faure Roche'
		),
		postCodes: ['7501#', '6900#', '4400#', '3300#', '2920#', '5910#']
	},
	{
		code: 'ES',
		weight: 8,
		tax: 21,
		first: names('Lucía María Carmen Inés Nuria Begoña Sofía Álvaro Íñigo Javier Andrés Martín Pablo Ramón'),
		last: names('García Fernández Muñoz Ibáñez Ortega Vázquez Molina Suárez Iglesias Peña Márquez Cano Prieto Lozano'),
		postCodes: ['2801#', '0800#', '4600#', '4100#', '4800#', '1500#']
	},
	{
		code: 'BE',
		weight: 6,
		tax: 21,
		first: names('Elise Hanne Lien Marthe Fien Julie Noémie Arthur Lars Wout Stijn Gilles Maxime Céline'),
		last: names(
			'Peeters Janssens Maes Jacobs Mertens Willems Claes Goossens Wouters Dubois Lambert Dumont Renard Hermans'
		),
		postCodes: ['100#', '200#', '900#', '400#', '800#', '300#']
	},
	{
		code: 'IT',
		weight: 4,
		tax: 22,
		first: names('Giulia Chiara Elena Francesca Marta Noemi Lucia Matteo Niccolò Davide Lorenzo Andrea Pietro'),
		last: names('Rossi Ferrari Bianchi Romano Colombo Ricci Marino Greco Conti Gallo Costa Fontana Caruso Rinaldi'),
		postCodes: ['2012#', '0018#', '5012#', '1012#', '4012#', '3410#']
	},
	{
		code: 'AT',
		weight: 3,
		tax: 20,
		first: names('Magdalena Johanna Theresa Valentina Bärbel Leopold Xaver Florian Günther Moritz Klara Elisabeth'),
		last: names('Gruber Huber Pichler Steiner Moser Hofer Leitner Fuchs Eder Schwarz Wölfl Egger Aigner Lechner'),
		postCodes: ['10#0', '11#0', '502#', '602#', '801#', '402#']
	}
];

export const CHANNELS = ['Online shop', 'Instagram', 'Marketplace', 'Showroom'] as const;
export const ONLINE_SHOP = 0;
export const SHOWROOM = 3;
/** Which way customers come who keep coming back, and which way others do: of a hundred. */
const CHANNEL_WEIGHTS = [
	[48, 11, 11, 30],
	[44, 18, 22, 16]
];
const MAIL_HOSTS = ['post.example', 'mail.example', 'inbox.example'];

export interface Person {
	email: string;
	name: string;
	/** Position in {@link COUNTRIES}. */
	country: number;
	postCode: string;
	/** Position in {@link CHANNELS}: where most of the orders come from. */
	channel: number;
	/** 0: keeps coming back; 1: soon leaves. */
	leaning: number;
}

const country = pickFrom(COUNTRIES.map(({ weight }) => weight));
const channels = CHANNEL_WEIGHTS.map(pickFrom);

/** Where somebody lives whom nobody knows. */
export function place(random: Xoshiro128): Pick<Person, 'country' | 'postCode'> {
	const at = country(random);
	const { postCodes } = COUNTRIES[at];
	const code = postCodes[random.below(postCodes.length)];
	return { country: at, postCode: code.replace('#', String(random.below(10))) };
}

/** Where an order comes from: the showroom is in the first of {@link COUNTRIES}. */
export function channelOf(leaning: number, at: number, random: Xoshiro128): number {
	const channel = channels[leaning](random);
	return channel === SHOWROOM && at > 0 ? ONLINE_SHOP : channel;
}

/** An invented customer; `number` makes the address one of its own. */
export function person(number: number, leaning: number, random: Xoshiro128): Person {
	const lives = place(random);
	const { first, last } = COUNTRIES[lives.country];
	const given = first[random.below(first.length)];
	const family = last[random.below(last.length)];
	const host = MAIL_HOSTS[random.below(MAIL_HOSTS.length)];
	return {
		country: lives.country,
		postCode: lives.postCode,
		name: `${given.text} ${family.text}`,
		email: `${given.plain}.${family.plain[0]}${1000 + number}@${host}`,
		channel: channelOf(leaning, lives.country, random),
		leaning
	};
}
