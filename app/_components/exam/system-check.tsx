'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useState } from 'react';
import { post } from '../account/api-request.ts';
import { openingMs } from './socket-check.ts';

interface Found {
	/** How long the connection took to open; undefined: it did not. */
	readonly terminalMs: number | undefined;
	readonly clipboard: boolean;
	readonly width: number;
}

/** Question and terminal stand side by side from this width on. */
const WIDE = 1_000;

const KEYS = [
	{ name: 'Ctrl+Shift+C', code: 'KeyC', shift: true },
	{ name: 'Ctrl+Shift+V', code: 'KeyV', shift: true },
	{ name: 'Ctrl+Alt+W', code: 'KeyW', shift: false },
] as const;

/** Whether the exam will work here: the terminals' connection, the clipboard, the screen, the keys. */
export function SystemCheck() {
	const t = useTranslations('exams.start');
	const [found, setFound] = useState<Found>();
	const [checking, setChecking] = useState(false);
	const check = async () => {
		setChecking(true);
		// Makes the visitor someone: the connection wants to know who it is.
		await post('sandbox', { exercise: 'playground' });
		const terminalMs = await openingMs();
		setFound({ terminalMs, clipboard: navigator.clipboard !== undefined, width: innerWidth });
		setChecking(false);
	};
	const { terminalMs, clipboard, width = 0 } = found ?? {};
	const rows = [
		{ name: 'terminal', fine: terminalMs !== undefined, values: { ms: Math.round(terminalMs ?? 0) } },
		{ name: 'clipboard', fine: clipboard === true, values: {} },
		{ name: 'screen', fine: width >= WIDE, values: { width } },
	] as const;
	return (
		<section aria-labelledby="system-check">
			<h2 id="system-check">{t('check')}</h2>
			<ul className="check-rows" aria-live="polite">
				{rows.map(({ name, fine, values }) => (
					<li key={name} data-state={found === undefined ? 'waiting' : fine ? 'ok' : 'bad'}>
						<strong>{t(`checks.${name}`)}</strong>
						<span className="check-word">{t(`checks.${found === undefined ? 'waiting' : fine ? 'ok' : 'bad'}`)}</span>
						{found !== undefined && <span>{t(`checks.${name}-${fine ? 'ok' : 'bad'}`, values)}</span>}
					</li>
				))}
				<KeyboardCheck />
			</ul>
			<p className="button-row">
				<button type="button" className="quiet-button" onClick={check} disabled={checking}>
					{t(found === undefined ? 'checkRun' : 'checkAgain')}
				</button>
			</p>
		</section>
	);
}

function KeyboardCheck() {
	const t = useTranslations('exams.start.checks');
	const [pressed, setPressed] = useState<readonly string[]>([]);
	const all = KEYS.every(({ name }) => pressed.includes(name));
	const press = (event: KeyboardEvent) => {
		const key = KEYS.find(({ code, shift }) => event.code === code && event.ctrlKey && event.shiftKey === shift);
		if (key === undefined || (!key.shift && !event.altKey)) return;
		event.preventDefault();
		setPressed((before) => [...before, key.name]);
	};
	return (
		<li data-state={all ? 'ok' : 'waiting'}>
			<strong>{t('keyboard')}</strong>
			<span className="check-word">{t(all ? 'ok' : 'waiting')}</span>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is there to be pressed keys in. */}
			{/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot have the focus. */}
			<span className="key-field" role="group" tabIndex={0} onKeyDown={press} aria-label={t('keyboard')}>
				{all ? t('keyboard-ok') : t('keyboard-what')}{' '}
				{KEYS.map(({ name }) => (
					<kbd key={name} data-pressed={pressed.includes(name)}>
						{name}
						{pressed.includes(name) && ' ✓'}
					</kbd>
				))}
			</span>
		</li>
	);
}
