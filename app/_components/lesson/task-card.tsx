'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { TaskState, TaskView } from '../../_server/protocol.ts';
import { useBench, useBenchStore } from '../bench/bench-context.tsx';
import { useProgress } from '../progress/use-progress.ts';
import { EvidenceChain } from './evidence-chain.tsx';
import { useSolution } from './lesson-solution.tsx';
import { SolutionDiff } from './solution-diff.tsx';
import { TaskShape } from './task-shape.tsx';

interface TaskCardProps {
	readonly task: string;
	readonly number: number;
	readonly title: string;
	readonly points: number;
	readonly labels: Readonly<Record<string, string>>;
	readonly hints: readonly ReactNode[];
	readonly children: ReactNode;
}

/** A task in the prose: what to reach, how it stands, why a check fails, hints in steps. It grades itself. */
export function TaskCard({ task, number, title, points, labels, hints, children }: TaskCardProps) {
	const t = useTranslations('task');
	const view = useBench((state) => state.tasks.find(({ id }) => id === task));
	const state = useTaskState(task, view);
	return (
		<section className="task" id={`task-${task}`} aria-labelledby={`task-${task}-title`} data-state={state}>
			<header className="task-head">
				<TaskShape state={state} />
				<h3 id={`task-${task}-title`}>
					<span className="task-number">{t('number', { number })}</span> {title}
				</h3>
				<p className="task-state">
					<span role="status">{t(`state.${state}`)}</span>
					<span className="task-points">{t('points', { points })}</span>
				</p>
			</header>
			<div className="task-text">{children}</div>
			{view !== undefined && state !== 'won' && <TaskChecks view={view} labels={labels} />}
			<TaskHelp task={task} hints={hints} />
		</section>
	);
}

function useTaskState(task: string, view: TaskView | undefined): TaskState {
	const { exercise } = useBenchStore();
	const kept = useProgress()?.exercises.find((each) => each.exercise === exercise)?.tasks[task];
	return view?.state ?? kept ?? 'open';
}

interface TaskChecksProps {
	readonly view: TaskView;
	/** By the checks' ids. */
	readonly labels: Readonly<Record<string, string>>;
}

/** How many checks of a task hold, and why the others do not. */
export function TaskChecks({ view, labels }: TaskChecksProps) {
	const t = useTranslations('task');
	const store = useBenchStore();
	const grading = useBench((state) => state.grading);
	const failed = view.checks.filter(({ passed, pending }) => !passed && pending !== true);
	const chains = failed.map(({ evidence }) => JSON.stringify(evidence));
	const pending = view.checks.some((check) => check.pending);
	const stale = failed.some((check) => check.pending !== true && check.stale);
	const passed = view.checks.filter((check) => check.passed).length;
	return (
		<details className="task-checks">
			<summary>{t('checks', { passed, all: view.checks.length })}</summary>
			<ul className="check-list">
				{failed.map(({ id, evidence }, index) => (
					<li key={id}>
						{labels[id] !== undefined && <p className="check-label">{labels[id]}</p>}
						{chains.indexOf(JSON.stringify(evidence)) === index && <EvidenceChain evidence={evidence} />}
					</li>
				))}
			</ul>
			{stale && !pending && <p className="check-stale">{t('stale')}</p>}
			{pending && (
				<p className="check-pending">
					{t('pending')}{' '}
					<button
						type="button"
						className="quiet-button"
						aria-disabled={grading}
						onClick={() => {
							if (!grading) store.gradeNow();
						}}
					>
						<span role="status">{grading ? t('grading') : t('gradeNow')}</span>
					</button>
				</p>
			)}
		</details>
	);
}

function TaskHelp({ task, hints }: { readonly task: string; readonly hints: readonly ReactNode[] }) {
	const t = useTranslations('task');
	const store = useBenchStore();
	const solution = useSolution();
	const [shown, setShown] = useState(0);
	const [solved, setSolved] = useState(false);
	const [asking, setAsking] = useState(false);
	const reveal = () => {
		store.hint(task, shown + 1);
		setShown(shown + 1);
	};
	return (
		<div className="task-help">
			{shown > 0 && (
				<ol className="hints" aria-label={t('hints')}>
					{hints.slice(0, shown).map((hint, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: hints keep their order.
						<li key={index}>{hint}</li>
					))}
				</ol>
			)}
			<div className="task-buttons">
				{shown < hints.length && (
					<button type="button" className="quiet-button" onClick={reveal}>
						{shown === 0 ? t('hint') : t('nextHint')} <small>{t('hintCount', { shown, all: hints.length })}</small>
					</button>
				)}
				{shown >= hints.length && !solved && (
					<button
						type="button"
						className="quiet-button"
						onClick={() => {
							store.hint(task, 0);
							setSolved(true);
						}}
					>
						{t('solution')}
					</button>
				)}
				{asking ? (
					<>
						<span>{t('resetSure')}</span>
						<button
							type="button"
							className="button small"
							onClick={() => {
								store.reset();
								setAsking(false);
							}}
						>
							{t('resetYes')}
						</button>
						<button type="button" className="quiet-button" onClick={() => setAsking(false)}>
							{t('resetNo')}
						</button>
					</>
				) : (
					<button type="button" className="quiet-button" onClick={() => setAsking(true)}>
						{t('reset')}
					</button>
				)}
			</div>
			{solved && (
				<div className="solution">
					<SolutionDiff task={task} />
					<p>{t('solutionNote')}</p>
					{solution}
				</div>
			)}
		</div>
	);
}
