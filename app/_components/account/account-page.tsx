'use client';

import { useTranslations } from 'next-intl';
import { Link } from '../../_lib/i18n/navigation.ts';
import { reloadProgress } from '../progress/use-progress.ts';
import { EmailSection } from './email-section.tsx';
import { Field } from './field.tsx';
import { MyData } from './my-data.tsx';
import { RequestForm } from './request-form.tsx';
import { SessionList } from './session-list.tsx';
import { useAccount } from './use-account.ts';

/** Everything that can be changed about an account; a guest has only data. */
export function AccountPage() {
	const t = useTranslations('settings');
	const { account, reload } = useAccount();
	if (account === undefined) return <p className="panel-empty">{t('loading')}</p>;
	if (account === null || account.guest) {
		return (
			<>
				<p className="page-intro">{t(account === null ? 'nobody' : 'guest')}</p>
				<p className="button-row">
					<Link href="/sign-in?next=/me/account" className="button">
						{t('signIn')}
					</Link>
					<Link href="/sign-up?next=/me/account" className="quiet-button">
						{t('signUp')}
					</Link>
				</p>
				{account !== null && <MyData guest />}
			</>
		);
	}
	const changed = async () => {
		reloadProgress();
		await reload();
	};
	return (
		<>
			{account.role !== 'student' && <p className="page-intro">{t(`role.${account.role}`)}</p>}
			<section aria-labelledby="settings-name">
				<h2 id="settings-name">{t('name.title')}</h2>
				<RequestForm
					path="account"
					body={(field) => ({ name: field('name') })}
					button={t('name.save')}
					done={() => t('name.done')}
					onDone={changed}
				>
					<Field
						form="settings-name"
						name="name"
						label={t('name.label')}
						autoComplete="nickname"
						required
						maxLength={60}
						defaultValue={account.name}
					/>
				</RequestForm>
			</section>
			<EmailSection account={account} />
			<Password onChanged={changed} />
			<SessionList sessions={account.sessions} onEnded={reload} />
			<MyData guest={false} />
		</>
	);
}

function Password({ onChanged }: { readonly onChanged: () => void }) {
	const t = useTranslations('settings.password');
	const account = useTranslations('account');
	return (
		<section aria-labelledby="settings-password">
			<h2 id="settings-password">{t('title')}</h2>
			<p className="section-note">{t('what')}</p>
			<RequestForm<{ ended: number }>
				path="account/password"
				body={(field) => ({ currentPassword: field('currentPassword'), newPassword: field('newPassword') })}
				button={t('save')}
				done={({ ended }) => t('done', { ended })}
				onDone={onChanged}
			>
				<Field
					form="settings-password"
					name="currentPassword"
					type="password"
					label={t('current')}
					autoComplete="current-password"
					required
				/>
				<Field
					form="settings-password"
					name="newPassword"
					type="password"
					label={account('newPassword')}
					autoComplete="new-password"
					required
					minLength={8}
					note={account('passwordNote')}
				/>
			</RequestForm>
		</section>
	);
}
