'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { type SittingStore, useSitting } from './sitting-store.ts';

interface SidePaneProps {
	readonly title: string;
	readonly onClose: () => void;
	readonly children: ReactNode;
}

/** Opens beneath the question, so that neither it nor the terminal is covered. */
export function SidePane({ title, onClose, children }: SidePaneProps) {
	const t = useTranslations('exams.screen');
	return (
		<section className="side-pane" aria-label={title}>
			<header className="side-pane-head">
				<h2>{title}</h2>
				<button type="button" className="icon-button" aria-label={t('close')} title={t('close')} onClick={onClose}>
					<Icon name="cross" />
				</button>
			</header>
			{children}
		</section>
	);
}

/** As long as the server takes. */
const NOTES_MAX = 4_000;

export function Notepad({ store }: { readonly store: SittingStore }) {
	const t = useTranslations('exams.screen');
	const { notes } = useSitting(store);
	return (
		<textarea
			className="notepad"
			aria-label={t('notes')}
			placeholder={t('notesHint')}
			value={notes}
			maxLength={NOTES_MAX}
			spellCheck={false}
			onChange={({ target }) => store.write(target.value)}
		/>
	);
}
