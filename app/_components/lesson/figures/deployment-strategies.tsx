import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing, Pod } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '세 가지 배포 전략',
		description:
			'리크리에이트: 옛 파드가 모두 끝난 뒤에 새 파드가 뜨고, 그사이 서비스가 멈춘다. 블루-그린: 두 버전이 나란히 떠 있고 서비스의 셀렉터가 한 번에 그린을 가리킨다. 카나리: 한 서비스 뒤에 옛 파드 넷과 새 파드 하나가 있어 요청의 5분의 1이 새 버전으로 간다.',
		recreate: '리크리에이트',
		gap: '중단',
		blueGreen: '블루-그린',
		service: '서비스',
		switched: '셀렉터를 바꾼다',
		canary: '카나리',
		share: '4 : 1',
	},
	en: {
		title: 'Three ways to deploy',
		description:
			'Recreate: new Pods start when all old ones have ended; the service stops in between. Blue-green: both versions stand side by side and the Service’s selector is switched to green at once. Canary: behind one Service there are four old Pods and a new one, so a fifth of the requests goes to the new version.',
		recreate: 'Recreate',
		gap: 'down',
		blueGreen: 'Blue-green',
		service: 'Service',
		switched: 'switch the selector',
		canary: 'Canary',
		share: '4 : 1',
	},
} as const;

export function DeploymentStrategies({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-strategies" width={520} height={330} title={t.title} description={t.description}>
			<Name y={20} text={t.recreate} />
			<Row x={150} y={28} versions={[1, 1, 1]} kind="old" />
			<Arrow path="M272 50 H292" />
			<Box x={296} y={28} width={76} kind="ghost" title={t.gap} />
			<Arrow path="M374 50 H392" />
			<Row x={396} y={28} versions={[2, 2, 2]} kind="group" />
			<Name y={112} text={t.blueGreen} />
			<Box x={150} y={130} width={96} title={t.service} />
			<Row x={380} y={100} versions={[1, 1, 1]} kind="old" />
			<Row x={380} y={166} versions={[2, 2, 2]} kind="group" />
			<Arrow path="M246 146 C310 146 310 122 376 122" dashed />
			<Arrow path="M246 158 C310 158 310 188 376 188" />
			<text x={252} y={208} className="fig-note">
				{t.switched}
			</text>
			<Name y={250} text={t.canary} />
			<Box x={150} y={262} width={96} title={t.service} />
			<Row x={300} y={240} versions={[1, 1, 1, 1]} kind="old" />
			<Row x={460} y={278} versions={[2]} kind="group" />
			<Arrow path="M246 276 C270 276 270 262 296 262" />
			<Arrow path="M246 292 C340 312 400 306 456 300" />
			<text x={330} y={324} className="fig-note">
				{t.share}
			</text>
		</Drawing>
	);
}

function Name({ y, text }: { readonly y: number; readonly text: string }) {
	return (
		<text x={8} y={y + 36} className="fig-title">
			{text}
		</text>
	);
}

interface RowProps {
	readonly x: number;
	readonly y: number;
	readonly versions: readonly (1 | 2)[];
	readonly kind: 'old' | 'group';
}

function Row({ x, y, versions, kind }: RowProps) {
	return (
		<g>
			<Box x={x} y={y} width={versions.length * 34 + 14} kind={kind} />
			{versions.map((version, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a drawing does not change.
				<Pod key={at} x={x + 24 + at * 34} y={y + 22} version={version} />
			))}
		</g>
	);
}
