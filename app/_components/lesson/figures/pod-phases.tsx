import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '파드의 단계',
		description:
			'파드는 Pending에서 시작해 컨테이너가 돌면 Running이 된다. 컨테이너가 끝나면 재시작 정책에 따라 같은 파드 안에서 10초, 20초, 40초, 길게는 5분 간격으로 다시 시작된다. 다시 시작하지 않을 컨테이너가 모두 끝나면, 모두 종료 코드 0일 때 Succeeded, 하나라도 아니면 Failed가 된다. 되돌아가는 길은 없다.',
		pending: '노드 고르기, 이미지 받기',
		running: '컨테이너가 시작됨',
		succeeded: '모두 종료 코드 0',
		failed: '하나라도 0이 아님',
		restart: '컨테이너 재시작: 바로, 10초, 20초, 40초 … 5분 뒤',
	},
	en: {
		title: 'The phases of a Pod',
		description:
			'A Pod begins as Pending and is Running once its containers have started. A container that ends is started again within the same Pod, as the restart policy says, after 10, 20, 40 seconds and up to five minutes. When all have ended and none is to be restarted, the Pod is Succeeded if every exit code is 0, else Failed. There is no way back.',
		pending: 'choosing a node, pulling',
		running: 'containers have started',
		succeeded: 'every exit code is 0',
		failed: 'some exit code is not 0',
		restart: 'container restarts: at once, then after 10 s, 20 s, 40 s … 5 min',
	},
} as const;

export function PodPhases({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-pod-phases" width={520} height={190} title={t.title} description={t.description}>
			<Box x={4} y={78} width={158} height={58} title="Pending" note={t.pending} />
			<Arrow path="M162 107 H188" />
			<Box x={192} y={78} width={150} height={58} kind="new" title="Running" note={t.running} />
			<Arrow path="M232 78 C222 34 312 34 304 74" dashed />
			<text x={8} y={26} className="fig-note">
				{t.restart}
			</text>
			<Arrow path="M342 96 C356 96 352 71 362 71" />
			<Arrow path="M342 118 C356 118 352 143 362 143" />
			<Box x={366} y={42} width={150} height={58} title="Succeeded" note={t.succeeded} />
			<Box x={366} y={114} width={150} height={58} title="Failed" note={t.failed} />
		</Drawing>
	);
}
