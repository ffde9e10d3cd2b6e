'use client';

import { useTranslations } from 'next-intl';
import { type PointerEvent, type ReactNode, type SyntheticEvent, useEffect, useRef } from 'react';
import type { Modifiers, NamedKey } from './bar-keys.ts';
import { useKeyboardInset } from './keyboard-inset.ts';
import type { OpenTerminal } from './open-terminal.ts';

/** As keyboards do it. */
const REPEAT_AFTER_MS = 400;
const REPEAT_EVERY_MS = 60;

const ARROWS = [
	['ArrowUp', '↑', 'up'],
	['ArrowDown', '↓', 'down'],
	['ArrowLeft', '←', 'left'],
	['ArrowRight', '→', 'right'],
] as const;

const CHARACTERS = [
	['|', 'pipe'],
	['/', 'slash'],
	['-', 'hyphen'],
	['~', 'tilde'],
	["'", 'quote'],
	['"', 'doubleQuote'],
	['\\', 'backslash'],
] as const;

interface KeyBarProps {
	readonly terminal: OpenTerminal;
	readonly held: Modifiers;
}

/** The keys that touch keyboards lack. It never has the focus: the keyboard below it stays. */
export function KeyBar({ terminal, held }: KeyBarProps) {
	const t = useTranslations('terminal.keys');
	const bar = useRef<HTMLDivElement>(null);
	useKeyboardInset(bar);
	const named = (key: NamedKey) => () => terminal.pressKey(key);
	const hold = (modifier: keyof Modifiers) => () => terminal.holdModifier(modifier);
	return (
		<div
			className="key-bar"
			role="toolbar"
			aria-label={t('bar')}
			ref={bar}
			onPointerDown={preventDefault}
			onMouseDown={preventDefault}
			onContextMenu={preventDefault}
		>
			<BarKey onPress={named('Escape')}>Esc</BarKey>
			<BarKey onPress={named('Tab')}>Tab</BarKey>
			<BarKey onPress={hold('ctrl')} pressed={held.ctrl}>
				Ctrl
			</BarKey>
			{ARROWS.map(([key, sign, name]) => (
				<BarKey key={key} onPress={named(key)} label={t(name)} repeats>
					{sign}
				</BarKey>
			))}
			{CHARACTERS.map(([character, name]) => (
				<BarKey key={name} onPress={() => terminal.pressCharacter(character)} label={t(name)}>
					{character}
				</BarKey>
			))}
			<BarKey onPress={hold('alt')} pressed={held.alt}>
				Alt
			</BarKey>
			{navigator.clipboard?.readText !== undefined && (
				<BarKey onPress={() => void paste(terminal)}>
					<span className="key-word">{t('paste')}</span>
				</BarKey>
			)}
		</div>
	);
}

interface BarKeyProps {
	readonly onPress: () => void;
	/** What a sign is called. */
	readonly label?: string;
	/** For those that hold. */
	readonly pressed?: boolean;
	/** While the finger stays on it. */
	readonly repeats?: boolean;
	readonly children: ReactNode;
}

/** A press is a click, which does not come when the finger has moved the bar instead. */
function BarKey({ onPress, label, pressed, repeats = false, children }: BarKeyProps) {
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const repeated = useRef(false);
	const lift = () => clearTimeout(timer.current);
	useEffect(() => () => clearTimeout(timer.current), []);
	const again = () => {
		repeated.current = true;
		onPress();
		timer.current = setTimeout(again, REPEAT_EVERY_MS);
	};
	const touch = ({ button }: PointerEvent) => {
		lift();
		repeated.current = false;
		if (repeats && button === 0) timer.current = setTimeout(again, REPEAT_AFTER_MS);
	};
	return (
		<button
			type="button"
			aria-label={label}
			aria-pressed={pressed}
			onPointerDown={touch}
			onPointerUp={lift}
			onPointerCancel={lift}
			onPointerLeave={lift}
			onClick={() => {
				lift();
				if (!repeated.current) onPress();
				repeated.current = false;
			}}
		>
			{children}
		</button>
	);
}

function preventDefault(event: SyntheticEvent): void {
	event.preventDefault();
}

/** Without leave to read it nothing comes: the browser has asked, and the student has said no. */
async function paste(terminal: OpenTerminal): Promise<void> {
	const text = await navigator.clipboard.readText().catch(() => '');
	if (text !== '') terminal.paste(text);
}
