'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Link, useRouter } from '../../_lib/i18n/navigation.ts';
import { reloadProgress } from '../progress/use-progress.ts';
import { type AuthProblem, authRequest } from './auth-request.ts';

/** Sign-up or sign-in with e-mail and password. What a guest has done goes with them. */
export function AccountForm({ mode }: { readonly mode: 'sign-up' | 'sign-in' }) {
	const t = useTranslations('account');
	const router = useRouter();
	const [problem, setProblem] = useState<AuthProblem>();
	const [busy, setBusy] = useState(false);
	const signUp = mode === 'sign-up';
	const submit = async (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const email = String(form.get('email')).trim();
		const password = String(form.get('password'));
		const name = String(form.get('name') ?? '').trim();
		setBusy(true);
		const found = await authRequest(
			`${mode}/email`,
			signUp ? { email, password, name: name || email.split('@')[0] } : { email, password },
		);
		setBusy(false);
		setProblem(found);
		if (found !== undefined) return;
		reloadProgress();
		router.push('/me');
	};
	return (
		<form className="account-form" onSubmit={submit}>
			{signUp && <Field name="name" label={t('name')} autoComplete="nickname" note={t('nameNote')} />}
			<Field name="email" type="email" label={t('email')} autoComplete="email" required />
			<Field
				name="password"
				type="password"
				label={t('password')}
				autoComplete={signUp ? 'new-password' : 'current-password'}
				required
				minLength={signUp ? 8 : undefined}
				note={signUp ? t('passwordNote') : undefined}
			/>
			<p className="form-problem" role="alert">
				{problem === undefined ? '' : t(`problem.${problem}`)}
			</p>
			<button type="submit" className="button" disabled={busy}>
				{t(signUp ? 'signUp' : 'signIn')}
			</button>
			<p className="form-other">
				{t(signUp ? 'haveAccount' : 'noAccount')}{' '}
				<Link href={signUp ? '/sign-in' : '/sign-up'}>{t(signUp ? 'signIn' : 'signUp')}</Link>
			</p>
		</form>
	);
}

interface FieldProps {
	readonly name: string;
	readonly label: string;
	readonly type?: string;
	readonly autoComplete: string;
	readonly required?: boolean;
	readonly minLength?: number | undefined;
	readonly note?: string | undefined;
}

export function Field({ name, label, type = 'text', note, ...rest }: FieldProps) {
	return (
		<div className="field">
			<label htmlFor={`field-${name}`}>{label}</label>
			<input
				id={`field-${name}`}
				name={name}
				type={type}
				aria-describedby={note === undefined ? undefined : `note-${name}`}
				{...rest}
			/>
			{note !== undefined && (
				<p id={`note-${name}`} className="field-note">
					{note}
				</p>
			)}
		</div>
	);
}
