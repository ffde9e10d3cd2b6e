import { useSyncExternalStore } from 'react';
import { THEME_KEY as KEY } from './theme-script.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const CHANGED = 'kubedrill-theme-changed';

export function themeChoice(): ThemeChoice {
	try {
		const kept = localStorage.getItem(KEY);
		return kept === 'light' || kept === 'dark' ? kept : 'system';
	} catch {
		return 'system';
	}
}

export function chooseTheme(choice: ThemeChoice): void {
	try {
		if (choice === 'system') localStorage.removeItem(KEY);
		else localStorage.setItem(KEY, choice);
	} catch {
		// Storage may be forbidden; the choice then lasts as long as the page.
	}
	applyTheme(choice);
	dispatchEvent(new Event(CHANGED));
}

function applyTheme(choice: ThemeChoice): void {
	const dark = choice === 'dark' || (choice === 'system' && darkSystem().matches);
	document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

function darkSystem(): MediaQueryList {
	return matchMedia('(prefers-color-scheme: dark)');
}

function subscribe(listener: () => void): () => void {
	const system = darkSystem();
	const follow = () => {
		applyTheme(themeChoice());
		listener();
	};
	system.addEventListener('change', follow);
	addEventListener(CHANGED, listener);
	return () => {
		system.removeEventListener('change', follow);
		removeEventListener(CHANGED, listener);
	};
}

/** What is shown now; the server does not know and says light. */
export function useTheme(): Theme {
	return useSyncExternalStore(
		subscribe,
		() => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light'),
		() => 'light',
	);
}

export function useThemeChoice(): ThemeChoice {
	return useSyncExternalStore(subscribe, themeChoice, () => 'system');
}
