'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import type { RunView } from '../../_lib/drills/run-view.ts';
import { Link } from '../../_lib/i18n/navigation.ts';
import { useBench, useBenchStore } from '../bench/bench-context.tsx';
import { InlineMarkdown } from '../lesson/inline-markdown.tsx';
import { TaskChecks } from '../lesson/task-card.tsx';
import { TaskShape } from '../lesson/task-shape.tsx';
import type { RunAction } from './drill-api.ts';
import { DrillOutcome } from './drill-outcome.tsx';
import type { RunnableDrill } from './drill-runner.tsx';
import { DrillTimer } from './drill-timer.tsx';

interface DrillRunProps {
	readonly drill: RunnableDrill;
	readonly run: RunView;
	readonly onAct: (action: RunAction) => Promise<RunView | 'left' | undefined>;
	readonly onAgain: () => void;
}

/** The win is in the database a moment after the page has seen it. */
const SETTLE_MS = 400;
const SETTLE_TRIES = 12;

/** The prose side of a run: clock, text, how the task stands, help, and how it went. */
export function DrillRun({ drill, run, onAct, onAgain }: DrillRunProps) {
	const t = useTranslations('drills');
	useSettled(run, onAct);
	useTerminalFocus();
	return (
		<article className="prose drill">
			<p className="lesson-where">
				<Link href="/drills" prefetch={false}>
					{t('title')}
				</Link>
				<span aria-hidden="true">/</span> {drill.skills.join(' · ')}
			</p>
			<h1>{drill.title}</h1>
			<DrillTimer elapsedMs={run.elapsedMs} paceSeconds={drill.paceSeconds} seconds={run.outcome?.seconds} />
			<DrillTask run={run} />
			{run.outcome === null ? (
				<DrillHelp run={run} onAct={onAct} />
			) : (
				<DrillOutcome outcome={run.outcome} drill={drill} onAgain={onAgain} />
			)}
			{run.solutions !== null && <Solutions solutions={run.solutions} />}
		</article>
	);
}

/** Asks the server to end the run once all checks hold; what it has seen is what counts. */
function useSettled({ id, outcome }: RunView, onAct: DrillRunProps['onAct']): void {
	const won = useBench(({ tasks }) => tasks.length > 0 && tasks.every(({ state }) => state === 'won'));
	const settleNow = useEffectEvent(() => onAct('settle'));
	const waiting = won && outcome === null;
	// biome-ignore lint/correctness/useExhaustiveDependencies: another run is asked for anew.
	useEffect(() => {
		if (!waiting) return;
		let tries = 0;
		let timer: ReturnType<typeof setTimeout>;
		const settle = async () => {
			tries++;
			await settleNow();
			// Does nothing once the run has its outcome: the effect is over then.
			timer = setTimeout(() => void (tries < SETTLE_TRIES && settle()), SETTLE_MS);
		};
		void settle();
		return () => {
			tries = SETTLE_TRIES;
			clearTimeout(timer);
		};
	}, [waiting, id]);
}

/** Who has pressed "start" wants to type. */
function useTerminalFocus(): void {
	const store = useBenchStore();
	const live = useBench(({ status, terminals }) => status === 'live' && terminals.length > 0);
	useEffect(() => {
		if (!live) return;
		// The terminal's own code comes after the connection.
		const timers = [100, 600, 1_500].map((wait) =>
			setTimeout(() => {
				if (document.activeElement === document.body) store.focusTerminal();
			}, wait),
		);
		return () => timers.forEach(clearTimeout);
	}, [live, store]);
}

function DrillTask({ run }: { readonly run: RunView }) {
	const t = useTranslations('task');
	const drills = useTranslations('drills');
	const view = useBench(({ tasks }) => tasks[0]);
	const state = view?.state ?? 'open';
	return (
		<section className="task" data-state={state} aria-labelledby="drill-task">
			<header className="task-head">
				<TaskShape state={state} />
				<h2 id="drill-task">{drills('task')}</h2>
				<p className="task-state">
					<span role="status">{t(`state.${state}`)}</span>
				</p>
			</header>
			<div className="task-text drill-text">
				<InlineMarkdown text={run.text} />
			</div>
			{view !== undefined && state !== 'won' && <TaskChecks view={view} labels={run.labels} />}
		</section>
	);
}

function DrillHelp({ run, onAct }: Pick<DrillRunProps, 'run' | 'onAct'>) {
	const t = useTranslations('drills');
	const store = useBenchStore();
	const [busy, setBusy] = useState(false);
	const act = (action: RunAction) => async () => {
		setBusy(true);
		await onAct(action);
		setBusy(false);
	};
	return (
		<div className="task-help">
			{run.hints.length > 0 && (
				<ol className="hints" aria-label={t('hints')}>
					{run.hints.map((hint) => (
						<li key={hint}>
							<InlineMarkdown text={hint} />
						</li>
					))}
				</ol>
			)}
			<div className="task-buttons">
				{run.hints.length < run.hintsInAll && (
					<button type="button" className="quiet-button" disabled={busy} onClick={act('hint')}>
						{t('hint')} <small>{t('hintCount', { shown: run.hints.length, all: run.hintsInAll })}</small>
					</button>
				)}
				{run.solutions === null && (
					<button type="button" className="quiet-button" disabled={busy} onClick={act('solution')}>
						{t('solution')}
					</button>
				)}
				<button type="button" className="quiet-button" disabled={busy} onClick={() => store.reset()}>
					{t('reset')}
				</button>
				<button type="button" className="quiet-button" disabled={busy} onClick={act('give-up')}>
					{t('giveUp')}
				</button>
			</div>
			<p className="drill-note">{t('helpNote')}</p>
		</div>
	);
}

function Solutions({ solutions }: { readonly solutions: readonly string[] }) {
	const t = useTranslations('drills');
	return (
		<section className="drill-solutions" aria-labelledby="drill-solutions">
			<h2 id="drill-solutions">{t('solutions', { count: solutions.length })}</h2>
			{solutions.map((script) => (
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
				<pre key={script} tabIndex={0}>
					<code>{script.trim()}</code>
				</pre>
			))}
		</section>
	);
}
