// Runs before first paint (a blocking script in <head>), so that no wrong theme flashes. The page changes the choice through
// src/ui/theme/theme-choice.ts, which stores it under the same key and sends the same event.
(() => {
	const root = document.documentElement;
	const moreContrast = matchMedia('(prefers-contrast: more)');
	const apply = () => {
		let choice = null;
		try {
			choice = localStorage.getItem('waypost.theme');
		} catch {
			// Storage may be forbidden; the system's scheme is then the theme.
		}
		if (choice === 'light' || choice === 'dark' || choice === 'contrast')
			root.dataset.theme = choice;
		else if (moreContrast.matches) root.dataset.theme = 'contrast';
		else delete root.dataset.theme;
	};
	apply();
	moreContrast.addEventListener('change', apply);
	addEventListener('storage', apply);
	addEventListener('waypost:theme', apply);
})();
