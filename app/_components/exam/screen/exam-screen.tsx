'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { ExamDocument } from '../../../_lib/exams/exam-facts.ts';
import type { ExamPaper } from '../../../_lib/exams/exam-paper.ts';
import type { ExamProfile } from '../../../_lib/exams/exam-profile.ts';
import type { SittingState } from '../../../_lib/exams/sitting-view.ts';
import { useRouter } from '../../../_lib/i18n/navigation.ts';
import { Bench } from '../../bench/bench.tsx';
import { BenchProvider, useBench, useBenchStore } from '../../bench/bench-context.tsx';
import { FullScreenButton, LessonView } from '../../lesson/lesson-view.tsx';
import { LanguageSwitch } from '../../site/language-switch.tsx';
import { ThemeSwitch } from '../../site/theme-switch.tsx';
import { DocumentsPanel } from './documents-panel.tsx';
import { ExamClock } from './exam-clock.tsx';
import { FinishDialog } from './finish-dialog.tsx';
import { OverNotice } from './over-notice.tsx';
import { QuestionPanel } from './question-panel.tsx';
import { Notepad, SidePane } from './side-pane.tsx';
import { SittingStore, useSitting } from './sitting-store.ts';

interface ExamScreenProps {
	readonly sitting: string;
	/** The exercise that the world goes by. */
	readonly world: string;
	/** "cka": which reference is allowed. */
	readonly exam: string;
	readonly title: string;
	readonly profile: ExamProfile;
	readonly paper: ExamPaper;
	readonly documents: readonly ExamDocument[];
	readonly state: SittingState;
}

/** The exam: question left, terminals right, the clock above. Nothing else of the site is on the screen. */
export function ExamScreen(props: ExamScreenProps) {
	const [store] = useState(() => new SittingStore(props.sitting, props.state));
	return (
		<BenchProvider exercise={props.world}>
			<Screen {...props} store={store} />
		</BenchProvider>
	);
}

type Pane = 'notes' | 'documents';

function Screen({ exam, title, profile, paper, documents, store, sitting }: ExamScreenProps & { store: SittingStore }) {
	const t = useTranslations('exams.screen');
	const router = useRouter();
	const bench = useBenchStore();
	const { over, saving } = useSitting(store);
	const [ended, setEnded] = useState(false);
	const [pane, setPane] = useState<Pane>();
	const [finishing, setFinishing] = useState(false);
	const { questions } = paper;
	const locked = over || ended;

	useEffect(() => {
		store.begin();
		const flush = () => store.flush();
		addEventListener('pagehide', flush);
		return () => {
			removeEventListener('pagehide', flush);
			store.stop();
		};
	}, [store]);
	useEffect(() => {
		if (locked) bench.stop();
	}, [bench, locked]);
	const refused = useBench((state) => state.status === 'lost' || state.refused?.code === 'exam-over');
	useEffect(() => {
		// The server shows everyone out when it is over, perhaps by another tab.
		if (refused) void store.synchronize();
	}, [store, refused]);
	useKeys(store, questions.length);
	useGuard(!locked && !finishing);

	const toggle = (which: Pane) => setPane(pane === which ? undefined : which);
	return (
		<div className="exam-screen">
			<header className="exam-bar">
				<h1>{title}</h1>
				<ExamClock store={store} onEnd={() => setEnded(true)} />
				<span className="exam-saving" role="status">
					{saving === 'waiting' ? t('unsaved') : ''}
				</span>
				<div className="exam-actions">
					<button
						type="button"
						className="quiet-button"
						aria-pressed={pane === 'notes'}
						onClick={() => toggle('notes')}
					>
						{t('notes')}
					</button>
					<button
						type="button"
						className="quiet-button"
						aria-pressed={pane === 'documents'}
						onClick={() => toggle('documents')}
					>
						{t('documents')}
					</button>
					<LanguageSwitch />
					<ThemeSwitch />
					<button type="button" className="button small" onClick={() => setFinishing(true)}>
						{t('finish')}
					</button>
				</div>
			</header>
			<LessonView
				prose={
					<>
						<QuestionPanel store={store} questions={questions} profile={profile} />
						{pane === 'notes' && (
							<SidePane title={t('notes')} onClose={() => setPane(undefined)}>
								<Notepad store={store} />
							</SidePane>
						)}
						{pane === 'documents' && (
							<SidePane title={t('documents')} onClose={() => setPane(undefined)}>
								<DocumentsPanel exam={exam} documents={documents} />
							</SidePane>
						)}
					</>
				}
				bench={<Bench start="visible" exam timeline={false} actions={<FullScreenButton side="bench" />} />}
			/>
			{finishing && !locked && (
				<FinishDialog
					store={store}
					onDone={() => router.push(`/exams/report/${sitting}`)}
					onClose={() => setFinishing(false)}
				/>
			)}
			{locked && <OverNotice store={store} />}
		</div>
	);
}

/** Ctrl+Alt and a letter: the next question, the one before, a flag. They work in the terminal, too. */
function useKeys(store: SittingStore, questions: number): void {
	useEffect(() => {
		const press = (event: KeyboardEvent) => {
			if (!event.ctrlKey || !event.altKey || event.shiftKey) return;
			const { question } = store.state;
			if (event.code === 'KeyN' && question < questions - 1) store.go(question + 1);
			else if (event.code === 'KeyP' && question > 0) store.go(question - 1);
			else if (event.code === 'KeyF') store.flag(question);
			else return;
			event.preventDefault();
			event.stopPropagation();
		};
		addEventListener('keydown', press, { capture: true });
		return () => removeEventListener('keydown', press, { capture: true });
	}, [store, questions]);
}

/** Ctrl+W out of habit asks before it closes the tab. */
function useGuard(on: boolean): void {
	useEffect(() => {
		if (!on) return;
		const ask = (event: BeforeUnloadEvent) => event.preventDefault();
		addEventListener('beforeunload', ask);
		return () => removeEventListener('beforeunload', ask);
	}, [on]);
}
