'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';

interface FindBarProps {
	readonly find: (text: string, back: boolean) => boolean;
	readonly onClose: () => void;
}

/** Looks for a text in what a terminal has printed. Enter: next, Shift-Enter: the one before, Escape: back. */
export function FindBar({ find, onClose }: FindBarProps) {
	const t = useTranslations('terminal');
	const [found, setFound] = useState(true);
	return (
		<search className="find-bar">
			<input
				// biome-ignore lint/a11y/noAutofocus: it was asked for by a key a moment ago.
				autoFocus
				type="search"
				aria-label={t('find')}
				placeholder={t('find')}
				onChange={({ target }) => setFound(target.value === '' || find(target.value, false))}
				onKeyDown={(event) => {
					if (event.key === 'Escape') onClose();
					if (event.key === 'Enter') setFound(find(event.currentTarget.value, event.shiftKey));
				}}
			/>
			<span role="status">{found ? '' : t('notFound')}</span>
			<button type="button" className="quiet-button" onClick={onClose}>
				{t('findClose')} <kbd>Esc</kbd>
			</button>
		</search>
	);
}
