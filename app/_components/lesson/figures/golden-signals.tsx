import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '네 가지 골든 시그널',
		description:
			'네 칸에 곡선이 하나씩 있다. 지연은 천천히 오르다 솟고, 트래픽은 물결치고, 오류는 낮게 가다 계단처럼 뛰고, 포화는 꾸준히 올라 점선으로 그린 한계에 닿는다.',
		names: ['지연', '트래픽', '오류', '포화'],
		units: ['p95, 초', '초당 요청', '실패한 비율', '한계 대비'],
	},
	en: {
		title: 'The four golden signals',
		description:
			'Four panels with a curve each. Latency rises slowly and then steeply, traffic goes in waves, errors are low and then jump, saturation grows steadily until it reaches its limit, a dashed line.',
		names: ['latency', 'traffic', 'errors', 'saturation'],
		units: ['p95, seconds', 'requests a second', 'share that fails', 'of the limit'],
	},
} as const;

/** A curve in each panel, from its lower left corner. */
const CURVES = [
	'm0 0 c60 -4 90 -6 120 -12 s40 -30 72 -40',
	'm0 -12 c24 -34 48 -34 72 -6 s48 18 72 -8 s32 -20 48 -6',
	'm0 -3 h110 v-34 h34 v-8 h48',
	'm0 -4 c60 -10 120 -26 192 -44',
] as const;

export function GoldenSignals({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-golden" width={520} height={252} title={t.title} description={t.description}>
			{t.names.map((name, index) => {
				const x = 6 + (index % 2) * 258;
				const y = 6 + Math.floor(index / 2) * 124;
				return (
					<g key={name}>
						<Box x={x} y={y} width={250} height={116} />
						<text x={x + 14} y={y + 24} className="fig-title">
							{name}
						</text>
						<text x={x + 236} y={y + 24} textAnchor="end" className="fig-note">
							{t.units[index]}
						</text>
						{index === 3 && <path className="fig-arrow" d={`M${x + 28} ${y + 54} h192`} strokeDasharray="4 4" />}
						<path className="fig-arrow" d={`M${x + 28} ${y + 104} ${CURVES[index]}`} />
					</g>
				);
			})}
		</Drawing>
	);
}
