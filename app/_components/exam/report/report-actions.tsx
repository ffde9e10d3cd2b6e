'use client';

import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { Link } from '../../../_lib/i18n/navigation.ts';

/** Again, with the same questions or others; and the report on paper, with everything unfolded. */
export function ReportActions({ exam, sitting }: { readonly exam: string; readonly sitting: string }) {
	const t = useTranslations('exams.results');
	useEffect(() => {
		let closed: HTMLDetailsElement[] = [];
		const unfold = () => {
			closed = [...document.querySelectorAll<HTMLDetailsElement>('.report details:not([open])')];
			for (const details of closed) details.open = true;
		};
		const fold = () => {
			for (const details of closed) details.open = false;
		};
		addEventListener('beforeprint', unfold);
		addEventListener('afterprint', fold);
		return () => {
			removeEventListener('beforeprint', unfold);
			removeEventListener('afterprint', fold);
		};
	}, []);
	return (
		<p className="button-row report-actions">
			<Link href={`/exams/${exam}`} prefetch={false} className="button">
				{t('another')}
			</Link>
			<Link href={`/exams/${exam}?again=${sitting}`} prefetch={false} className="quiet-button">
				{t('same')}
			</Link>
			<button type="button" className="quiet-button" onClick={() => print()}>
				{t('print')}
			</button>
		</p>
	);
}
