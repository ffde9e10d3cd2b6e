import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '파드 보안의 세 수준',
		description:
			'가장 넓은 privileged 안에 baseline이 있고, 그 안에 restricted가 있다. privileged는 모두 허락하고, baseline은 privileged 컨테이너, 호스트 네임스페이스, hostPath를 막고, restricted는 root가 아닐 것, 캐퍼빌리티를 모두 버릴 것, seccomp를 요구한다.',
		privileged: '모두 허락',
		baseline: 'privileged, hostNetwork, hostPath를 막는다',
		restricted: 'root가 아님, drop ALL, seccomp, 권한 상승 없음',
	},
	en: {
		title: 'The three levels of Pod security',
		description:
			'The widest, privileged, contains baseline, which contains restricted. privileged allows everything; baseline forbids privileged containers, host namespaces and hostPath; restricted demands not running as root, all capabilities dropped and seccomp.',
		privileged: 'allows everything',
		baseline: 'no privileged, hostNetwork, hostPath',
		restricted: 'not root, drop ALL, seccomp, no escalation',
	},
} as const;

export function PodSecurityLevels({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-levels" width={520} height={206} title={t.title} description={t.description}>
			<Box x={4} y={4} width={512} height={198} kind="old" />
			<text x={18} y={28} className="fig-title">
				privileged
			</text>
			<text x={502} y={28} textAnchor="end" className="fig-note">
				{t.privileged}
			</text>
			<Box x={30} y={44} width={460} height={142} />
			<text x={44} y={68} className="fig-title">
				baseline
			</text>
			<text x={476} y={68} textAnchor="end" className="fig-note">
				{t.baseline}
			</text>
			<Box x={60} y={86} width={400} height={82} kind="new" title="restricted" note={t.restricted} />
		</Drawing>
	);
}
