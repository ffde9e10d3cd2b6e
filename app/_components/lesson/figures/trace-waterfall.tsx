import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing } from './parts.tsx';

/** Spans of one trace: depth, beginning and duration in milliseconds. */
const SPANS = [
	{ service: 'door', depth: 0, start: 0, length: 850, waits: true },
	{ service: 'cart', depth: 1, start: 12, length: 830, waits: true },
	{ service: 'price', depth: 2, start: 35, length: 770, waits: true },
	{ service: 'rates', depth: 3, start: 45, length: 148, waits: false },
	{ service: 'rates', depth: 3, start: 198, length: 148, waits: false },
	{ service: 'rates', depth: 3, start: 351, length: 148, waits: false },
	{ service: 'rates', depth: 3, start: 504, length: 148, waits: false },
	{ service: 'rates', depth: 3, start: 656, length: 148, waits: false },
	{ service: 'stock', depth: 2, start: 808, length: 32, waits: false },
] as const;

const TEXTS = {
	ko: {
		title: '추적 하나: 시간에 따라 놓인 스팬',
		description:
			'door의 스팬이 850밀리초이고 그 안에 cart가, 그 안에 price와 stock이 있다. price는 770밀리초 가운데 거의 전부를 rates를 다섯 번 차례로 부르는 데 쓴다. stock은 30밀리초이다. 옅은 막대는 기다리는 스팬, 짙은 막대는 스스로 일하는 스팬이다.',
		waits: '기다린다',
		works: '일한다',
	},
	en: {
		title: 'One trace: its spans along the time',
		description:
			'The span of door takes 850 ms and contains cart, which contains price and stock. price spends nearly all of its 770 ms on five calls of rates, one after the other. stock takes 30 ms. Plain bars wait for others, emphasised bars work themselves.',
		waits: 'waits',
		works: 'works',
	},
} as const;

const ROW = 30;
const LEFT = 118;
const SCALE = 392 / 850;

export function TraceWaterfall({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-trace" width={520} height={336} title={t.title} description={t.description}>
			{SPANS.map(({ service, depth, start, length, waits }, row) => (
				<g key={`${service} ${start}`}>
					<text x={8 + depth * 14} y={22 + row * ROW} className="fig-note">
						{service}
					</text>
					<Box
						x={LEFT + start * SCALE}
						y={8 + row * ROW}
						width={Math.max(length * SCALE, 8)}
						height={20}
						kind={waits ? 'plain' : 'new'}
					/>
				</g>
			))}
			<text x={LEFT} y={296} className="fig-note">
				0 ms
			</text>
			<text x={510} y={296} textAnchor="end" className="fig-note">
				850 ms
			</text>
			<Box x={150} y={308} width={28} height={18} />
			<text x={186} y={322} className="fig-note">
				{t.waits}
			</text>
			<Box x={300} y={308} width={28} height={18} kind="new" />
			<text x={336} y={322} className="fig-note">
				{t.works}
			</text>
		</Drawing>
	);
}
