import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { AccountForm } from '../../_components/account/account-form.tsx';
import type { Locale } from '../../_lib/content/localized.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'account' });
	return { title: t('signIn') };
}

export default async function SignInPage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('account');
	return (
		<main className="page narrow" id="content">
			<h1>{t('signIn')}</h1>
			<p className="page-intro">{t('signInIntro')}</p>
			<AccountForm mode="sign-in" />
		</main>
	);
}
