import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '네 조각을 둘씩 처리하는 잡',
		description:
			'completions 4, parallelism 2인 인덱스 잡. 처음에는 0번과 1번이 함께 돈다. 0번이 끝나면 2번이, 1번이 실패하면 1번을 맡은 새 파드가 시작된다. 마지막으로 3번이 돌고, 네 번호가 모두 성공하면 잡이 끝난다.',
		lanes: ['첫째 자리', '둘째 자리'],
		done: '성공',
		failed: '실패',
		time: '시간',
		complete: '네 번호 모두 성공: Complete',
	},
	en: {
		title: 'A Job with four parts, two at a time',
		description:
			'An indexed Job with completions 4 and parallelism 2. Numbers 0 and 1 run first. When 0 has succeeded, 2 starts; when 1 fails, a new Pod for number 1 starts. Number 3 runs last, and when all four numbers have succeeded the Job is complete.',
		lanes: ['first place', 'second place'],
		done: 'succeeded',
		failed: 'failed',
		time: 'time',
		complete: 'all four numbers succeeded: Complete',
	},
} as const;

/** Lane, start, width, number, and how it ended. */
const RUNS = [
	[0, 100, 120, 0, true],
	[0, 228, 130, 2, true],
	[0, 366, 110, 3, true],
	[1, 100, 70, 1, false],
	[1, 200, 140, 1, true],
] as const;

export function JobParts({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-job" width={520} height={190} title={t.title} description={t.description}>
			{t.lanes.map((text, lane) => (
				<text key={text} x={4} y={44 + lane * 66} className="fig-title">
					{text}
				</text>
			))}
			{RUNS.map(([lane, x, width, number, succeeded]) => (
				<g key={`${lane}${x}`} className="fig-box" data-kind={succeeded ? 'new' : 'ghost'}>
					<rect x={x} y={14 + lane * 66} width={width} height={50} rx={6} />
					<text x={x + width / 2} y={36 + lane * 66} textAnchor="middle" className="fig-title">
						{number}
					</text>
					<text x={x + width / 2} y={54 + lane * 66} textAnchor="middle" className="fig-note">
						{succeeded ? t.done : t.failed}
					</text>
				</g>
			))}
			<Arrow path="M100 150 H508" />
			<text x={100} y={174} className="fig-note">
				{t.time}
			</text>
			<text x={508} y={174} textAnchor="end" className="fig-note">
				{t.complete}
			</text>
		</Drawing>
	);
}
