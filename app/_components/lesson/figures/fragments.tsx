import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '조각난 자리와 모아 놓은 자리',
		description:
			'왼쪽: node01과 node02에 400m 파드가 둘씩 있고 각각 850m이 남는다. 1200m인 big은 어느 쪽에도 들어가지 못한다. 오른쪽: 400m 파드 하나가 node01로 옮겨 가 셋이 되고, node02에는 하나만 남아 big이 들어간다.',
		before: '퍼뜨린 대로',
		after: '하나를 옮기면',
		free: '850m 남음',
		moves: '옮긴 것',
	},
	en: {
		title: 'Room in fragments, and room in one piece',
		description:
			'Left: node01 and node02 hold two Pods of 400m each, and 850m are free on each. big, with 1200m, fits on neither. Right: one Pod of 400m has moved to node01, which has three now; one is left on node02, and big fits there.',
		before: 'as it was spread',
		after: 'with one moved',
		free: '850m free',
		moves: 'moved',
	},
} as const;

const NODE = { width: 108, height: 196 };

export function Fragments({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	const node = (x: number, title: string) => (
		<>
			<Box x={x} y={34} width={NODE.width} height={NODE.height} kind="group" />
			<text x={x + NODE.width / 2} y={248} textAnchor="middle" className="fig-note">
				{title}
			</text>
		</>
	);
	const small = (x: number, row: number, isNew = false) => (
		<Box x={x + 8} y={190 - row * 40} width={NODE.width - 16} height={34} title="400m" kind={isNew ? 'new' : 'plain'} />
	);
	return (
		<Drawing id="fig-fragments" width={520} height={256} title={t.title} description={t.description}>
			<text x={120} y={22} textAnchor="middle" className="fig-title">
				{t.before}
			</text>
			{node(8, 'node01')}
			{node(124, 'node02')}
			{[8, 124].map((x) => (
				<g key={x}>
					{small(x, 0)}
					{small(x, 1)}
					<Box x={x + 8} y={42} width={NODE.width - 16} height={100} kind="ghost" />
					<text x={x + NODE.width / 2} y={97} textAnchor="middle" className="fig-note">
						{t.free}
					</text>
				</g>
			))}
			<Arrow path="M240 132 H276" />
			<text x={400} y={22} textAnchor="middle" className="fig-title">
				{t.after}
			</text>
			{node(284, 'node01')}
			{node(404, 'node02')}
			{small(284, 0)}
			{small(284, 1)}
			{small(284, 2, true)}
			<text x={338} y={100} textAnchor="middle" className="fig-note">
				{t.moves}
			</text>
			{small(404, 0)}
			<Box x={412} y={62} width={NODE.width - 16} height={122} kind="new" title="big" note="1200m" />
		</Drawing>
	);
}
