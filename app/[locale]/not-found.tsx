import { useTranslations } from 'next-intl';
import { Link } from '../_lib/i18n/navigation.ts';

export default function NotFound() {
	const t = useTranslations('notFound');
	return (
		<main className="page narrow" id="content">
			<h1>{t('title')}</h1>
			<p className="page-intro">{t('text')}</p>
			<p className="button-row">
				<Link href="/roadmap" className="text-link">
					{t('roadmap')}
				</Link>
				<Link href="/search" prefetch={false} className="text-link">
					{t('search')}
				</Link>
			</p>
		</main>
	);
}
