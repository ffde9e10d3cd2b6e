'use client';

import { useTranslations } from 'next-intl';
import { Field } from './field.tsx';
import { RequestForm } from './request-form.tsx';

/** Asks for a mail with a link; the answer is the same whether there is such an account or not. */
export function ForgotForm() {
	const t = useTranslations('account');
	return (
		<RequestForm<{ delivers: boolean }>
			path="auth/request-password-reset"
			body={(field) => ({ email: field('email') })}
			button={t('forgotPage.send')}
			done={({ delivers }) => t(delivers ? 'forgotPage.sent' : 'forgotPage.logged')}
		>
			<Field form="forgot" name="email" type="email" label={t('email')} autoComplete="username" required />
		</RequestForm>
	);
}
