'use client';

import { useTranslations } from 'next-intl';
import { type MouseEvent, useEffect, useRef, useState } from 'react';
import type { PaperQuestion } from '../../../_lib/exams/exam-paper.ts';
import type { ExamProfile } from '../../../_lib/exams/exam-profile.ts';
import { CopyButton } from '../../lesson/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { QuestionText } from '../question-text.tsx';
import { type SittingStore, useSitting } from './sitting-store.ts';

interface QuestionPanelProps {
	readonly store: SittingStore;
	readonly questions: readonly PaperQuestion[];
	readonly profile: ExamProfile;
}

/** One question at a time: where to go, what it counts, its text; a flag, and ways to the others. */
export function QuestionPanel({ store, questions, profile }: QuestionPanelProps) {
	const t = useTranslations('exams.screen');
	const { question: at, flags } = useSitting(store);
	const scroll = useRef<HTMLDivElement>(null);
	const question = questions[at] ?? questions[0];
	// biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at its top.
	useEffect(() => {
		// It gives a promise in new browsers, which is no clean-up.
		void scroll.current?.scrollTo({ top: 0 });
	}, [at]);
	if (question === undefined) return null;
	const flagged = flags.includes(at);
	return (
		<section className="exam-question" aria-label={t('question', { number: at + 1, all: questions.length })}>
			<p className="sr-only" role="status">
				{t('question', { number: at + 1, all: questions.length })}
			</p>
			<header className="question-bar">
				<QuestionList store={store} questions={questions} />
				<button
					type="button"
					className="quiet-button"
					disabled={at === 0}
					onClick={() => store.go(at - 1)}
					title={`${t('before')} (Ctrl+Alt+P)`}
				>
					{t('before')}
				</button>
				<button
					type="button"
					className="quiet-button"
					disabled={at === questions.length - 1}
					onClick={() => store.go(at + 1)}
					title={`${t('next')} (Ctrl+Alt+N)`}
				>
					{t('next')}
				</button>
				<button
					type="button"
					className="quiet-button flag-button"
					aria-pressed={flagged}
					onClick={() => store.flag(at)}
					title={`${t('flag')} (Ctrl+Alt+F)`}
				>
					<span aria-hidden="true">{flagged ? '⚑' : '⚐'}</span> {t(flagged ? 'flagged' : 'flag')}
				</button>
			</header>
			<div className="question-scroll" ref={scroll}>
				<div className="question-where">
					<Way
						command={profile === 'classic' ? `kubectl config use-context ${question.host}` : `ssh ${question.host}`}
					/>
					<span className="question-weight">{t('weight', { percent: question.weight })}</span>
					{profile === 'classic' && (
						<p className="question-machines">
							<span>{t('machines')}</span> <Way command={`ssh ${question.host}`} />
						</p>
					)}
				</div>
				<Parts parts={question.parts} />
				<Keys />
			</div>
		</section>
	);
}

const KEYS = { before: 'P', next: 'N', flag: 'F' } as const;

/** The exam's own keys, which work in the terminal, too. */
function Keys() {
	const t = useTranslations('exams.screen');
	return (
		<p className="question-keys">
			{(['before', 'next', 'flag'] as const).map((action) => (
				<span key={action}>
					<kbd>Ctrl</kbd> <kbd>Alt</kbd> <kbd>{KEYS[action]}</kbd> {t(action)}
				</span>
			))}
			<span>
				<kbd>Ctrl</kbd> <kbd>⇧</kbd> <kbd>C</kbd> <kbd>V</kbd> {t('copyKeys')}
			</span>
			<span>
				<kbd>Ctrl</kbd> <kbd>Alt</kbd> <kbd>W</kbd> {t('wordKey')}
			</span>
		</p>
	);
}

/** What one types to come to a question's cluster or machine. */
function Way({ command }: { readonly command: string }) {
	return (
		<>
			<code>{command}</code>
			<CopyButton text={command} />
		</>
	);
}

/** The text; a click on something in code copies it, as in the exam. */
function Parts({ parts }: { readonly parts: readonly string[] }) {
	const t = useTranslations('exams.screen');
	const [copied, setCopied] = useState('');
	const copy = ({ target }: MouseEvent) => {
		const code = target instanceof Element ? target.closest('code') : null;
		if (code === null || String(getSelection()) !== '') return;
		const text = code.textContent ?? '';
		void navigator.clipboard?.writeText(text).then(() => {
			setCopied(text);
			setTimeout(() => setCopied(''), 1_500);
		});
	};
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the mouse; by keyboard one selects and copies.
		// biome-ignore lint/a11y/useKeyWithClickEvents: as above.
		<div className="question-text" onClick={copy}>
			{parts.length === 1 ? (
				<QuestionText text={parts[0] ?? ''} />
			) : (
				<ol className="question-parts">
					{parts.map((part) => (
						<li key={part}>
							<QuestionText text={part} />
						</li>
					))}
				</ol>
			)}
			<p className="copied-note" role="status">
				{copied === '' ? '' : t('copied', { text: copied.length > 40 ? `${copied.slice(0, 40)}…` : copied })}
			</p>
		</div>
	);
}

function QuestionList({ store, questions }: Omit<QuestionPanelProps, 'profile'>) {
	const t = useTranslations('exams.screen');
	const { question: at, flags } = useSitting(store);
	const items = questions.map(({ host, weight }, index) => ({
		label: (
			<span className="question-item" aria-current={index === at ? 'true' : undefined}>
				<span>{t('questionShort', { number: index + 1 })}</span>
				<code>{host}</code>
				<small>{weight}%</small>
				<span className="question-flag">{flags.includes(index) && `⚑ ${t('flagged')}`}</span>
			</span>
		),
		onSelect: () => store.go(index),
	}));
	return (
		<MenuButton label={t('list')} className="question-list-button" items={items}>
			<Icon name="menu" />
			{t('question', { number: at + 1, all: questions.length })}
		</MenuButton>
	);
}
