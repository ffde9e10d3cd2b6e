import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '디플로이먼트, 레플리카셋, 파드의 세 층',
		description:
			'맨 위의 디플로이먼트 hello가 레플리카셋 hello-7d4b9c를 소유하고, 레플리카셋이 파드 둘을 소유한다. 이전 템플릿의 레플리카셋은 0개로 남아 있다. 소유는 위에서 아래로, 파드를 세는 셀렉터 app=hello는 레이블로 이어진다.',
		deployment: '어떤 버전을, 몇 개, 어떻게 바꿀지',
		set: '셀렉터에 맞는 파드 수 = 2',
		old: '이전 템플릿: 0개',
		owns: '소유',
		counts: '레이블로 센다: app=hello',
		pod: '노드에서 돈다',
	},
	en: {
		title: 'Three layers: Deployment, ReplicaSet, Pod',
		description:
			'At the top the Deployment hello owns the ReplicaSet hello-7d4b9c, which owns two Pods. A ReplicaSet of an earlier template is kept with none. Ownership goes from top to bottom; the selector app=hello counts Pods by label.',
		deployment: 'which version, how many, how to change',
		set: 'Pods that match = 2',
		old: 'earlier template: 0',
		owns: 'owns',
		counts: 'counts by label: app=hello',
		pod: 'runs on a node',
	},
} as const;

export function DeploymentLayers({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-layers" width={520} height={292} title={t.title} description={t.description}>
			<Box x={100} y={8} width={320} height={58} kind="new" title="Deployment hello" note={t.deployment} />
			<Arrow path="M210 66 V108" />
			<text x={220} y={92} className="fig-note">
				{t.owns}
			</text>
			<Arrow path="M370 66 V108" dashed />
			<Box x={60} y={112} width={240} height={58} title="ReplicaSet hello-7d4b9c" note={t.set} />
			<Box x={316} y={112} width={180} height={58} kind="ghost" title="hello-5f6c8b" note={t.old} />
			<Arrow path="M130 170 C130 195 105 190 105 222" />
			<Arrow path="M230 170 C230 195 265 190 265 222" />
			<text x={290} y={202} className="fig-note">
				{t.counts}
			</text>
			<Box x={20} y={226} width={170} height={58} title="Pod …-x7k2p" note={t.pod} />
			<Box x={206} y={226} width={170} height={58} title="Pod …-m4q9d" note={t.pod} />
		</Drawing>
	);
}
