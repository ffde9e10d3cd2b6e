'use client';

import { useTranslations } from 'next-intl';
import { Link } from '../../_lib/i18n/navigation.ts';
import { reloadProgress } from '../progress/use-progress.ts';
import { RequestForm } from './request-form.tsx';
import { useLinkToken } from './use-link-token.ts';

interface Confirmed {
	readonly done: 'verify-email' | 'change-email';
	readonly email: string;
}

/** Follows the link of a mail by a button: programs that look through mails open links, but press nothing. */
export function ConfirmLink() {
	const t = useTranslations('account.confirmPage');
	const token = useLinkToken();
	if (token === undefined) return null;
	if (token === '') return <p>{t('noToken')}</p>;
	return (
		<>
			<p className="page-intro">{t(token.startsWith('change-email.') ? 'change' : 'verify')}</p>
			<RequestForm<Confirmed>
				path="account/link"
				body={() => ({ token })}
				button={t('button')}
				done={({ done, email }) => t(done === 'change-email' ? 'changed' : 'verified', { email })}
				onDone={reloadProgress}
			/>
			<p className="form-other">
				<Link href="/me/account">{t('account')}</Link>
			</p>
		</>
	);
}
