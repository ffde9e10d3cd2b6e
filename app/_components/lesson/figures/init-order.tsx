import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '컨테이너가 시작되고 끝나는 순서',
		description:
			'시간은 왼쪽에서 오른쪽으로 간다. 초기화 컨테이너 page가 끝난 뒤 사이드카 clock이 시작되고, clock이 시작된 뒤 본 컨테이너 web이 시작된다. 지울 때는 web이 먼저 끝나고 clock이 나중에 끝난다.',
		page: 'page · 초기화',
		clock: 'clock · 사이드카',
		web: 'web · 본 컨테이너',
		ends: '끝나야 다음',
		starts: '시작되면 다음',
		sigterm: 'SIGTERM: web 먼저',
		last: '그다음 사이드카',
		time: '시간 →',
	},
	en: {
		title: 'The order in which containers start and end',
		description:
			'Time goes from left to right. The init container page ends before the sidecar clock begins; when clock has started, the main container web begins. On deletion web ends first and clock after it.',
		page: 'page · init',
		clock: 'clock · sidecar',
		web: 'web · main',
		ends: 'ends, then next',
		starts: 'started, then next',
		sigterm: 'SIGTERM: web first',
		last: 'sidecar last',
		time: 'time →',
	},
} as const;

export function InitOrder({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-init-order" width={520} height={222} title={t.title} description={t.description}>
			<Box x={8} y={12} width={130} height={40} title={t.page} />
			<text x={148} y={37} className="fig-note">
				{t.ends}
			</text>
			<Arrow path="M126 52 C126 84 132 92 150 92" />
			<Box x={154} y={72} width={358} height={40} kind="new" title={t.clock} />
			<Arrow path="M196 112 C196 146 204 152 228 152" />
			<text x={90} y={150} className="fig-note">
				{t.starts}
			</text>
			<Box x={232} y={132} width={190} height={40} title={t.web} />
			<path className="fig-arrow" d="M422 128 V180" strokeDasharray="4 4" />
			<path className="fig-arrow" d="M512 68 V180" strokeDasharray="4 4" />
			<text x={414} y={196} textAnchor="end" className="fig-note">
				{t.sigterm}
			</text>
			<text x={512} y={196} textAnchor="end" className="fig-note">
				{t.last}
			</text>
			<text x={8} y={214} className="fig-note">
				{t.time}
			</text>
		</Drawing>
	);
}
