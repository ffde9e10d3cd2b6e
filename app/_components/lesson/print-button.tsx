'use client';

import { useTranslations } from 'next-intl';
import { Icon } from '../ui/icon.tsx';

/** Prints the lesson, or keeps it as a PDF: what is printed stands in print.css. */
export function PrintButton() {
	const t = useTranslations('lesson');
	return (
		<button type="button" className="icon-button" aria-label={t('print')} title={t('print')} onClick={() => print()}>
			<Icon name="print" />
		</button>
	);
}
