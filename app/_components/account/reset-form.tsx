'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Link } from '../../_lib/i18n/navigation.ts';
import { reloadProgress } from '../progress/use-progress.ts';
import { Field } from './field.tsx';
import { RequestForm } from './request-form.tsx';
import { useLinkToken } from './use-link-token.ts';

/** Where the link of a mail leads to: a new password, once. */
export function ResetForm() {
	const t = useTranslations('account');
	const token = useLinkToken();
	const [done, setDone] = useState(false);
	if (token === undefined) return null;
	if (done) {
		return (
			<>
				<p role="status">{t('resetPage.done')}</p>
				<p className="button-row">
					<Link href="/sign-in" className="button">
						{t('signIn')}
					</Link>
				</p>
			</>
		);
	}
	if (token === '') return <NoToken />;
	return (
		<>
			<RequestForm
				path="auth/reset-password"
				body={(field) => ({ token, newPassword: field('newPassword') })}
				button={t('resetPage.save')}
				onDone={() => {
					setDone(true);
					reloadProgress();
				}}
			>
				<Field
					form="reset"
					name="newPassword"
					type="password"
					label={t('newPassword')}
					autoComplete="new-password"
					required
					minLength={8}
					note={t('passwordNote')}
				/>
			</RequestForm>
			<p className="form-other">
				<Link href="/forgot-password">{t('resetPage.again')}</Link>
			</p>
		</>
	);
}

function NoToken() {
	const t = useTranslations('account');
	return (
		<>
			<p>{t('resetPage.noToken')}</p>
			<p className="form-other">
				<Link href="/forgot-password">{t('resetPage.again')}</Link>
			</p>
		</>
	);
}
