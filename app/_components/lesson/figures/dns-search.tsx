import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '검색 경로가 만드는 질문',
		description:
			'네임스페이스 front의 파드가 api.shop을 찾는다. 점이 다섯보다 적으므로 먼저 api.shop.front.svc.cluster.local을 묻고 없다는 답을 받는다. 다음으로 api.shop.svc.cluster.local을 묻고 주소를 받는다. 남은 두 이름은 묻지 않는다.',
		pod: '파드 (front)',
		asks: 'api.shop?',
		none: 'NXDOMAIN',
		found: '10.105.18.35',
		unasked: '묻지 않는다',
	},
	en: {
		title: 'The questions that a search path leads to',
		description:
			'A Pod in the namespace front looks up api.shop. It has fewer than five dots, so api.shop.front.svc.cluster.local is asked first and does not exist; then api.shop.svc.cluster.local, which has an address. The other two names are not asked.',
		pod: 'Pod (front)',
		asks: 'api.shop?',
		none: 'NXDOMAIN',
		found: '10.105.18.35',
		unasked: 'not asked',
	},
} as const;

const NAMES = ['api.shop.front.svc.cluster.local', 'api.shop.svc.cluster.local', 'api.shop.cluster.local', 'api.shop'];

/** One short name, the full names that are asked for it, and where it ends. */
export function DnsSearch({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	const answers = [t.none, t.found, t.unasked, t.unasked];
	return (
		<Drawing id="fig-dns-search" width={520} height={222} title={t.title} description={t.description}>
			<Box x={8} y={82} width={104} height={56} kind="new" title={t.pod} note={t.asks} />
			{NAMES.map((name, at) => {
				const y = 8 + at * 54;
				const asked = at < 2;
				return (
					<g key={name}>
						{asked && <Arrow path={`M112 ${98 + at * 14} C130 ${98 + at * 14} 124 ${y + 22} 142 ${y + 22}`} />}
						<Box x={146} y={y} width={252} kind={at === 1 ? 'group' : asked ? 'plain' : 'ghost'} />
						<text x={272} y={y + 27} textAnchor="middle" className={asked ? undefined : 'fig-note'}>
							{name}
						</text>
						{asked && <Arrow path={`M398 ${y + 22} H414`} />}
						<text x={418} y={y + 27} className={at === 1 ? 'fig-title' : 'fig-note'}>
							{answers[at]}
						</text>
					</g>
				);
			})}
		</Drawing>
	);
}
