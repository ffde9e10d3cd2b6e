'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Link, usePathname } from '../../_lib/i18n/navigation.ts';

/** The same page in the other language. */
export function LanguageSwitch() {
	const t = useTranslations('site');
	const locale = useLocale();
	const pathname = usePathname();
	const other = locale === 'ko' ? 'en' : 'ko';
	return (
		<Link
			href={pathname}
			locale={other}
			hrefLang={other}
			lang={other}
			className="language-switch"
			title={t('language')}
			prefetch={false}
		>
			{other === 'ko' ? '한국어' : 'English'}
		</Link>
	);
}
