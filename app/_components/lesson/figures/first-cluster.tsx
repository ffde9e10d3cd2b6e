import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing, Pod } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '터미널, 컨트롤 플레인, 노드, 서비스',
		description:
			'터미널의 kubectl은 컨트롤 플레인하고만 이야기한다. 컨트롤 플레인은 부탁받은 상태를 기억하고 노드 node01과 node02에 파드를 나누어 맡긴다. 앱에 보내는 요청은 서비스 hello의 주소로 가고, 서비스가 파드 가운데 하나에게 넘긴다.',
		terminal: '터미널',
		plane: '컨트롤 플레인',
		planeNote: '바라는 상태를 기억하고 맞춘다',
		service: '서비스 hello',
		serviceNote: '바뀌지 않는 주소',
		ask: '부탁',
	},
	en: {
		title: 'Terminal, control plane, nodes, Service',
		description:
			'kubectl in the terminal talks to the control plane and to nobody else. The control plane remembers what was asked for and gives Pods to the nodes node01 and node02. Requests for the application go to the address of the Service hello, which hands each to one of the Pods.',
		terminal: 'Terminal',
		plane: 'Control plane',
		planeNote: 'remembers what should be, and makes it so',
		service: 'Service hello',
		serviceNote: 'an address that stays',
		ask: 'asks',
	},
} as const;

export function FirstCluster({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-first-cluster" width={520} height={252} title={t.title} description={t.description}>
			<Box x={8} y={8} width={140} height={58} title={t.terminal} note="kubectl" />
			<Arrow path="M148 37 H208" />
			<text x={178} y={28} textAnchor="middle" className="fig-note">
				{t.ask}
			</text>
			<Box x={212} y={8} width={300} height={58} kind="new" title={t.plane} note={t.planeNote} />
			<Arrow path="M285 66 V118" />
			<Arrow path="M439 66 V118" />
			<Node x={212} name="node01" pods={[263, 307]} />
			<Node x={366} name="node02" pods={[439]} />
			<Arrow path="M78 66 V160" />
			<text x={88} y={118} className="fig-note">
				curl
			</text>
			<Box x={8} y={164} width={150} height={58} kind="new" title={t.service} note={t.serviceNote} />
			<Arrow path="M158 186 C195 186 215 184 248 184" dashed />
			<Arrow path="M158 206 C220 246 370 246 432 201" dashed />
		</Drawing>
	);
}

interface NodeProps {
	readonly x: number;
	readonly name: string;
	readonly pods: readonly number[];
}

function Node({ x, name, pods }: NodeProps) {
	return (
		<g>
			<Box x={x} y={122} width={146} height={96} kind="old" />
			<text x={x + 73} y={146} textAnchor="middle" className="fig-title">
				{name}
			</text>
			{pods.map((cx) => (
				<Pod key={cx} x={cx} y={184} version={1} />
			))}
		</g>
	);
}
