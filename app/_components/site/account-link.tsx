'use client';

import { useTranslations } from 'next-intl';
import { Link } from '../../_lib/i18n/navigation.ts';
import { useProgress } from '../progress/use-progress.ts';
import { Icon } from '../ui/icon.tsx';

/** To the visitor's own page: everyone has one, guests too. */
export function AccountLink() {
	const t = useTranslations('site');
	const me = useProgress()?.me;
	const name = me?.name ?? undefined;
	return (
		<Link
			href="/me"
			className="icon-button account-link"
			aria-label={name === undefined ? t('me') : t('meNamed', { name })}
			title={name ?? t('me')}
		>
			<Icon name="person" />
		</Link>
	);
}
