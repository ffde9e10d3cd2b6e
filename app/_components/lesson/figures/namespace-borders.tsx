import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '네임스페이스가 나누는 것과 나누지 않는 것',
		description:
			'네임스페이스 web과 backend에 저마다 파드, 서비스, 시크릿이 있다. 시크릿은 경계를 넘지 못하지만 네트워크 요청은 넘는다. 아래의 노드, 퍼시스턴트볼륨, 클러스터롤은 클러스터에 하나뿐이며 둘이 함께 쓴다.',
		pod: '파드',
		secret: '시크릿',
		network: '요청은 넘어간다',
		shared: '함께 쓰는 것: 노드, PV, 스토리지클래스, 클러스터롤, CRD',
	},
	en: {
		title: 'What namespaces separate and what they do not',
		description:
			'The namespaces web and backend each have Pods and Secrets. A Secret does not cross the border, a network request does. Nodes, PersistentVolumes and ClusterRoles below belong to the cluster and are shared by both.',
		pod: 'Pod',
		secret: 'Secret',
		network: 'requests cross',
		shared: 'shared: nodes, PVs, storage classes, ClusterRoles, CRDs',
	},
} as const;

export function NamespaceBorders({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-borders" width={520} height={230} title={t.title} description={t.description}>
			{(['web', 'backend'] as const).map((name, index) => {
				const x = 8 + index * 302;
				return (
					<g key={name}>
						<Box x={x} y={8} width={202} height={150} kind="group" />
						<text x={x + 12} y={30} className="fig-title">
							{name}
						</text>
						<Box x={x + 12} y={44} width={84} height={50} title={t.pod} />
						<Box x={x + 106} y={44} width={84} height={50} title={t.secret} />
					</g>
				);
			})}
			<Arrow path="M62 94 V126 H364 V98" />
			<text x={260} y={148} textAnchor="middle" className="fig-note">
				{t.network}
			</text>
			<Box x={8} y={174} width={504} height={44} title={t.shared} />
		</Drawing>
	);
}
