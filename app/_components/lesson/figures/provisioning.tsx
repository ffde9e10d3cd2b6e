import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '첫 소비자를 기다리는 프로비저닝',
		description:
			'1. 클레임이 만들어지고 기다린다. 2. 그 클레임을 쓰는 파드가 온다. 3. 스케줄러가 노드를 골라 클레임에 적는다. 4. 프로비저너가 그 노드에 볼륨을 만들고 PV를 만든다. 5. 클레임과 PV가 묶이고 파드가 그 노드에서 시작한다.',
		steps: [
			['1 클레임', '기다린다 (Pending)'],
			['2 파드', '클레임을 쓰겠다고 한다'],
			['3 스케줄러', '노드를 골라 클레임에 적는다'],
			['4 프로비저너', '그 노드에 볼륨과 PV를 만든다'],
			['5 묶인다', '파드가 그 노드에서 시작한다'],
		],
	},
	en: {
		title: 'Provisioning that waits for the first consumer',
		description:
			'1. A claim is created and waits. 2. A Pod comes that uses the claim. 3. The scheduler chooses a node and writes it into the claim. 4. The provisioner makes the volume on that node and creates the PV. 5. Claim and PV are bound, and the Pod starts on that node.',
		steps: [
			['1 claim', 'waits (Pending)'],
			['2 Pod', 'wants to use the claim'],
			['3 scheduler', 'writes a node into the claim'],
			['4 provisioner', 'makes volume and PV there'],
			['5 bound', 'the Pod starts on that node'],
		],
	},
} as const;

const PLACES = [
	{ x: 8, y: 8, kind: 'plain' },
	{ x: 268, y: 8, kind: 'plain' },
	{ x: 268, y: 100, kind: 'new' },
	{ x: 8, y: 100, kind: 'new' },
	{ x: 8, y: 192, kind: 'group' },
] as const;

const WAYS = ['M252 36 H264', 'M390 64 V96', 'M268 128 H256', 'M130 156 V188'];

/** From a claim to a bound volume, in the order in which it happens. */
export function Provisioning({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-provisioning" width={520} height={256} title={t.title} description={t.description}>
			{PLACES.map(({ x, y, kind }, at) => (
				<Box
					key={`${x}/${y}`}
					x={x}
					y={y}
					width={244}
					height={56}
					kind={kind}
					title={t.steps[at]?.[0]}
					note={t.steps[at]?.[1]}
				/>
			))}
			{WAYS.map((path) => (
				<Arrow key={path} path={path} />
			))}
		</Drawing>
	);
}
