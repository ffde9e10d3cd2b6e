import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { ConfirmLink } from '../../_components/account/confirm-link.tsx';
import type { Locale } from '../../_lib/content/localized.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'account.confirmPage' });
	return { title: t('title') };
}

/** Where the mails that confirm an address lead. */
export default async function ConfirmPage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('account.confirmPage');
	return (
		<main className="page narrow" id="content">
			<h1>{t('title')}</h1>
			<ConfirmLink />
		</main>
	);
}
