'use client';

import { useTranslations } from 'next-intl';
import { nextPath } from '../../_lib/auth/next-path.ts';
import { Link, useRouter } from '../../_lib/i18n/navigation.ts';
import { reloadProgress } from '../progress/use-progress.ts';
import { Field } from './field.tsx';
import { RequestForm } from './request-form.tsx';

/** Sign-up or sign-in with e-mail and password. What a guest has done goes with them. */
export function AccountForm({ mode }: { readonly mode: 'sign-up' | 'sign-in' }) {
	const t = useTranslations('account');
	const router = useRouter();
	const signUp = mode === 'sign-up';
	const fields = signUp ? ['name', 'email', 'password'] : ['email', 'password'];
	return (
		<>
			<RequestForm
				path={`auth/${mode}/email`}
				body={(field) => Object.fromEntries(fields.map((name) => [name, field(name)]))}
				button={t(signUp ? 'signUp' : 'signIn')}
				onDone={() => {
					reloadProgress();
					router.push(nextPath(location.search));
				}}
			>
				{signUp && (
					<Field
						form={mode}
						name="name"
						label={t('name')}
						autoComplete="nickname"
						maxLength={60}
						note={t('nameNote')}
					/>
				)}
				<Field form={mode} name="email" type="email" label={t('email')} autoComplete="username" required />
				<Field
					form={mode}
					name="password"
					type="password"
					label={t('password')}
					autoComplete={signUp ? 'new-password' : 'current-password'}
					required
					minLength={signUp ? 8 : undefined}
					note={signUp ? t('passwordNote') : undefined}
				/>
			</RequestForm>
			{!signUp && (
				<p className="form-other">
					<Link href="/forgot-password">{t('forgot')}</Link>
				</p>
			)}
			<p className="form-other">
				{t(signUp ? 'haveAccount' : 'noAccount')}{' '}
				<Link href={signUp ? '/sign-in' : '/sign-up'}>{t(signUp ? 'signIn' : 'signUp')}</Link>
			</p>
		</>
	);
}
