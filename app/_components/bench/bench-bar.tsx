'use client';

import { useTranslations } from 'next-intl';
import type { KeyboardEvent, ReactNode } from 'react';
import { useSetting } from '../site/use-setting.ts';
import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menu-button.tsx';
import { useBench, useBenchStore } from './bench-context.tsx';

/** Tabs for terminals, map and files, and what can be done to the bench as a whole. */
export function BenchBar({ actions, exam }: { readonly actions?: ReactNode; readonly exam: boolean }) {
	const t = useTranslations('bench');
	return (
		<div className="bench-bar">
			<BenchTabs exam={exam} />
			{exam ? <ExamTerminalButtons /> : <OpenTerminalMenu />}
			<div className="bench-actions">
				<BenchStatus />
				<ScreenReaderToggle />
				<span className="leave-hint" title={t('leaveHint')}>
					<kbd>Ctrl</kbd>
					<kbd>⇧</kbd>
					<kbd>Esc</kbd>
					<span>{t('leave')}</span>
				</span>
				{actions}
			</div>
		</div>
	);
}

function BenchTabs({ exam }: { readonly exam: boolean }) {
	const t = useTranslations('bench');
	const store = useBenchStore();
	const terminals = useBench((state) => state.terminals);
	const active = useBench((state) => state.activeTerminal);
	const tab = useBench((state) => state.tab);
	const hosts = terminals.map(({ host }) => host);
	const tabs = [
		...terminals.map(({ id, host }, index) => ({
			key: id,
			label:
				hosts.indexOf(host) === index
					? host
					: `${host} ${hosts.slice(0, index + 1).filter((each) => each === host).length}`,
			selected: tab === 'terminal' && id === active,
			controls: 'bench-terminal',
			show: () => store.showTerminal(id),
		})),
		...(terminals.length === 0
			? [
					{
						key: 'terminal',
						label: t('terminal'),
						selected: tab === 'terminal',
						controls: 'bench-terminal',
						show: () => store.show('terminal'),
					},
				]
			: []),
		...(exam ? [] : (['map', 'files'] as const)).map((name) => ({
			key: name,
			label: t(name),
			selected: tab === name,
			controls: `bench-${name}`,
			show: () => store.show(name),
		})),
	];
	return (
		<div
			className="bench-tabs"
			role="tablist"
			aria-label={t(exam ? 'terminals' : 'tabs')}
			onKeyDown={moveTab}
			tabIndex={-1}
		>
			{tabs.map(({ key, label, selected, controls, show }) => (
				<button
					key={key}
					type="button"
					role="tab"
					className="bench-tab"
					aria-selected={selected}
					aria-controls={controls}
					tabIndex={selected ? 0 : -1}
					onClick={show}
				>
					{label}
				</button>
			))}
		</div>
	);
}

function moveTab(event: KeyboardEvent<HTMLDivElement>): void {
	const tabs = [...event.currentTarget.querySelectorAll('button')];
	const at = tabs.indexOf(document.activeElement as HTMLButtonElement);
	const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
	if (at === -1 || step === undefined) return;
	event.preventDefault();
	const next = tabs.at((at + step) % tabs.length);
	next?.focus();
	next?.click();
}

function OpenTerminalMenu() {
	const t = useTranslations('bench');
	const store = useBenchStore();
	const nodes = useBench((state) => state.map?.nodes);
	const active = useBench((state) => (state.tab === 'terminal' ? state.activeTerminal : undefined));
	const several = useBench((state) => state.terminals.length > 1);
	if (nodes === undefined) return null;
	const items = nodes.map(({ name }) => ({
		label: t('openOn', { host: name }),
		onSelect: () => store.openTerminal(name),
	}));
	const closing =
		several && active !== undefined ? [{ label: t('close'), onSelect: () => store.closeTerminal(active) }] : [];
	return (
		<MenuButton label={t('open')} items={[...items, ...closing]}>
			<Icon name="plus" />
		</MenuButton>
	);
}

/** Each terminal of an exam begins where the first one does. */
function ExamTerminalButtons() {
	const t = useTranslations('bench');
	const store = useBenchStore();
	const terminals = useBench((state) => state.terminals);
	const active = useBench((state) => state.activeTerminal);
	const host = terminals[0]?.host;
	if (host === undefined) return null;
	return (
		<>
			<button
				type="button"
				className="icon-button"
				aria-label={t('openOn', { host })}
				title={t('openOn', { host })}
				onClick={() => store.openTerminal(host)}
			>
				<Icon name="plus" />
			</button>
			{terminals.length > 1 && active !== undefined && (
				<button
					type="button"
					className="icon-button"
					aria-label={t('close')}
					title={t('close')}
					onClick={() => store.closeTerminal(active)}
				>
					<Icon name="cross" />
				</button>
			)}
		</>
	);
}

function BenchStatus() {
	const t = useTranslations('bench.status');
	const status = useBench((state) => state.status);
	return (
		<span className="bench-status" role="status" data-status={status}>
			{status === 'idle' ? '' : t(status)}
		</span>
	);
}

function ScreenReaderToggle() {
	const t = useTranslations('bench');
	const [on, set] = useSetting('screen-reader', 'off');
	return (
		<button
			type="button"
			className="icon-button"
			aria-label={t('screenReader')}
			title={t('screenReader')}
			aria-pressed={on === 'on'}
			onClick={() => set(on === 'on' ? 'off' : 'on')}
		>
			<Icon name="ear" />
		</button>
	);
}
