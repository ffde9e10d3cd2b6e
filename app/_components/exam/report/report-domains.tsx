import { useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import type { ReportDomain } from '../../../_lib/exams/exam-report.ts';

/** What was won of each domain. */
export function ReportDomains({ domains }: { readonly domains: readonly ReportDomain[] }) {
	const t = useTranslations('exams.results');
	return (
		<div className="table-scroll">
			<table className="domain-table">
				<thead>
					<tr>
						<th scope="col">{t('domain')}</th>
						<th scope="col">{t('share')}</th>
						<th scope="col">{t('won')}</th>
					</tr>
				</thead>
				<tbody>
					{domains.map(({ id, title, weight, earned, number }) => {
						const share = Math.round((100 * earned) / weight);
						return (
							<tr key={id} style={{ '--part': `${share}%`, '--mark': `var(--domain-${number})` } as CSSProperties}>
								<th scope="row">{title}</th>
								<td>
									<span className="domain-bar" aria-hidden="true" />
									{share}%
								</td>
								<td>{t('of100', { earned, weight })}</td>
							</tr>
						);
					})}
				</tbody>
			</table>
		</div>
	);
}
