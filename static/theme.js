// The chosen theme, set before anything is drawn. Without a choice the device decides.
try {
	const theme = localStorage.getItem('perennial.theme');
	if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
	// Storage is closed to this page: the device decides.
}
