'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useBench, useBenchStore } from './bench-context.tsx';

/** Says over the bench what is wrong, why, and what can be done. */
export function BenchNotice({ exam }: { readonly exam: boolean }) {
	const t = useTranslations('bench.notice');
	const store = useBenchStore();
	const status = useBench((state) => state.status);
	const refused = useBench((state) => state.refused);
	const [seen, setSeen] = useState(0);
	const times = refused?.times ?? 0;
	useEffect(() => {
		const timer = setTimeout(() => setSeen(times), 6_000);
		return () => clearTimeout(timer);
	}, [times]);
	if (status === 'ended') {
		return (
			<div className="bench-notice" role="alert">
				<p>{t(exam ? 'endedExam' : 'ended')}</p>
				<button type="button" className="button" onClick={() => store.startAfresh()}>
					{t(exam ? 'afreshExam' : 'afresh')}
				</button>
			</div>
		);
	}
	if (status !== 'live' && refused?.code === 'asked-in-exam') return <Notice text={t('asked-in-exam')} />;
	if (status === 'refused') return <Notice text={t('refused')} />;
	if (status === 'lost') return <Notice text={t('lost')} />;
	if (refused !== undefined && times > seen) return <Notice text={t(refused.code)} />;
	return null;
}

function Notice({ text }: { readonly text: string }) {
	return (
		<div className="bench-notice" role="alert">
			<p>{text}</p>
		</div>
	);
}
