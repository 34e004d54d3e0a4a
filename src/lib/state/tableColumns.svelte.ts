import { USUAL_COLUMNS } from '$lib/format/tableColumns';
import { TABLE_COLUMNS, type TableColumn } from '$workers/core/customers/types';
import { getSetting, putSetting } from '$workers/storage/small';
import { address } from './address.svelte';

const NAME = 'customerColumns';

function known(value: unknown): TableColumn[] | null {
	if (!Array.isArray(value)) return null;
	const found = TABLE_COLUMNS.filter((column) => value.includes(column));
	return found.length > 0 ? found : null;
}

/** The columns of the table of customers: those of the address, else those of this device, else the usual ones. */
class TableColumns {
	#own = $state.raw<TableColumn[] | null>(null);
	/** In the order of the table; the name is always there. */
	shown = $derived(TABLE_COLUMNS.filter((column) => column === 'name' || this.#wanted.includes(column)));
	usual = $derived(this.shown.join() === USUAL_COLUMNS.join());
	#started = false;

	get #wanted(): readonly TableColumn[] {
		return address.state.columns ?? this.#own ?? USUAL_COLUMNS;
	}

	/** Reads what this device keeps, and puts it into the address, so that a link shows the same columns. */
	async start(): Promise<void> {
		if (!this.#started) {
			this.#started = true;
			this.#own = known(await getSetting(NAME));
		}
		if (address.state.columns === null && this.#own !== null) address.change({ columns: this.#own });
	}

	choose(columns: readonly TableColumn[]): void {
		const usual = columns.join() === USUAL_COLUMNS.join();
		this.#own = usual ? null : [...columns];
		address.change({ columns: this.#own });
		void putSetting(NAME, this.#own);
	}
}

export const tableColumns = new TableColumns();
