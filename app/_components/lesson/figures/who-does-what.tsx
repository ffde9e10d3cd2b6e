import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '디플로이먼트 하나가 컨테이너가 되기까지',
		description:
			'가운데 위에 kube-apiserver가 있고 etcd에 저장하는 것은 이것뿐이다. 1 kubectl이 디플로이먼트를 보내고, 2 API 서버가 확인해 저장하고, 3과 4 컨트롤러 매니저가 레플리카셋과 파드를 만들고, 5 스케줄러가 노드를 고르고, 6 노드의 kubelet이 containerd에 컨테이너를 시작하게 하고, 7 kube-proxy가 서비스의 규칙을 쓴다. 점선은 지켜보기이며, 모두 API 서버로 향한다.',
		api: '② 확인하고 저장',
		kubectl: '① 요청',
		etcd: '상태를 보관',
		controllers: '③ 레플리카셋 ④ 파드',
		scheduler: '⑤ 노드를 고름',
		kubelet: '⑥ 파드를 돌림',
		runtime: '컨테이너',
		proxy: '⑦ 규칙',
		node: '노드마다',
		watch: '점선: 지켜보고 적는다',
	},
	en: {
		title: 'From a Deployment to a running container',
		description:
			'At the top in the middle is kube-apiserver, the only one that stores in etcd. 1 kubectl sends a Deployment, 2 the API server checks and stores it, 3 and 4 the controller manager makes the ReplicaSet and the Pod, 5 the scheduler chooses a node, 6 the kubelet of the node has containerd start containers, 7 kube-proxy writes the rules of Services. Dashed lines are watches, and all lead to the API server.',
		api: '② checks, stores',
		kubectl: '① request',
		etcd: 'keeps state',
		controllers: '③ ReplicaSet  ④ Pod',
		scheduler: '⑤ chooses a node',
		kubelet: '⑥ runs the Pod',
		runtime: 'containers',
		proxy: '⑦ rules',
		node: 'on every node',
		watch: 'dashed: watches and writes',
	},
} as const;

export function WhoDoesWhat({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-who" width={520} height={334} title={t.title} description={t.description}>
			<Box x={8} y={8} width={118} height={60} title="kubectl" note={t.kubectl} />
			<Arrow path="M126 38 H166" />
			<Box x={170} y={8} width={180} height={60} kind="new" title="kube-apiserver" note={t.api} />
			<Arrow path="M350 38 H390" />
			<Box x={394} y={8} width={118} height={60} title="etcd" note={t.etcd} />
			<Box x={8} y={118} width={230} height={60} title="kube-controller-manager" note={t.controllers} />
			<Box x={282} y={118} width={230} height={60} title="kube-scheduler" note={t.scheduler} />
			<Arrow path="M130 118 L198 72" dashed />
			<Arrow path="M392 118 L322 72" dashed />
			<Box x={8} y={222} width={504} height={104} kind="group" />
			<text x={22} y={243} className="fig-note">
				{t.node}
			</text>
			<text x={498} y={203} textAnchor="end" className="fig-note">
				{t.watch}
			</text>
			<Box x={22} y={254} width={150} height={60} title="kubelet" note={t.kubelet} />
			<Arrow path="M172 284 H202" />
			<Box x={206} y={254} width={130} height={60} title="containerd" note={t.runtime} />
			<Box x={368} y={254} width={130} height={60} title="kube-proxy" note={t.proxy} />
			<Arrow path="M150 254 V212 H260 V72" dashed />
			<path className="fig-arrow" d="M432 254 V212 H260" strokeDasharray="4 4" />
		</Drawing>
	);
}
