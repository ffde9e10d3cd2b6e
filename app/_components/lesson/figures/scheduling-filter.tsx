import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '스케줄러가 노드를 고르는 두 단계',
		description:
			'파드 하나가 CPU 500m을 요청한다. 거르기: controlplane은 테인트 때문에, node01은 남은 CPU가 모자라서 빠지고 node02와 node03이 남는다. 점수 매기기: 덜 찬 node03이 이겨 파드의 nodeName이 된다. 남은 노드가 없으면 파드는 Pending으로 기다린다.',
		pod: '파드',
		filter: '1. 거르기: 돌 수 있는가',
		score: '2. 점수: 어디가 나은가',
		taint: '테인트',
		full: 'CPU 부족',
		wins: '80점',
		loses: '55점',
		bind: 'nodeName: node03',
	},
	en: {
		title: 'The two steps in which the scheduler chooses a node',
		description:
			'A Pod requests 500m CPU. Filtering: controlplane drops out because of its taint, node01 because too little CPU is left; node02 and node03 remain. Scoring: node03, which is less full, wins and becomes the Pod’s nodeName. When no node remains, the Pod waits as Pending.',
		pod: 'Pod',
		filter: '1. Filter: can it run there?',
		score: '2. Score: how well?',
		taint: 'taint',
		full: 'too little CPU',
		wins: '80 points',
		loses: '55 points',
		bind: 'nodeName: node03',
	},
} as const;

export function SchedulingFilter({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-scheduling-filter" width={520} height={258} title={t.title} description={t.description}>
			<Box x={8} y={98} width={104} height={58} title={t.pod} note="cpu: 500m" />
			<Arrow path="M112 127 H136" />
			<text x={140} y={20} className="fig-title">
				{t.filter}
			</text>
			<Box x={140} y={30} width={150} height={46} kind="ghost" title="controlplane" note={t.taint} />
			<Box x={140} y={84} width={150} height={46} kind="ghost" title="node01" note={t.full} />
			<Box x={140} y={138} width={150} height={46} title="node02" />
			<Box x={140} y={192} width={150} height={46} title="node03" />
			<text x={350} y={128} className="fig-title">
				{t.score}
			</text>
			<Arrow path="M290 161 H346" />
			<Arrow path="M290 215 H346" />
			<Box x={350} y={138} width={162} height={46} title="node02" note={t.loses} />
			<Box x={350} y={192} width={162} height={46} kind="new" title="node03" note={t.wins} />
			<text x={431} y={254} textAnchor="middle" className="fig-note">
				{t.bind}
			</text>
		</Drawing>
	);
}
