import { useTranslations } from 'next-intl';
import type { ExamDomains } from '../../_lib/content/exam-domains.ts';
import type { MapStage } from '../../_lib/content/site-map.ts';

const PATHS = ['basic', 'intermediate', 'advanced', 'expert'] as const;

interface LegendsProps {
	readonly stages: readonly MapStage[];
	readonly exams: readonly ExamDomains[];
}

/** What the colours mean, for each colouring; the one that is chosen is seen. */
export function Legends({ stages, exams }: LegendsProps) {
	const t = useTranslations('roadmap');
	return (
		<>
			<ul className="legend" data-colouring="path" aria-label={t('legend')}>
				{PATHS.map((path) => {
					const own = stages.filter((stage) => stage.path === path);
					const lessons = own.flatMap((stage) => stage.lessons);
					const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
					return (
						<li key={path} data-path={path}>
							<strong>{t(`path.${path}`)}</strong>
							<span>
								{t('pathFacts', {
									stages: own.length,
									lessons: lessons.length,
									hours: Math.floor(minutes / 60),
									minutes: minutes % 60,
								})}
							</span>
						</li>
					);
				})}
			</ul>
			{exams.map(({ id, name, domains }) => (
				<ul key={id} className="legend" data-colouring={id} aria-label={t('domains', { exam: name })}>
					{domains.map(({ number, title, weight, taught, competencies }) => (
						<li key={number} data-domain={number}>
							<strong>{title}</strong>
							<span>{t('domainFacts', { weight, taught, competencies })}</span>
						</li>
					))}
				</ul>
			))}
		</>
	);
}
