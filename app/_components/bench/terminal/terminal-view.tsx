'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useTheme } from '../../site/theme.ts';
import { useSetting } from '../../site/use-setting.ts';
import { useBench, useBenchStore } from '../bench-context.tsx';
import { NO_MODIFIERS } from './bar-keys.ts';
import { useCoarsePointer } from './coarse-pointer.ts';
import { FindBar } from './find-bar.tsx';
import { KeyBar } from './key-bar.tsx';
import type { OpenTerminal } from './open-terminal.ts';
import { TERMINAL_THEMES } from './terminal-theme.ts';

interface TerminalViewProps {
	readonly id: string;
	readonly host: string;
	/** In front: it takes its element's size and the focus of commands. */
	readonly shown: boolean;
	/** The Insert key does nothing, as in the exam. */
	readonly exam: boolean;
	readonly onLeave: () => void;
}

/** One terminal. xterm is loaded when the first one is mounted. */
export function TerminalView({ id, host, shown, exam, onLeave }: TerminalViewProps) {
	const t = useTranslations('terminal');
	const store = useBenchStore();
	const theme = useTheme();
	const [screenReader] = useSetting('screen-reader', 'off');
	const exit = useBench((state) => state.exited[id]);
	const element = useRef<HTMLDivElement>(null);
	const [terminal, setTerminal] = useState<OpenTerminal>();
	const [finding, setFinding] = useState(false);
	const [held, setHeld] = useState(NO_MODIFIERS);
	const touch = useCoarsePointer();
	const leave = useRef(onLeave);
	leave.current = onLeave;
	const label = t('label', { host });

	// biome-ignore lint/correctness/useExhaustiveDependencies: the terminal is made once; what may change follows below.
	useEffect(() => {
		let ended = false;
		let detach: (() => void) | undefined;
		let made: OpenTerminal | undefined;
		import('./open-terminal.ts')
			.then(async ({ openTerminal }) => {
				if (ended || element.current === null) return;
				made = await openTerminal({
					element: element.current,
					theme: TERMINAL_THEMES[theme],
					screenReader: screenReader === 'on',
					label,
					onInput: (text) => store.type(id, text),
					onResize: (columns, rows) => store.resize(id, columns, rows),
					onLeave: () => leave.current(),
					onFind: () => setFinding(true),
					onHeld: setHeld,
					exam,
				});
				if (ended) return made.dispose();
				detach = store.attach(id, made);
				setTerminal(made);
			})
			.catch(() => undefined);
		return () => {
			ended = true;
			detach?.();
			made?.dispose();
			setTerminal(undefined);
		};
	}, [id, store]);

	useEffect(() => terminal?.setTheme(TERMINAL_THEMES[theme]), [terminal, theme]);
	useEffect(() => terminal?.setScreenReader(screenReader === 'on'), [terminal, screenReader]);
	useEffect(() => {
		if (terminal === undefined || element.current === null || !shown) return;
		const observer = new ResizeObserver(() => terminal.fit());
		observer.observe(element.current);
		return () => observer.disconnect();
	}, [terminal, shown]);

	return (
		<div className="terminal" hidden={!shown} data-terminal={id}>
			<div className="terminal-screen" ref={element} />
			{terminal === undefined && <p className="terminal-loading">{t('loading')}</p>}
			{finding && terminal !== undefined && (
				<FindBar
					find={terminal.find}
					onClose={() => {
						setFinding(false);
						terminal.focus();
					}}
				/>
			)}
			{touch && shown && terminal !== undefined && exit === undefined && <KeyBar terminal={terminal} held={held} />}
			{exit !== undefined && <p className="terminal-exit">{t('exited', { status: exit })}</p>}
		</div>
	);
}
