'use client';

import { useTranslations } from 'next-intl';
import { Field } from './field.tsx';
import { RequestForm } from './request-form.tsx';
import type { Account } from './use-account.ts';

interface EmailSectionProps {
	readonly account: Extract<Account, { guest: false }>;
}

/** The address: whether it is confirmed, and how to move to another. */
export function EmailSection({ account }: EmailSectionProps) {
	const t = useTranslations('settings.email');
	const { email, emailVerified, delivers } = account;
	return (
		<section aria-labelledby="settings-email">
			<h2 id="settings-email">{t('title')}</h2>
			<p>
				<strong>{email}</strong> <span className="tag">{t(emailVerified ? 'verified' : 'unverified')}</span>
			</p>
			{!emailVerified && <VerifyEmail delivers={delivers} />}
			<details className="settings-more">
				<summary>{t('change')}</summary>
				<p className="section-note">{t('changeWhat')}</p>
				<RequestForm<{ delivers: boolean }>
					path="account/email"
					body={(field) => ({ email: field('email'), password: field('password') })}
					button={t('changeButton')}
					done={(answer) => t(answer.delivers ? 'changeSent' : 'logged')}
				>
					<Field form="settings-email" name="email" type="email" label={t('newEmail')} autoComplete="email" required />
					<Field
						form="settings-email"
						name="password"
						type="password"
						label={t('password')}
						autoComplete="current-password"
						required
					/>
				</RequestForm>
			</details>
		</section>
	);
}

/** A reminder, not a wall: an address that is not confirmed works, but nobody knows that mails arrive. */
export function VerifyEmail({ delivers }: { readonly delivers: boolean }) {
	const t = useTranslations('settings.email');
	return (
		<div className="reminder">
			<p>{t('remind')}</p>
			<RequestForm
				path="account/verify"
				body={() => ({})}
				button={t('verifyButton')}
				done={() => t(delivers ? 'verifySent' : 'logged')}
			/>
		</div>
	);
}
