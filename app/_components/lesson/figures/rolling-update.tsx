import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing, Pod } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '롤링 업데이트의 다섯 순간',
		description:
			'replicas 4, maxSurge 1, maxUnavailable 1. 옛 파드 넷에서 시작해 새 파드가 하나씩 준비될 때마다 옛 파드가 하나씩 내려가고, 모두 새 파드 넷으로 끝난다. 어느 순간에도 파드는 다섯을 넘지 않고, 사용 가능한 파드는 셋 아래로 내려가지 않는다.',
		old: '옛 레플리카셋',
		fresh: '새 레플리카셋',
		limits: '언제나: 전체 ≤ 5, 사용 가능 ≥ 3',
		time: '시간',
		starting: '… 시작하는 중',
	},
	en: {
		title: 'Five moments of a rolling update',
		description:
			'replicas 4, maxSurge 1, maxUnavailable 1. From four old Pods; each time a new Pod is ready an old one goes, until all four are new. There are never more than five Pods, and never fewer than three available.',
		old: 'Old ReplicaSet',
		fresh: 'New ReplicaSet',
		limits: 'At all times: total ≤ 5, available ≥ 3',
		time: 'time',
		starting: '… starting',
	},
} as const;

/** Old Pods, new ones that are ready, new ones that are starting. */
const MOMENTS = [
	[4, 0, 0],
	[3, 0, 2],
	[2, 2, 1],
	[1, 3, 1],
	[0, 4, 0],
] as const;

export function RollingUpdate({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-rolling" width={520} height={296} title={t.title} description={t.description}>
			<text x={8} y={20} className="fig-title">
				{t.old}
			</text>
			<text x={8} y={150} className="fig-title">
				{t.fresh}
			</text>
			{MOMENTS.map(([old, ready, starting], index) => {
				const x = 8 + index * 102;
				return (
					<g key={`${old}${ready}`}>
						<Box x={x} y={30} width={94} height={100} kind="old" />
						<Box x={x} y={160} width={94} height={100} kind="group" />
						{pods(x, 30, old).map(([cx, cy]) => (
							<Pod key={`${cx}${cy}`} x={cx} y={cy} version={1} />
						))}
						{pods(x, 160, ready + starting).map(([cx, cy], at) => (
							<Pod key={`${cx}${cy}`} x={cx} y={cy} version={at < ready ? 2 : 'starting'} />
						))}
					</g>
				);
			})}
			<text x={8} y={284} className="fig-note">
				{t.limits}
			</text>
			<text x={512} y={284} textAnchor="end" className="fig-note">
				{t.starting} · {t.time} →
			</text>
		</Drawing>
	);
}

/** Places in rows of two. */
function pods(x: number, y: number, count: number): (readonly [number, number])[] {
	return Array.from({ length: count }, (_, at) => [x + 29 + (at % 2) * 36, y + 26 + Math.floor(at / 2) * 34] as const);
}
