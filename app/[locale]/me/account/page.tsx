import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { AccountPage } from '../../../_components/account/account-page.tsx';
import type { Locale } from '../../../_lib/content/localized.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'settings' });
	return { title: t('title') };
}

/** The account itself: name, address, password, sessions, data. */
export default async function MeAccountPage({ params }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const t = await getTranslations('settings');
	return (
		<main className="page settings" id="content">
			<h1>{t('title')}</h1>
			<AccountPage />
		</main>
	);
}
