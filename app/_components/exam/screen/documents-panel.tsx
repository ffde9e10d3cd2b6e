'use client';

import { useTranslations } from 'next-intl';
import type { ExamDocument } from '../../../_lib/exams/exam-facts.ts';

interface DocumentsPanelProps {
	/** "cka". */
	readonly exam: string;
	readonly documents: readonly ExamDocument[];
}

/** What may be read during this exam. */
export function DocumentsPanel({ documents }: DocumentsPanelProps) {
	const t = useTranslations('exams.screen');
	return (
		<div className="documents">
			<p className="documents-sites">
				{t('sites')}{' '}
				{documents.map(({ name, url }) => (
					<a key={name} href={url} target="_blank" rel="noreferrer" className="text-link">
						{name}
					</a>
				))}
			</p>
		</div>
	);
}
