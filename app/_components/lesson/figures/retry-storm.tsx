import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '층마다 재시도하면 곱해진다',
		description:
			'클릭 하나가 edge에 온다. edge는 api를 세 번 부르고, api는 그때마다 stock-a와 stock-b를 한 번씩 부른다. 재고가 둘 다 아프면 클릭 하나에 재고로 가는 요청이 여섯이다.',
		click: '클릭 1번',
		tries: ['3번 시도', '둘에 차례로'],
		stock: '아픈 재고',
		sum: ['1', '3', '6'],
	},
	en: {
		title: 'Retries in every layer multiply',
		description:
			'One click reaches edge. edge calls api three times, and each time api calls stock-a and stock-b once. When both stocks are ill, one click makes six requests to them.',
		click: '1 click',
		tries: ['tries 3 times', 'tries both'],
		stock: 'ill',
		sum: ['1', '3', '6'],
	},
} as const;

const API_Y = [40, 106, 172] as const;

/** One click, three tries, two each. */
export function RetryStorm({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-retry-storm" width={520} height={262} title={t.title} description={t.description}>
			<text x={8} y={124} className="fig-title">
				{t.click}
			</text>
			<Arrow path="M64 120 H84" />
			<Box x={88} y={90} width={112} height={60} kind="new" title="edge" note={t.tries[0]} />
			{API_Y.map((y) => (
				<g key={y}>
					<Arrow path={`M200 120 C220 120 214 ${y + 24} 236 ${y + 24}`} />
					<Box x={240} y={y} width={104} height={48} kind="new" title="api" note={t.tries[1]} />
					<Arrow path={`M344 ${y + 24} C364 ${y + 24} 364 ${y + 10} 386 ${y + 10}`} />
					<Arrow path={`M344 ${y + 24} C364 ${y + 24} 364 ${y + 38} 386 ${y + 38}`} />
				</g>
			))}
			<Box x={390} y={30} width={122} height={200} kind="old" title="stock-a, stock-b" note={t.stock} />
			{[144, 292, 451].map((x, column) => (
				<text key={x} x={x} y={254} textAnchor="middle" className="fig-title">
					× {t.sum[column]}
				</text>
			))}
		</Drawing>
	);
}
