import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing, Pod } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '몰린 레플리카와 나뉜 레플리카',
		description:
			'왼쪽은 파드 넷이 모두 node01에 있어 그 노드가 꺼지면 하나도 남지 않는다. 오른쪽은 두 노드에 둘씩 있어 하나가 꺼져도 둘이 남는다.',
		packed: '몰려 있으면',
		spread: '나뉘어 있으면 (maxSkew 1)',
		none: 'node01이 꺼지면 0개',
		two: 'node01이 꺼져도 2개',
	},
	en: {
		title: 'Replicas together and replicas spread',
		description:
			'On the left, all four Pods are on node01, and none is left when it goes. On the right there are two on each of two nodes, and two are left when one goes.',
		packed: 'together',
		spread: 'spread (maxSkew 1)',
		none: 'node01 off: none left',
		two: 'node01 off: two left',
	},
} as const;

const SIDES = [
	{ x: 8, node01: 4, node02: 0 },
	{ x: 272, node01: 2, node02: 2 },
] as const;

export function SpreadReplicas({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-spread" width={520} height={196} title={t.title} description={t.description}>
			{SIDES.map(({ x, node01, node02 }, side) => (
				<g key={x}>
					<text x={x} y={20} className="fig-title">
						{side === 0 ? t.packed : t.spread}
					</text>
					{[node01, node02].map((count, node) => {
						const left = x + node * 124;
						return (
							<g key={left}>
								<Box x={left} y={32} width={114} height={120} kind="group" />
								<text x={left + 57} y={54} textAnchor="middle" className="fig-note">
									{`node0${node + 1}`}
								</text>
								{Array.from({ length: count }, (_, at) => [
									left + 39 + (at % 2) * 36,
									84 + Math.floor(at / 2) * 36,
								]).map(([cx = 0, cy = 0]) => (
									<Pod key={`${cx}-${cy}`} x={cx} y={cy} version={1} />
								))}
							</g>
						);
					})}
					<text x={x} y={180} className="fig-note">
						{side === 0 ? t.none : t.two}
					</text>
				</g>
			))}
		</Drawing>
	);
}
