import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { ResetForm } from '../../_components/account/reset-form.tsx';
import type { Locale } from '../../_lib/content/localized.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'account.resetPage' });
	return { title: t('title') };
}

/** Where the mail to somebody who forgot their password leads. */
export default async function ResetPasswordPage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('account.resetPage');
	return (
		<main className="page narrow" id="content">
			<h1>{t('title')}</h1>
			<p className="page-intro">{t('intro')}</p>
			<ResetForm />
		</main>
	);
}
