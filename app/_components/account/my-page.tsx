'use client';

import { useTranslations } from 'next-intl';
import { Link } from '../../_lib/i18n/navigation.ts';
import { type LessonMeasure, lessonStanding } from '../progress/lesson-standing.ts';
import { type Progress, reloadProgress, useProgress } from '../progress/use-progress.ts';
import { post } from './api-request.ts';
import { VerifyEmail } from './email-section.tsx';
import { useAccount } from './use-account.ts';

export interface MyLesson extends LessonMeasure {
	readonly href: string;
	readonly title: string;
}

/** Who the visitor is, what they have done, and what can be done about the account. */
export function MyPage({ lessons }: { readonly lessons: readonly MyLesson[] }) {
	const t = useTranslations('me');
	const progress = useProgress();
	if (progress === undefined) return <p className="panel-empty">{t('loading')}</p>;
	const { me } = progress;
	return (
		<>
			<section className="me-who" aria-label={t('who')}>
				{me === null || me.guest ? (
					<Guest known={me !== null} />
				) : (
					<Account name={me.name ?? ''} isAdmin={me.role === 'admin'} />
				)}
			</section>
			<h2>{t('progress')}</h2>
			<Lessons lessons={lessons} progress={progress} />
		</>
	);
}

function Guest({ known }: { readonly known: boolean }) {
	const t = useTranslations('me');
	return (
		<>
			<p>{t(known ? 'guest' : 'nobody')}</p>
			<p className="button-row">
				<Link href="/sign-up" className="button">
					{t('signUp')}
				</Link>
				<Link href="/sign-in" className="quiet-button">
					{t('signIn')}
				</Link>
				{known && (
					<Link href="/me/account" className="quiet-button">
						{t('data')}
					</Link>
				)}
			</p>
		</>
	);
}

function Account({ name, isAdmin }: { readonly name: string; readonly isAdmin: boolean }) {
	const t = useTranslations('me');
	const { account } = useAccount();
	const signOut = async () => {
		await post('auth/sign-out', {});
		reloadProgress();
	};
	return (
		<>
			<p>{t('signedIn', { name })}</p>
			<p className="button-row">
				<Link href="/me/account" className="quiet-button">
					{t('account')}
				</Link>
				{isAdmin && (
					<Link href="/admin/users" prefetch={false} className="quiet-button">
						{t('users')}
					</Link>
				)}
				<button type="button" className="quiet-button" onClick={signOut}>
					{t('signOut')}
				</button>
			</p>
			{account?.guest === false && account.delivers && !account.emailVerified && <VerifyEmail delivers />}
		</>
	);
}

function Lessons({ lessons, progress }: { readonly lessons: readonly MyLesson[]; readonly progress: Progress }) {
	const t = useTranslations('me');
	const begun = lessons
		.map((lesson) => ({ ...lesson, standing: lessonStanding(lesson, progress) }))
		.filter(({ standing }) => standing.begun);
	if (begun.length === 0) return <p className="panel-empty">{t('noLessons')}</p>;
	return (
		<div className="table-scroll">
			<table className="me-table">
				<thead>
					<tr>
						<th scope="col">{t('lesson')}</th>
						<th scope="col">{t('tasks')}</th>
						<th scope="col">{t('points')}</th>
						<th scope="col">{t('questions')}</th>
						<th scope="col">{t('attempts')}</th>
						<th scope="col">{t('best')}</th>
						<th scope="col">{t('hints')}</th>
					</tr>
				</thead>
				<tbody>
					{begun.map(({ id, href, title, exercise, tasks, questions, standing }) => {
						const own = progress.exercises.find((each) => each.exercise === exercise);
						return (
							<tr key={id}>
								<th scope="row">
									<Link href={href}>{title}</Link>
								</th>
								<td>
									{standing.tasksWon}/{tasks}
								</td>
								<td>{own === undefined ? '–' : `${own.points}/${own.pointsMax}`}</td>
								<td>{questions.length === 0 ? '–' : `${standing.questionsSolved}/${questions.length}`}</td>
								<td>{own?.attempts ?? 0}</td>
								<td>{duration(own?.bestSeconds ?? null)}</td>
								<td>{own?.hintsUsed ?? 0}</td>
							</tr>
						);
					})}
				</tbody>
			</table>
		</div>
	);
}

/** "12:07". */
function duration(seconds: number | null): string {
	if (seconds === null) return '–';
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
