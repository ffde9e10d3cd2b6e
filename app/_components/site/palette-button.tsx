'use client';

import { useTranslations } from 'next-intl';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Icon } from '../ui/icon.tsx';
import type { PaletteLesson } from './command-palette.tsx';

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }));

/** Opens the palette; Ctrl-K in a terminal stays the shell's, Cmd-K does not. */
export function PaletteButton({ lessons }: { readonly lessons: readonly PaletteLesson[] }) {
	const t = useTranslations('palette');
	const [open, setOpen] = useState(false);
	const [typed, setTyped] = useState('');
	/** Keys are listened to: told to assistive technology, and to tests. */
	const [listens, setListens] = useState(false);
	/** What had the focus before the palette took it. */
	const before = useRef<Element>(null);
	const close = () => {
		setOpen(false);
		setTyped('');
	};
	useEffect(() => {
		if (open || !(before.current instanceof HTMLElement)) return;
		if (document.activeElement === document.body) before.current.focus();
		before.current = null;
	}, [open]);
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			if (event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey))
				return;
			const typing = event.target instanceof Element && event.target.closest('.xterm, .cm-editor') !== null;
			// An exam has its own screen, and nothing of the site on it.
			if ((typing && !event.metaKey) || document.querySelector('.exam-screen') !== null) return;
			event.preventDefault();
			setTyped('');
			before.current ??= document.activeElement;
			setOpen((now) => !now);
		};
		addEventListener('keydown', onKey);
		setListens(true);
		return () => removeEventListener('keydown', onKey);
	}, []);
	return (
		<>
			<button
				type="button"
				className="palette-button"
				onClick={(event) => {
					before.current = event.currentTarget;
					setOpen(true);
				}}
				aria-label={t('open')}
				title={t('open')}
				aria-keyshortcuts={listens ? 'Control+K Meta+K' : undefined}
			>
				<Icon name="search" /> <kbd>Ctrl K</kbd>
			</button>
			{open && (
				<Suspense fallback={<OpeningPalette typed={typed} onType={setTyped} onClose={close} />}>
					<CommandPalette lessons={lessons} typed={typed} onClose={close} />
				</Suspense>
			)}
		</>
	);
}

interface OpeningPaletteProps {
	readonly typed: string;
	readonly onType: (text: string) => void;
	readonly onClose: () => void;
}

/** The palette's input while its code is on the way: what is typed right after Ctrl-K is not lost. */
function OpeningPalette({ typed, onType, onClose }: OpeningPaletteProps) {
	const t = useTranslations('palette');
	return (
		<>
			<div className="palette-overlay" />
			<div className="palette" role="dialog" aria-label={t('label')}>
				<input
					ref={(input) => input?.focus()}
					aria-label={t('placeholder')}
					placeholder={t('placeholder')}
					value={typed}
					onChange={(event) => onType(event.target.value)}
					onKeyDown={(event) => event.key === 'Escape' && onClose()}
				/>
			</div>
		</>
	);
}
