import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '업그레이드의 순서',
		description:
			'네 순간이 위에서 아래로 이어진다. 처음에는 모두 1.34다. 먼저 API 서버와 컨트롤 플레인이 1.35가 되고, 다음에 컨트롤 플레인 노드의 kubelet, 마지막으로 워커의 kubelet이 하나씩 1.35가 된다. 어느 순간에도 API 서버보다 새것은 없다.',
		columns: ['API 서버 외', 'kubelet: 1', 'kubelet: 2', 'kubelet: 3'],
		steps: ['처음', 'upgrade apply', '패키지', '워커 하나씩'],
	},
	en: {
		title: 'The order of an upgrade',
		description:
			'Four moments, from top to bottom. At first everything is 1.34. Then the API server and the rest of the control plane become 1.35, next the kubelet of the control plane node, at last the kubelets of the workers one by one. At no moment is anything newer than the API server.',
		columns: ['API server, …', 'kubelet: 1', 'kubelet: 2', 'kubelet: 3'],
		steps: ['before', 'upgrade apply', 'packages', 'worker by worker'],
	},
} as const;

/** How many of the four columns are new at each moment. */
const NEW = [0, 1, 2, 3] as const;

export function UpgradeOrder({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-upgrade" width={520} height={218} title={t.title} description={t.description}>
			{t.columns.map((name, column) => (
				<text key={name} x={180 + column * 96} y={20} textAnchor="middle" className="fig-note">
					{name}
				</text>
			))}
			{NEW.map((count, row) => (
				<g key={count}>
					<text x={8} y={55 + row * 46} className="fig-title">
						{t.steps[row]}
					</text>
					{t.columns.map((name, column) => (
						<Box
							key={name}
							x={138 + column * 96}
							y={32 + row * 46}
							width={84}
							height={36}
							kind={column < count ? 'new' : 'old'}
							title={column < count ? '1.35' : '1.34'}
						/>
					))}
				</g>
			))}
		</Drawing>
	);
}
