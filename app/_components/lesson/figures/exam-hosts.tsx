import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '과제마다 호스트가 다르다',
		description:
			'시작하는 호스트 base에는 도구가 없다. 과제 1은 ssh로 첫째 호스트에 들어가 풀고 exit으로 base에 돌아온 뒤, 과제 2의 호스트로 들어간다. 한 과제의 호스트에서 다른 호스트로 바로 가는 ssh는 없다.',
		base: '도구 없음',
		task: '과제',
		never: '바로 건너가지 않는다',
	},
	en: {
		title: 'Each task has its host',
		description:
			'You start on the host base, which has no tools. For task 1 you ssh to the first host, solve it there and exit to base; then to the host of task 2. There is no ssh from one task’s host to another.',
		base: 'no tools',
		task: 'task',
		never: 'never straight across',
	},
} as const;

export function ExamHosts({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-exam-hosts" width={520} height={212} title={t.title} description={t.description}>
			<Box x={6} y={78} width={120} height={56} title="base" note={t.base} />
			<Box x={316} y={8} width={196} height={52} kind="new" title="ssh cka1" note={`${t.task} 1`} />
			<Box x={316} y={152} width={196} height={52} kind="new" title="ssh cka2" note={`${t.task} 2`} />
			<Arrow path="M126 92 C220 92 220 26 312 26" />
			<Arrow path="M312 44 C236 44 236 102 130 102" />
			<text x={252} y={70} className="fig-note">
				exit
			</text>
			<Arrow path="M126 112 C220 112 220 170 312 170" />
			<Arrow path="M312 188 C220 188 200 122 130 122" />
			<text x={196} y={186} className="fig-note">
				exit
			</text>
			<Arrow path="M440 60 V148" dashed />
			<text x={430} y={109} textAnchor="end" className="fig-note">
				✕ {t.never}
			</text>
		</Drawing>
	);
}
