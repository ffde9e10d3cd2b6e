import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '서비스 타입은 하나가 다른 하나를 품는다',
		description:
			'LoadBalancer 안에 NodePort가, 그 안에 ClusterIP가 들어 있다. 인터넷의 사용자는 로드밸런서의 주소로, 노드에 닿을 수 있는 쪽은 노드의 포트로, 클러스터 안의 파드는 클러스터 IP로 들어오고, 모두 같은 파드들에 이른다.',
		user: '사용자',
		machine: '이웃 서버',
		pod: '안의 파드',
		balancer: '바깥 주소, 플랫폼이 만든다',
		port: '모든 노드의 30000~32767',
		cluster: '가상 IP, 안에서만',
		pods: '파드들',
	},
	en: {
		title: 'Each Service type contains the one before',
		description:
			'LoadBalancer contains NodePort, which contains ClusterIP. A user on the internet comes in by the load balancer’s address, whoever can reach the nodes by their port, a Pod in the cluster by the cluster IP, and all reach the same Pods.',
		user: 'user',
		machine: 'neighbour',
		pod: 'Pod inside',
		balancer: 'an outside address, by the platform',
		port: '30000–32767 on every node',
		cluster: 'virtual IP, inside only',
		pods: 'Pods',
	},
} as const;

/** Who comes in where. */
export function ServiceTypes({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-service-types" width={520} height={262} title={t.title} description={t.description}>
			<Box x={128} y={8} width={292} height={246} kind="group" />
			<text x={144} y={32} className="fig-title">
				LoadBalancer
			</text>
			<text x={144} y={50} className="fig-note">
				{t.balancer}
			</text>
			<Box x={146} y={66} width={260} height={176} kind="old" />
			<text x={162} y={90} className="fig-title">
				NodePort
			</text>
			<text x={162} y={108} className="fig-note">
				{t.port}
			</text>
			<Box x={164} y={130} width={228} height={96} kind="new" />
			<text x={180} y={168} className="fig-title">
				ClusterIP
			</text>
			<text x={180} y={190} className="fig-note">
				{t.cluster}
			</text>
			<Box x={8} y={18} width={96} title={t.user} />
			<Arrow path="M104 40 H124" />
			<Box x={8} y={78} width={96} title={t.machine} />
			<Arrow path="M104 100 H142" />
			<Box x={8} y={156} width={96} title={t.pod} />
			<Arrow path="M104 178 H160" />
			<Arrow path="M392 178 H432" />
			<Box x={436} y={140} width={76} height={76} title={t.pods} />
		</Drawing>
	);
}
