import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '파드가 시작되는 여섯 단계',
		description:
			'위에서 아래로 여섯 단계다. 노드 정하기에서 멈추면 Pending, 볼륨과 네트워크에서는 ContainerCreating, 이미지에서는 ImagePullBackOff, 설정에서는 CreateContainerConfigError, 실행에서는 CrashLoopBackOff, 준비에서는 Running이면서 0/1이다.',
		steps: ['노드', '볼륨, 네트워크', '이미지', '환경 변수', '실행', '준비'],
		where: ['스케줄러의 이벤트', '이벤트', '이벤트', '이벤트', '이전 로그, 종료 코드', '프로브의 이벤트'],
		stops: '여기서 멈추면',
		look: '볼 곳',
	},
	en: {
		title: 'Six steps of a Pod that starts',
		description:
			'Six steps from top to bottom. A Pod that stops at the node is Pending; at volumes and network, ContainerCreating; at the image, ImagePullBackOff; at the variables, CreateContainerConfigError; at running, CrashLoopBackOff; at readiness, Running but 0/1.',
		steps: ['node', 'volumes, network', 'image', 'variables', 'run', 'ready'],
		where: ['scheduler’s event', 'events', 'events', 'events', 'previous log', 'events (probe)'],
		stops: 'if it stops here',
		look: 'look at',
	},
} as const;

const STATUS = [
	'Pending',
	'ContainerCreating',
	'ImagePullBackOff',
	'CreateContainerConfigError',
	'CrashLoopBackOff',
	'Running 0/1',
] as const;

export function PodStartPath({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-start" width={520} height={308} title={t.title} description={t.description}>
			<text x={160} y={18} className="fig-note">
				{t.stops}
			</text>
			<text x={376} y={18} className="fig-note">
				{t.look}
			</text>
			{STATUS.map((status, row) => (
				<g key={status}>
					<Box x={8} y={28 + row * 46} width={132} height={34} kind="new" title={t.steps[row]} />
					{row < STATUS.length - 1 && <Arrow path={`M74 ${62 + row * 46} V${72 + row * 46}`} />}
					<text x={160} y={50 + row * 46} className="fig-title">
						{status}
					</text>
					<text x={376} y={50 + row * 46} className="fig-note">
						{t.where[row]}
					</text>
				</g>
			))}
		</Drawing>
	);
}
