export type Theme = 'system' | 'light' | 'dark';
const KEY = 'perennial.theme';

/** Light, dark, or as the device has it. Kept in localStorage, because it must be known before the first paint. */
class ThemeChoice {
	value = $state<Theme>('system');

	start(): void {
		const set = document.documentElement.dataset.theme;
		this.value = set === 'light' || set === 'dark' ? set : 'system';
	}

	choose(theme: Theme): void {
		this.value = theme;
		if (theme === 'system') delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = theme;
		try {
			if (theme === 'system') localStorage.removeItem(KEY);
			else localStorage.setItem(KEY, theme);
		} catch {
			// Storage is closed to this page: the choice lasts as long as the tab.
		}
	}
}

export const theme = new ThemeChoice();
