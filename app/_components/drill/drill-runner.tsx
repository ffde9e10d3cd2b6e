'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useEffect, useState } from 'react';
import type { RunView } from '../../_lib/drills/run-view.ts';
import { Link } from '../../_lib/i18n/navigation.ts';
import { Bench } from '../bench/bench.tsx';
import { BenchProvider } from '../bench/bench-context.tsx';
import { TaskTitles } from '../bench/task-titles.tsx';
import { FullScreenButton, LessonView } from '../lesson/lesson-view.tsx';
import { clockTime } from './clock-time.ts';
import { fetchOpenRun, postAction, postRun, type RunAction } from './drill-api.ts';
import { DrillRun } from './drill-run.tsx';
import { useMyDrills } from './use-my-drills.ts';

export interface RunnableDrill {
	readonly id: string;
	readonly title: string;
	/** Titles. */
	readonly skills: readonly string[];
	readonly paceSeconds: number;
}

/** In the address: begin at once. */
const START = '#start';

/**
 * A drill: first what it is and a button, for reading takes time too; then the text and the bench, with the clock that
 * the server keeps. A run that is open is gone on with.
 */
export function DrillRunner({ drill }: { readonly drill: RunnableDrill }) {
	const locale = useLocale();
	const { id } = drill;
	const [run, setRun] = useState<RunView>();
	const [busy, setBusy] = useState(true);
	const [failed, setFailed] = useState(false);
	const begin = useCallback(async () => {
		setBusy(true);
		const begun = await postRun(id, locale);
		setFailed(begun === undefined);
		setRun(begun);
		setBusy(false);
	}, [id, locale]);
	useEffect(() => {
		let wanted = true;
		const start = location.hash === START;
		// Without a state of its own, so that the router hears of it and does not put the old address back.
		if (start) history.replaceState(null, '', location.pathname + location.search);
		void fetchOpenRun(id, locale).then((open) => {
			if (!wanted) return;
			setBusy(false);
			if (open) setRun(open);
			else if (start) void begin();
		});
		return () => {
			wanted = false;
		};
	}, [id, locale, begin]);
	const act = async (action: RunAction) => {
		if (run === undefined) return undefined;
		const after = await postAction(run.id, action, locale);
		if (after === 'left') setRun(undefined);
		else if (after !== undefined) setRun(after);
		return after;
	};
	if (run === undefined) return <Start drill={drill} busy={busy} failed={failed} onStart={begin} />;
	return (
		<BenchProvider exercise={run.exercise} key={run.id}>
			<TaskTitles value={{ drill: drill.title }}>
				<LessonView
					prose={<DrillRun drill={drill} run={run} onAct={act} onAgain={begin} />}
					bench={<Bench start="visible" actions={<FullScreenButton side="bench" />} />}
				/>
			</TaskTitles>
		</BenchProvider>
	);
}

interface StartProps {
	readonly drill: RunnableDrill;
	readonly busy: boolean;
	readonly failed: boolean;
	readonly onStart: () => void;
}

function Start({ drill, busy, failed, onStart }: StartProps) {
	const t = useTranslations('drills');
	const mine = useMyDrills()?.drills.find((each) => each.drill === drill.id);
	return (
		<main className="page drill-start" id="content">
			<p className="lesson-where">
				<Link href="/drills" prefetch={false}>
					{t('title')}
				</Link>
				<span aria-hidden="true">/</span> {drill.skills.join(' · ')}
			</p>
			<h1>{drill.title}</h1>
			<p className="drill-facts">
				{t('pace', { time: clockTime(drill.paceSeconds) })}
				{mine?.bestSeconds != null && ` · ${t('bestTime', { time: clockTime(mine.bestSeconds) })}`}
			</p>
			<p className="page-intro">{t('startIntro')}</p>
			<p className="button-row">
				<button type="button" className="button" disabled={busy} onClick={onStart}>
					{t('start')}
				</button>
			</p>
			<p className="form-problem" role="alert">
				{failed && t('failed')}
			</p>
		</main>
	);
}
