'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { ReplayedCommand } from '../../../../_lib/exams/recorded-command.ts';
import { ask } from '../../../account/api-request.ts';
import { TERMINAL_THEMES } from '../../../bench/terminal/terminal-theme.ts';
import { useTheme } from '../../../site/theme.ts';
import { useSetting } from '../../../site/use-setting.ts';
import { duration } from '../duration.ts';
import { ReplayPlayer, type ReplayPosition } from './replay-player.ts';
import type { ReplayTerminal } from './replay-terminal.ts';

interface ReplayProps {
	readonly sitting: string;
	/** The machine of the question. */
	readonly host: string;
	/** What was entered there. */
	readonly lines: readonly string[];
}

/** What the student entered for a question; on demand, what they saw of it, command by command or as it went. */
export function Replay({ sitting, host, lines }: ReplayProps) {
	const t = useTranslations('exams.replay');
	const [state, setState] = useState<'closed' | 'loading' | 'problem'>('closed');
	const [commands, setCommands] = useState<readonly ReplayedCommand[]>();
	const load = async () => {
		setState('loading');
		const { data } = await ask(
			`exams/sittings/${sitting}/replay?host=${host}`,
			(response) => response.json() as Promise<{ commands: readonly ReplayedCommand[] }>,
		);
		if (data === undefined) setState('problem');
		else setCommands(data.commands);
	};
	if (commands !== undefined && commands.length > 0) return <Player commands={commands} />;
	return (
		<>
			<p className="section-note">{t('entered')}</p>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
			<pre tabIndex={0}>
				<code>{lines.join('\n')}</code>
			</pre>
			<p className="button-row report-actions">
				<button
					type="button"
					className="quiet-button"
					disabled={state === 'loading' || commands !== undefined}
					onClick={() => void load()}
				>
					{t(state === 'loading' ? 'loading' : 'load')}
				</button>
			</p>
			<p role="status" className="section-note">
				{state === 'problem' ? t('problem') : commands === undefined ? '' : t('nothing')}
			</p>
		</>
	);
}

const SPEEDS = [1, 2, 4] as const;

function Player({ commands }: { readonly commands: readonly ReplayedCommand[] }) {
	const t = useTranslations('exams.replay');
	const element = useRef<HTMLDivElement>(null);
	const { player, position } = usePlayer(commands, element);
	const [speed, setSpeed] = useState<number>(1);
	const list = useRef<HTMLOListElement>(null);
	const { at, playing } = position;
	const last = commands.length - 1;
	const shown = commands[at];

	useEffect(() => {
		// Within the list only: the page stays where it is.
		const item = list.current?.children[at];
		if (!(item instanceof HTMLElement) || list.current === null) return;
		const { offsetTop, offsetHeight } = item;
		const { scrollTop, clientHeight } = list.current;
		if (offsetTop < scrollTop) list.current.scrollTop = offsetTop;
		else if (offsetTop + offsetHeight > scrollTop + clientHeight)
			list.current.scrollTop = offsetTop + offsetHeight - clientHeight;
	}, [at]);

	return (
		<section className="replay" aria-label={t('label')}>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a screen wider than the page scrolls. */}
			<div className="replay-screen" role="img" aria-label={t('screen')} tabIndex={0} ref={element} />
			{shown?.cut && <p className="section-note">{t('cut')}</p>}
			<div className="replay-controls">
				<button
					type="button"
					className="quiet-button"
					disabled={player === undefined}
					onClick={() => (playing ? player?.pause() : player?.play())}
				>
					<span aria-hidden="true">{playing ? '❚❚' : '▶'}</span> {t(playing ? 'pause' : 'play')}
				</button>
				<button type="button" className="quiet-button" disabled={at <= 0} onClick={() => player?.seek(at - 1)}>
					{t('before')}
				</button>
				<button type="button" className="quiet-button" disabled={at >= last} onClick={() => player?.seek(at + 1)}>
					{t('next')}
				</button>
				<label>
					<span className="sr-only">{t('speed')}</span>
					<select
						value={speed}
						onChange={({ target }) => {
							setSpeed(Number(target.value));
							if (player !== undefined) player.speed = Number(target.value);
						}}
					>
						{SPEEDS.map((each) => (
							<option key={each} value={each}>
								{each}×
							</option>
						))}
					</select>
				</label>
				<input
					type="range"
					className="replay-seek"
					min={0}
					max={last}
					value={Math.max(0, at)}
					aria-label={t('seek')}
					aria-valuetext={shown === undefined ? undefined : `${at + 1}: ${shown.line}`}
					onChange={({ target }) => player?.seek(Number(target.value))}
				/>
			</div>
			<ol className="replay-commands" ref={list} aria-label={t('commands')}>
				{commands.map((command, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and lines repeat.
					<li key={index}>
						<button type="button" aria-current={index === at ? 'step' : undefined} onClick={() => player?.seek(index)}>
							<time>{duration(command.second)}</time> <code>{command.line}</code>
						</button>
					</li>
				))}
			</ol>
		</section>
	);
}

function usePlayer(commands: readonly ReplayedCommand[], element: React.RefObject<HTMLDivElement | null>) {
	const theme = useTheme();
	const [screenReader] = useSetting('screen-reader', 'off');
	const [player, setPlayer] = useState<ReplayPlayer>();
	const [terminal, setTerminal] = useState<ReplayTerminal>();
	const [position, setPosition] = useState<ReplayPosition>({ at: -1, playing: false });
	// biome-ignore lint/correctness/useExhaustiveDependencies: the terminal is made once; its theme follows below.
	useEffect(() => {
		let ended = false;
		let made: { readonly player: ReplayPlayer; readonly terminal: ReplayTerminal } | undefined;
		import('./replay-terminal.ts')
			.then(async ({ openReplayTerminal }) => {
				if (ended || element.current === null) return;
				const screen = await openReplayTerminal(element.current, TERMINAL_THEMES[theme], screenReader === 'on');
				if (ended) return screen.dispose();
				made = { terminal: screen, player: new ReplayPlayer(commands, screen, setPosition) };
				setTerminal(screen);
				setPlayer(made.player);
				made.player.seek(0);
			})
			.catch(() => undefined);
		return () => {
			ended = true;
			made?.player.dispose();
			made?.terminal.dispose();
		};
	}, [commands, element]);
	useEffect(() => terminal?.setTheme(TERMINAL_THEMES[theme]), [terminal, theme]);
	return { player, position };
}
