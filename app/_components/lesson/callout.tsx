import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

const KINDS = ['mistake', 'production', 'simulation', 'exam', 'note'] as const;
export type CalloutKind = (typeof KINDS)[number];

/** An aside in the prose: a common mistake, how it is done at work, what a real cluster does otherwise, a word on the exam. */
export function Callout({ kind = 'note', children }: { readonly kind?: CalloutKind; readonly children: ReactNode }) {
	const t = useTranslations('lesson.callout');
	if (!KINDS.includes(kind)) throw new Error(`Callout: unknown kind "${kind}"; there are ${KINDS.join(', ')}`);
	return (
		<aside className="callout" data-kind={kind} aria-label={t(kind)}>
			<p className="callout-name">{t(kind)}</p>
			{children}
		</aside>
	);
}
