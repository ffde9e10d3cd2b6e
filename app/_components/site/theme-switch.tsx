'use client';

import { useTranslations } from 'next-intl';
import { Icon } from '../ui/icon.tsx';
import { chooseTheme, type ThemeChoice, useThemeChoice } from './theme.ts';

const NEXT: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'light', light: 'dark', dark: 'system' };
const ICONS = { system: 'system', light: 'sun', dark: 'moon' } as const;

/** System, light, dark, and round again. */
export function ThemeSwitch() {
	const t = useTranslations('site.theme');
	const choice = useThemeChoice();
	return (
		<button
			type="button"
			className="icon-button"
			aria-label={t('label', { choice: t(choice) })}
			title={t('label', { choice: t(choice) })}
			onClick={() => chooseTheme(NEXT[choice])}
		>
			<Icon name={ICONS[choice]} />
		</button>
	);
}
