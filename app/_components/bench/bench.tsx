'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { ClusterMapPanel } from '../cluster-map/cluster-map-panel.tsx';
import { BenchBar } from './bench-bar.tsx';
import { useBench, useBenchStore } from './bench-context.tsx';
import { BenchNotice } from './bench-notice.tsx';
import { FilesPanel } from './files/files-panel.tsx';
import { TerminalView } from './terminal/terminal-view.tsx';
import { Timeline } from './timeline/timeline.tsx';
import { whenWanted } from './when-wanted.ts';

interface BenchProps {
	/** "visible": as soon as it can be seen and the page is idle. "touch": when the visitor first does anything. */
	readonly start: 'visible' | 'touch';
	/** Further buttons in its bar. */
	readonly actions?: ReactNode;
	/** The home page has one without a timeline. */
	readonly timeline?: boolean;
	/** In an exam there are terminals and nothing else, and their keys are the exam's. */
	readonly exam?: boolean;
}

/** The bench: terminals, map, files, and the timeline along the foot. */
export function Bench({ start, actions, timeline = true, exam = false }: BenchProps) {
	const t = useTranslations('bench');
	const store = useBenchStore();
	const bench = useRef<HTMLElement>(null);
	const tab = useBench((state) => state.tab);
	const idle = useBench((state) => state.status === 'idle');
	useEffect(() => {
		if (bench.current !== null) return whenWanted(bench.current, start, () => store.start());
	}, [start, store]);
	return (
		<section
			className="bench"
			aria-label={t('label')}
			ref={bench}
			data-bench-status={useBench((state) => state.status)}
		>
			<BenchBar actions={actions} exam={exam} />
			<div className="bench-body">
				<BenchNotice exam={exam} />
				<div
					className="bench-panel"
					role="tabpanel"
					id="bench-terminal"
					aria-label={t('terminals')}
					hidden={tab !== 'terminal'}
				>
					{idle ? <Invitation exam={exam} onStart={() => store.start()} /> : <Terminals exam={exam} />}
				</div>
				{!exam && <Panels />}
			</div>
			{timeline && <Timeline />}
		</section>
	);
}

function Panels() {
	const t = useTranslations('bench');
	const tab = useBench((state) => state.tab);
	return (
		<>
			<div className="bench-panel" role="tabpanel" id="bench-map" aria-label={t('map')} hidden={tab !== 'map'}>
				{tab === 'map' && <ClusterMapPanel />}
			</div>
			<div className="bench-panel" role="tabpanel" id="bench-files" aria-label={t('files')} hidden={tab !== 'files'}>
				{tab === 'files' && <FilesPanel />}
			</div>
		</>
	);
}

function Invitation({ exam, onStart }: { readonly exam: boolean; readonly onStart: () => void }) {
	const t = useTranslations('bench');
	return (
		<div className="invitation">
			<button type="button" className="invitation-button" onClick={onStart}>
				<span className="invitation-prompt" aria-hidden="true">
					<b>{exam ? 'candidate@base' : 'root@controlplane'}</b>:<i>~</i>
					{exam ? '$' : '#'} <span className="invitation-cursor" />
				</span>
				{t('start')}
			</button>
		</div>
	);
}

function Terminals({ exam }: { readonly exam: boolean }) {
	const store = useBenchStore();
	const terminals = useBench((state) => state.terminals);
	const active = useBench((state) => state.activeTerminal);
	const visible = useBench((state) => state.tab === 'terminal');
	return terminals.map(({ id, host }) => (
		<TerminalView
			key={id}
			id={id}
			host={host}
			shown={visible && id === active}
			exam={exam}
			onLeave={() => {
				const { cameFrom } = store;
				const tab = document.querySelector<HTMLElement>('.bench-tabs [aria-selected="true"]');
				(cameFrom !== undefined && cameFrom.getClientRects().length > 0 ? cameFrom : tab)?.focus();
			}}
		/>
	));
}
