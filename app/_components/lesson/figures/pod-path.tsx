import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '한 노드의 파드에서 다른 노드의 파드로',
		description:
			'node01의 파드 192.168.1.3에서 나온 패킷은 eth0과 이어진 노드 쪽 장치 cali…로 나와 노드의 라우팅 테이블을 거친다. 192.168.2.0/24는 node02에 있으므로 노드 사이의 네트워크를 건너가고, node02가 자기 테이블을 보고 파드 192.168.2.3의 장치로 넘긴다. 주소는 도중에 바뀌지 않는다.',
		pod: '파드',
		route: '라우팅 테이블',
		between: '노드 사이의 네트워크',
		same: '주소는 도중에 바뀌지 않는다',
	},
	en: {
		title: 'From a Pod on one node to a Pod on another',
		description:
			'A packet from the Pod 192.168.1.3 on node01 comes out at cali…, the node’s end of its eth0, and meets the node’s routing table. 192.168.2.0/24 is at node02, so it crosses the network between the nodes, and node02 hands it to the device of the Pod 192.168.2.3 by its own table. The addresses do not change on the way.',
		pod: 'Pod',
		route: 'routing table',
		between: 'network between nodes',
		same: 'addresses stay the same all the way',
	},
} as const;

export function PodPath({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-pod-path" width={520} height={262} title={t.title} description={t.description}>
			<Side x={8} name="node01" address="192.168.1.3" pod={t.pod} route={t.route} />
			<Side x={292} name="node02" address="192.168.2.3" pod={t.pod} route={t.route} />
			<Arrow path="M118 92 V136" />
			<Arrow path="M402 136 V96" />
			<path className="fig-arrow" d="M118 180 V222 H402" />
			<Arrow path="M402 222 V184" />
			<text x={260} y={216} textAnchor="middle" className="fig-note">
				{t.between}
			</text>
			<text x={260} y={252} textAnchor="middle" className="fig-note">
				{t.same}
			</text>
		</Drawing>
	);
}

interface SideProps {
	readonly x: number;
	readonly name: string;
	readonly address: string;
	readonly pod: string;
	readonly route: string;
}

function Side({ x, name, address, pod, route }: SideProps) {
	return (
		<g>
			<Box x={x} y={8} width={220} height={186} kind="group" />
			<text x={x + 14} y={28} className="fig-title">
				{name}
			</text>
			<Box x={x + 30} y={40} width={160} height={52} kind="new" title={pod} note={`eth0 ${address}`} />
			<text x={x + 120} y={119} className="fig-note">
				cali…
			</text>
			<Box x={x + 30} y={140} width={160} height={40} title={route} />
		</g>
	);
}
