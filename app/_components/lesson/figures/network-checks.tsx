import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '요청이 지나는 사슬과 끊어졌을 때의 말',
		description:
			'클라이언트에서 이름, 서비스, 엔드포인트, 파드로 이어지는 사슬이다. 이름에서 끊어지면 bad address, 엔드포인트가 없거나 포트가 틀리면 connection refused, 네트워크 폴리시나 노드에서 끊어지면 timed out이라고 한다.',
		links: ['이름', '서비스', '엔드포인트', '파드'],
		notes: ['CoreDNS', 'ClusterIP', '셀렉터, 준비', 'targetPort'],
		client: '클라이언트',
		policy: '폴리시, 노드, 방화벽: 어디서든 패킷이 사라질 수 있다',
	},
	en: {
		title: 'The chain of a request, and what is said where it breaks',
		description:
			'From the client the chain leads by name, Service and endpoints to the Pod. Broken at the name it says bad address; without endpoints or with a wrong port, connection refused; at a NetworkPolicy or a node, timed out.',
		links: ['name', 'Service', 'endpoints', 'Pod'],
		notes: ['CoreDNS', 'ClusterIP', 'selector, ready', 'targetPort'],
		client: 'client',
		policy: 'policies, nodes, firewalls: packets may vanish anywhere',
	},
} as const;

const SAID = ['bad address', '', 'refused', 'refused'] as const;

export function NetworkChecks({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-network" width={520} height={206} title={t.title} description={t.description}>
			<text x={8} y={24} className="fig-title">
				{t.client}
			</text>
			<Arrow path="M40 32 V56 H58" />
			{t.links.map((link, column) => {
				const x = column * 118 + 62;
				return (
					<g key={link}>
						<Box x={x} y={28} width={100} height={58} kind="new" title={link} note={t.notes[column]} />
						{column < 3 && <Arrow path={`M${x + 100} 57 H${x + 114}`} />}
						{SAID[column] !== '' && (
							<>
								<Arrow path={`M${x + 50} 86 V110`} dashed />
								<text x={x + 50} y={128} textAnchor="middle" className="fig-title">
									{SAID[column]}
								</text>
							</>
						)}
					</g>
				);
			})}
			<Box x={62} y={150} width={454} height={48} kind="ghost" title="timed out" note={t.policy} />
		</Drawing>
	);
}
