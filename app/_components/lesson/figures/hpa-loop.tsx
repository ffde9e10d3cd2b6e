import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: 'HPA의 고리',
		description:
			'노드마다 kubelet이 컨테이너의 사용량을 안다. metrics-server가 15초마다 모아 metrics.k8s.io로 내놓고, HPA 컨트롤러가 15초마다 읽어 원하는 수를 계산하고, 디플로이먼트의 replicas를 바꾼다. 디플로이먼트가 파드를 늘리거나 줄이면 사용량이 달라지고 고리가 이어진다.',
		kubelet: '컨테이너의 사용량',
		server: 'metrics.k8s.io',
		hpa: '지금 수 × 값 ÷ 목표',
		deployment: 'replicas가 바뀐다',
		pods: '파드',
		podsNote: '부하를 나눈다',
		every: '15초마다',
	},
	en: {
		title: 'The loop of an HPA',
		description:
			'On each node the kubelet knows what containers use. metrics-server collects it every 15 seconds and serves metrics.k8s.io; the HPA controller reads it every 15 seconds, computes how many Pods are wanted and changes the replicas of the Deployment. The Deployment adds or removes Pods, so their use changes, and the loop goes on.',
		kubelet: 'use of containers',
		server: 'metrics.k8s.io',
		hpa: 'current × value ÷ target',
		deployment: 'replicas change',
		pods: 'Pods',
		podsNote: 'share the load',
		every: 'every 15 s',
	},
} as const;

export function HpaLoop({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-hpa" width={520} height={238} title={t.title} description={t.description}>
			<Box x={8} y={12} width={140} height={58} title="kubelet" note={t.kubelet} />
			<Arrow path="M148 41 H190" />
			<Box x={194} y={12} width={140} height={58} title="metrics-server" note={t.server} />
			<Arrow path="M264 70 V104" />
			<text x={274} y={92} className="fig-note">
				{t.every}
			</text>
			<Box x={166} y={108} width={196} height={58} kind="new" title="HPA" note={t.hpa} />
			<Arrow path="M362 137 C400 137 430 150 430 172" />
			<Box x={340} y={176} width={172} height={54} title="Deployment" note={t.deployment} />
			<Arrow path="M340 203 H152" />
			<Box x={8} y={176} width={140} height={54} title={t.pods} note={t.podsNote} />
			<Arrow path="M78 176 V74" dashed />
		</Drawing>
	);
}
