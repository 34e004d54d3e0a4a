import { SAMPLE_MAPPING, sampleFile } from '../../../workers/core/sample/orderFile';
import { SAMPLE_FILE } from '../../../workers/core/sample/types';
import { done, file } from '../import/reading';
import type { Imported, Order } from '../import/reading';

/** The bytes of the sample's export. */
export function sampleBytes(): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Buffer.concat(sampleFile()));
}

/** The sample shop as the import leaves it. */
export async function importedSample(): Promise<Imported> {
	return done(file(sampleBytes(), SAMPLE_FILE), SAMPLE_MAPPING);
}

export const TRADE_BUYER = 'purchasing@brightwater-hotels.example';
export const TESTER = 'checkout@harbour-lane.example';

/** Orders of the customers that the written-down parameters are about. */
export function ofCustomers(orders: readonly Order[]): Order[] {
	return orders.filter(({ customer }) => customer !== '' && customer !== TRADE_BUYER && customer !== TESTER);
}
