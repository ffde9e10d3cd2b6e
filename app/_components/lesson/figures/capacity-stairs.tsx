import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '산 것에서 쓰는 것까지',
		description:
			'막대 넷이 아래로 갈수록 짧아진다. 산 것 100, 할당 가능한 것 88, 요청한 것 62, 쓰는 것 20. 막대 사이의 틈은 시스템의 몫, 빈자리와 조각난 자리, 지나친 요청량이다.',
		bars: ['산 것', '할당 가능', '요청한 것', '쓰는 것'],
		gaps: ['시스템', '빈자리, 조각', '지나친 요청량'],
		payer: '청구서가 보는 것',
		scheduler: '스케줄러가 보는 것',
	},
	en: {
		title: 'From what is bought to what is used',
		description:
			'Four bars, each shorter than the one above. Bought 100, allocatable 88, requested 62, used 20. The gaps between them are the share of the system, empty and fragmented room, and requests that are too large.',
		bars: ['bought', 'allocatable', 'requested', 'used'],
		gaps: ['system', 'empty, fragments', 'requests too large'],
		payer: 'what the bill sees',
		scheduler: 'what the scheduler sees',
	},
} as const;

const LEFT = 8;
const FULL = 504;
const ROW = 56;
const HEIGHT = 46;
const SHARES = [1, 0.88, 0.62, 0.2];

export function CapacityStairs({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	const widthOf = (row: number): number => FULL * (SHARES[row] as number);
	const notes = [t.payer, undefined, t.scheduler, undefined];
	return (
		<Drawing id="fig-capacity" width={520} height={232} title={t.title} description={t.description}>
			{t.bars.map((bar, row) => {
				const note = notes[row];
				const title = `${bar} ${Math.round((SHARES[row] as number) * 100)}`;
				return (
					<Box
						key={bar}
						x={LEFT}
						y={8 + row * ROW}
						width={widthOf(row)}
						height={HEIGHT}
						kind={row === 3 ? 'new' : 'plain'}
						title={title}
						{...(note === undefined ? {} : { note })}
					/>
				);
			})}
			{t.gaps.map((gap, row) => {
				const [from, to] = [LEFT + widthOf(row + 1), LEFT + widthOf(row)];
				const y = 8 + (row + 1) * ROW;
				return (
					<g key={gap}>
						<Box x={from} y={y} width={to - from} height={HEIGHT} kind="ghost" />
						<text x={(from + to) / 2} y={y + HEIGHT / 2 + 4} textAnchor="middle" className="fig-note">
							{gap}
						</text>
					</g>
				);
			})}
		</Drawing>
	);
}
