'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { tellExamNews } from '../exam-news.ts';
import { clockText } from './exam-clock.tsx';
import type { SittingStore } from './sitting-store.ts';

interface FinishDialogProps {
	readonly store: SittingStore;
	/** It is handed in. */
	readonly onDone: () => void;
	readonly onClose: () => void;
}

/** Asks before an exam is handed in: there is no way back. */
export function FinishDialog({ store, onDone, onClose }: FinishDialogProps) {
	const t = useTranslations('exams.screen');
	const dialog = useRef<HTMLDialogElement>(null);
	const [state, setState] = useState<'open' | 'sending' | 'problem'>('open');
	const goOn = useRef<HTMLButtonElement>(null);
	useEffect(() => {
		dialog.current?.showModal();
		// Enter out of habit hands nothing in.
		goOn.current?.focus();
	}, []);
	const finish = async () => {
		setState('sending');
		if (!(await store.finish())) return setState('problem');
		tellExamNews();
		onDone();
	};
	const flags = store.state.flags.map((question) => question + 1);
	return (
		<dialog ref={dialog} className="exam-dialog" aria-labelledby="finish-title" onClose={onClose}>
			<h2 id="finish-title">{t('finishTitle')}</h2>
			<p>{t('finishText', { left: clockText(Math.max(0, Math.floor(store.leftMs() / 1_000))) })}</p>
			{flags.length > 0 && <p>{t('finishFlags', { questions: flags.join(', ') })}</p>}
			<p role="alert" className="form-problem">
				{state === 'problem' ? t('finishProblem') : ''}
			</p>
			<p className="button-row">
				<button type="button" className="button" onClick={finish} disabled={state === 'sending'}>
					{t(state === 'sending' ? 'grading' : 'finishYes')}
				</button>
				<button ref={goOn} type="button" className="quiet-button" onClick={() => dialog.current?.close()}>
					{t('finishNo')}
				</button>
			</p>
		</dialog>
	);
}
