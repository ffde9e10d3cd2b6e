import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '서킷 브레이커의 세 상태',
		description:
			'닫힘에서는 요청이 지나간다. 실패가 쌓이면 열림이 되어 아무에게도 묻지 않는다. 시간이 지나면 반쯤 열림이 되어 하나를 시험해 보고, 성공하면 닫히고 실패하면 다시 열린다.',
		closed: ['닫힘', '요청이 지나간다'],
		open: ['열림', '묻지 않고 답한다'],
		half: ['반쯤 열림', '하나만 시험한다'],
		failures: '실패가 쌓이면',
		time: '시간이 지나면',
		success: '성공하면',
		failure: '실패하면',
	},
	en: {
		title: 'The three states of a circuit breaker',
		description:
			'Closed, requests pass. After too many failures it is open, and nobody is asked. After some time it is half open and lets one request through: on success it closes, on failure it opens again.',
		closed: ['closed', 'requests pass'],
		open: ['open', 'nobody is asked'],
		half: ['half open', 'one as a test'],
		failures: 'too many failures',
		time: 'after a while',
		success: 'success',
		failure: 'failure',
	},
} as const;

/** Closed, open, half open, and what leads from one to the other. */
export function BreakerStates({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-breaker-states" width={520} height={206} title={t.title} description={t.description}>
			<Box x={8} y={16} width={150} height={56} kind="new" title={t.closed[0]} note={t.closed[1]} />
			<Box x={362} y={16} width={150} height={56} kind="old" title={t.open[0]} note={t.open[1]} />
			<Box x={185} y={142} width={150} height={56} title={t.half[0]} note={t.half[1]} />
			<Arrow path="M158 44 H358" />
			<text x={260} y={34} textAnchor="middle" className="fig-note">
				{t.failures}
			</text>
			<Arrow path="M472 72 V176 H339" />
			<text x={464} y={196} textAnchor="end" className="fig-note">
				{t.time}
			</text>
			<Arrow path="M310 142 V104 H396 V76" dashed />
			<text x={350} y={96} textAnchor="middle" className="fig-note">
				{t.failure}
			</text>
			<Arrow path="M185 170 H82 V76" />
			<text x={92} y={190} className="fig-note">
				{t.success}
			</text>
		</Drawing>
	);
}
