'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export interface MenuItem {
	readonly label: ReactNode;
	readonly onSelect: () => void;
}

interface MenuButtonProps {
	readonly label: string;
	readonly className?: string;
	readonly children: ReactNode;
	readonly items: readonly MenuItem[];
}

/** A button that opens a short menu. Arrow keys move, Escape closes. */
export function MenuButton({ label, className = 'icon-button', children, items }: MenuButtonProps) {
	const [open, setOpen] = useState(false);
	const menu = useRef<HTMLDivElement>(null);
	const button = useRef<HTMLButtonElement>(null);
	const id = useId();
	useEffect(() => {
		if (!open) return;
		menu.current?.querySelector('button')?.focus();
		const close = (event: PointerEvent) => {
			if (!(event.target instanceof Node && menu.current?.parentElement?.contains(event.target))) setOpen(false);
		};
		document.addEventListener('pointerdown', close);
		return () => document.removeEventListener('pointerdown', close);
	}, [open]);
	const leave = () => {
		setOpen(false);
		button.current?.focus();
	};
	return (
		<div className="menu">
			<button
				ref={button}
				type="button"
				className={className}
				aria-label={label}
				title={label}
				aria-haspopup="menu"
				aria-expanded={open}
				aria-controls={open ? id : undefined}
				onClick={() => setOpen(!open)}
			>
				{children}
			</button>
			{open && (
				<div
					ref={menu}
					id={id}
					role="menu"
					aria-label={label}
					className="menu-list"
					onKeyDown={move(leave)}
					tabIndex={-1}
				>
					{items.map((item, index) => (
						<button
							// biome-ignore lint/suspicious/noArrayIndexKey: a menu's items do not move while it is open.
							key={index}
							type="button"
							role="menuitem"
							tabIndex={-1}
							onClick={() => {
								leave();
								item.onSelect();
							}}
						>
							{item.label}
						</button>
					))}
				</div>
			)}
		</div>
	);
}

function move(leave: () => void) {
	return (event: KeyboardEvent<HTMLDivElement>) => {
		const items = [...event.currentTarget.querySelectorAll('button')];
		const at = items.indexOf(document.activeElement as HTMLButtonElement);
		const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
		const next = steps[event.key];
		if (next !== undefined) {
			event.preventDefault();
			items.at(next % items.length)?.focus();
		}
		if (event.key === 'Escape' || event.key === 'Tab') leave();
	};
}
