import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '공격의 단계와 흔적이 남는 곳',
		description:
			'다섯 단계가 위에서 아래로 이어진다. 들어오기는 앱의 로그에, 둘러보기와 훔치기는 감사 로그에, 올라가기는 감사 로그와 파드의 볼륨에, 눌러앉기는 노드의 파일과 스태틱 파드에, 하러 온 일은 프로세스와 네트워크에 흔적을 남긴다.',
		phases: ['들어오기', '둘러보고 훔치기', '올라가기', '눌러앉기', '하러 온 일'],
		means: ['앱의 구멍', '토큰, 시크릿', 'hostPath, 특권', '스태틱 파드, cron', '채굴, 유출'],
		traces: ['앱의 로그', '감사 로그: 403, 시크릿', '감사 로그: 파드 생성', '노드의 파일', '프로세스, 연결'],
		trace: '흔적이 남는 곳',
	},
	en: {
		title: 'Phases of an attack, and where they leave traces',
		description:
			'Five phases, from top to bottom. Getting in leaves a trace in the application’s log; looking around and stealing in the audit log; climbing in the audit log, as a created Pod; settling in in files of the node; and the purpose in processes and connections.',
		phases: ['get in', 'look around, steal', 'climb', 'settle in', 'the purpose'],
		means: [
			'a hole in the app',
			'tokens, Secrets',
			'hostPath, privileged',
			'static Pods, cron',
			'mining, exfiltration',
		],
		traces: [
			'application’s log',
			'audit: 403s, Secrets',
			'audit: created Pods',
			'files on the node',
			'processes, network',
		],
		trace: 'leaves a trace in',
	},
} as const;

export function AttackPhases({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-attack" width={520} height={344} title={t.title} description={t.description}>
			<text x={410} y={16} textAnchor="middle" className="fig-note">
				{t.trace}
			</text>
			{t.phases.map((phase, row) => (
				<g key={phase}>
					<Box x={8} y={26 + row * 64} width={236} height={50} kind="old" title={phase} note={t.means[row]} />
					{row < 4 && <Arrow path={`M126 ${76 + row * 64} V${88 + row * 64}`} />}
					<Arrow path={`M244 ${51 + row * 64} H302`} dashed />
					<Box x={306} y={31 + row * 64} width={208} height={40} kind="new" title={t.traces[row]} />
				</g>
			))}
		</Drawing>
	);
}
