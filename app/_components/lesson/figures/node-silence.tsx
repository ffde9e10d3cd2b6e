import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '소식이 끊긴 노드에 일어나는 일',
		description:
			'시간 순서로 세 칸이다. 0초에 kubelet의 소식이 끊기고, 50초쯤에 노드가 NotReady가 되며 엔드포인트에서 빠지고, 그로부터 5분 뒤에 파드가 지워지고 다른 노드에 새로 만들어진다. 컨테이너는 그동안 돌고 있을 수 있다.',
		moments: ['0초', '50초', '5분 50초'],
		titles: ['마지막 소식', 'NotReady', '파드 교체'],
		notes: ['kubelet이 멈춤', '엔드포인트에서 빠짐', '다른 노드에 새로'],
		meanwhile: '컨테이너는 그동안에도 돌고 있을 수 있다',
	},
	en: {
		title: 'What happens to a node that is silent',
		description:
			'Three moments. At 0 seconds the kubelet is heard for the last time; after about 50 the node is NotReady and its Pods are out of the endpoints; five minutes later the Pods are deleted and replaced on other nodes. Meanwhile the containers may be running.',
		moments: ['0 s', '50 s', '5 min 50 s'],
		titles: ['last sign of life', 'NotReady', 'Pods replaced'],
		notes: ['kubelet stops', 'out of endpoints', 'on other nodes'],
		meanwhile: 'the containers may be running all the while',
	},
} as const;

export function NodeSilence({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-silence" width={520} height={164} title={t.title} description={t.description}>
			{t.titles.map((title, column) => (
				<g key={title}>
					<text x={84 + column * 176} y={20} textAnchor="middle" className="fig-note">
						{t.moments[column]}
					</text>
					<Box
						x={8 + column * 176}
						y={30}
						width={152}
						height={62}
						kind={column === 1 ? 'new' : 'plain'}
						title={title}
						note={t.notes[column]}
					/>
					{column < 2 && <Arrow path={`M${160 + column * 176} 61 H${180 + column * 176}`} />}
				</g>
			))}
			<Box x={8} y={112} width={504} height={42} kind="ghost" />
			<text x={260} y={138} textAnchor="middle" className="fig-note">
				{t.meanwhile}
			</text>
		</Drawing>
	);
}
