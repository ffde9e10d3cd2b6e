'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Link, useRouter } from '../../../_lib/i18n/navigation.ts';
import { tellExamNews } from '../exam-news.ts';
import type { SittingStore } from './sitting-store.ts';

const RETRY_MS = 3_000;

/** The exam is over: nothing can be done any more. Has it graded and goes on to the report. */
export function OverNotice({ store }: { readonly store: SittingStore }) {
	const t = useTranslations('exams.screen');
	const router = useRouter();
	const dialog = useRef<HTMLDialogElement>(null);
	const [away, setAway] = useState(false);
	const report = `/exams/report/${store.id}`;
	useEffect(() => {
		dialog.current?.showModal();
		let timer: ReturnType<typeof setTimeout> | undefined;
		let left = false;
		const grade = async () => {
			const done = await store.finish();
			if (left) return;
			if (done) {
				tellExamNews();
				return router.push(report);
			}
			setAway(true);
			timer = setTimeout(grade, RETRY_MS);
		};
		void grade();
		return () => {
			left = true;
			clearTimeout(timer);
		};
	}, [store, router, report]);
	return (
		<dialog
			ref={dialog}
			className="exam-dialog"
			aria-labelledby="over-title"
			onCancel={(event) => event.preventDefault()}
		>
			<h2 id="over-title">{t('overTitle')}</h2>
			<p role="status">{t(away ? 'overAway' : 'overText')}</p>
			<p className="button-row">
				<Link href={report} prefetch={false} className="text-link">
					{t('toReport')}
				</Link>
			</p>
		</dialog>
	);
}
