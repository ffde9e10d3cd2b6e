'use client';

import { useTranslations } from 'next-intl';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Icon } from '../ui/icon.tsx';
import type { PaletteLesson } from './command-palette.tsx';

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }));

/** Opens the palette; Ctrl-K in a terminal stays the shell's, Cmd-K does not. */
export function PaletteButton({ lessons }: { readonly lessons: readonly PaletteLesson[] }) {
	const t = useTranslations('palette');
	const [open, setOpen] = useState(false);
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			if (event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey))
				return;
			const typing = event.target instanceof Element && event.target.closest('.xterm, .cm-editor') !== null;
			if (typing && !event.metaKey) return;
			event.preventDefault();
			setOpen((now) => !now);
		};
		addEventListener('keydown', onKey);
		return () => removeEventListener('keydown', onKey);
	}, []);
	return (
		<>
			<button
				type="button"
				className="palette-button"
				onClick={() => setOpen(true)}
				aria-label={t('open')}
				title={t('open')}
			>
				<Icon name="search" /> <kbd>Ctrl K</kbd>
			</button>
			{open && (
				<Suspense>
					<CommandPalette lessons={lessons} onClose={() => setOpen(false)} />
				</Suspense>
			)}
		</>
	);
}
