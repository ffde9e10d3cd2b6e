'use client';

import { useTranslations } from 'next-intl';

/** A page has failed; what was done in the terminal is not touched by that. */
export default function PageError({ reset }: { readonly error: Error; readonly reset: () => void }) {
	const t = useTranslations('error');
	return (
		<main className="page narrow" id="content">
			<h1>{t('title')}</h1>
			<p className="page-intro">{t('text')}</p>
			<button type="button" className="button" onClick={reset}>
				{t('again')}
			</button>
		</main>
	);
}
