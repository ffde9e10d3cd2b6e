import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { setRequestLocale } from 'next-intl/server';
import { DrillRunner } from '../../../_components/drill/drill-runner.tsx';
import { drillIds, drillRef, drillSkills, loadDrill } from '../../../_lib/content/drills.ts';
import type { Locale } from '../../../_lib/content/localized.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale; drill: string }>;
}

export async function generateStaticParams() {
	return (await drillIds()).map((drill) => ({ drill }));
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale, drill: id } = await params;
	const drill = await loadDrill(drillRef(id));
	return drill === undefined ? {} : { title: drill.title[locale] };
}

/** One drill. Its text comes when the run begins: which variant it is is chosen then, and the clock runs. */
export default async function DrillPage({ params }: PageProps) {
	const { locale, drill: id } = await params;
	setRequestLocale(locale);
	const [drill, skills] = await Promise.all([loadDrill(drillRef(id)), drillSkills()]);
	if (drill === undefined) notFound();
	const { title, paceSeconds } = drill;
	const titles = drill.skills.flatMap((skill) => skills.find((each) => each.id === skill)?.title[locale] ?? []);
	return <DrillRunner drill={{ id, title: title[locale], skills: titles, paceSeconds }} key={id} />;
}
