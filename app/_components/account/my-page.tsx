'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Link } from '../../_lib/i18n/navigation.ts';
import { type Progress, reloadProgress, useProgress } from '../progress/use-progress.ts';
import { Field } from './account-form.tsx';
import { type AuthProblem, authRequest } from './auth-request.ts';

export interface MyLesson {
	readonly id: string;
	readonly href: string;
	readonly title: string;
	readonly exercise: string;
	readonly tasks: number;
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
				{me === null || me.guest ? <Guest known={me !== null} /> : <Account name={me.name ?? ''} />}
			</section>
			<h2>{t('progress')}</h2>
			<Lessons lessons={lessons} progress={progress} />
			{me !== null && !me.guest && <DeleteAccount />}
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
			</p>
		</>
	);
}

function Account({ name }: { readonly name: string }) {
	const t = useTranslations('me');
	const signOut = async () => {
		await authRequest('sign-out', {});
		reloadProgress();
	};
	return (
		<>
			<p>{t('signedIn', { name })}</p>
			<p className="button-row">
				<button type="button" className="quiet-button" onClick={signOut}>
					{t('signOut')}
				</button>
			</p>
		</>
	);
}

function Lessons({ lessons, progress }: { readonly lessons: readonly MyLesson[]; readonly progress: Progress }) {
	const t = useTranslations('me');
	return (
		<div className="table-scroll">
			<table className="me-table">
				<thead>
					<tr>
						<th scope="col">{t('lesson')}</th>
						<th scope="col">{t('tasks')}</th>
						<th scope="col">{t('points')}</th>
						<th scope="col">{t('attempts')}</th>
						<th scope="col">{t('best')}</th>
						<th scope="col">{t('hints')}</th>
					</tr>
				</thead>
				<tbody>
					{lessons.map(({ id, href, title, exercise, tasks }) => {
						const own = progress.exercises.find((each) => each.exercise === exercise);
						const won = Object.values(own?.tasks ?? {}).filter((state) => state === 'won').length;
						return (
							<tr key={id}>
								<th scope="row">
									<Link href={href}>{title}</Link>
								</th>
								<td>
									{won}/{tasks}
								</td>
								<td>{own === undefined ? '–' : `${own.points}/${own.pointsMax}`}</td>
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

function DeleteAccount() {
	const t = useTranslations('me.delete');
	const problems = useTranslations('account.problem');
	const [problem, setProblem] = useState<AuthProblem>();
	const remove = async (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const password = String(new FormData(event.currentTarget).get('password'));
		const found = await authRequest('delete-user', { password });
		setProblem(found);
		if (found === undefined) reloadProgress();
	};
	return (
		<details className="delete-account">
			<summary>{t('title')}</summary>
			<p>{t('what')}</p>
			<form className="account-form" onSubmit={remove}>
				<Field name="password" type="password" label={t('password')} autoComplete="current-password" required />
				<p className="form-problem" role="alert">
					{problem === undefined ? '' : problems(problem)}
				</p>
				<button type="submit" className="button danger">
					{t('yes')}
				</button>
			</form>
		</details>
	);
}
