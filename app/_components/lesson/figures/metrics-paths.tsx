import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '메트릭이 가는 두 길',
		description:
			'노드의 커널이 cgroup마다 사용량을 세고 kubelet이 내놓는다. 메트릭 서버는 15초마다 kubelet에서 마지막 값만 가져와 metrics.k8s.io API로 답하고, kubectl top과 HPA가 이를 읽는다. 프로메테우스는 kubelet, 앱, kube-state-metrics의 /metrics를 가져와 기록으로 저장하고, 그라파나와 Alertmanager가 이를 쓴다.',
		cgroup: '커널: cgroup',
		server: '메트릭 서버',
		latest: '마지막 값만',
		prometheus: '프로메테우스',
		history: '기록을 저장',
		app: '앱 /metrics',
		alerts: '그라파나, 경보',
	},
	en: {
		title: 'Two ways that metrics take',
		description:
			'The kernel of the node counts by cgroup, and the kubelet shows it. Every 15 seconds the Metrics Server fetches the latest values from the kubelets and answers for the API metrics.k8s.io, which kubectl top and the HPA read. Prometheus fetches /metrics from kubelets, applications and kube-state-metrics and stores a history, which Grafana and Alertmanager use.',
		cgroup: 'kernel: cgroups',
		server: 'Metrics Server',
		latest: 'latest values only',
		prometheus: 'Prometheus',
		history: 'keeps a history',
		app: 'app /metrics',
		alerts: 'Grafana, alerts',
	},
} as const;

export function MetricsPaths({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-metrics-paths" width={520} height={212} title={t.title} description={t.description}>
			<Box x={8} y={10} width={136} title={t.cgroup} />
			<Arrow path="M76 54 V78" />
			<Box x={8} y={82} width={136} height={48} title="kubelet" />
			<Box x={8} y={158} width={136} title={t.app} />
			<Box x={194} y={10} width={150} height={58} kind="new" title={t.server} note={t.latest} />
			<Box x={194} y={134} width={150} height={58} kind="new" title={t.prometheus} note={t.history} />
			<Arrow path="M194 40 C170 40 170 96 148 96" />
			<Arrow path="M194 152 C170 152 170 116 148 116" />
			<Arrow path="M194 178 H148" />
			<Box x={392} y={10} width={120} height={58} title="kubectl top" note="HPA" />
			<Arrow path="M392 39 H348" />
			<Box x={392} y={134} width={120} height={58} title={t.alerts} note="PromQL" />
			<Arrow path="M392 163 H348" />
		</Drawing>
	);
}
