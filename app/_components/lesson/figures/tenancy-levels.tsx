import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '무엇을 함께 쓰고 무엇을 따로 쓰나',
		description:
			'네 단계를 오른쪽으로 갈수록 더 많이 나눈다. 네임스페이스만이면 API 서버와 노드를 함께 쓴다. 노드를 따로 쓰면 API 서버만 함께 쓴다. 가상 클러스터는 API 서버를 따로, 노드를 함께 쓴다. 별도 클러스터는 모두 따로 쓴다.',
		columns: ['네임스페이스', '+ 노드 따로', '가상 클러스터', '별도 클러스터'],
		api: 'API 서버',
		nodes: '노드, 커널',
		shared: '함께',
		own: '따로',
	},
	en: {
		title: 'What is shared, and what is apart',
		description:
			'Four levels, from left to right more is apart. With namespaces alone, API server and nodes are shared. With nodes apart, the API server is. Virtual clusters have API servers apart and share nodes. Clusters apart share nothing.',
		columns: ['namespaces', '+ nodes apart', 'virtual', 'clusters apart'],
		api: 'API server',
		nodes: 'nodes, kernel',
		shared: 'shared',
		own: 'own',
	},
} as const;

/** Whether tenants have API servers and nodes of their own, by level. */
const OWN = [
	{ api: false, nodes: false },
	{ api: false, nodes: true },
	{ api: true, nodes: false },
	{ api: true, nodes: true },
] as const;

const TENANTS = ['red', 'blue'] as const;

export function TenancyLevels({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-tenancy" width={520} height={232} title={t.title} description={t.description}>
			{OWN.map((own, column) => {
				const x = 6 + column * 129;
				return (
					<g key={t.columns[column]}>
						<text x={x + 60} y={18} textAnchor="middle" className="fig-title">
							{t.columns[column]}
						</text>
						{(['api', 'nodes'] as const).map((part, row) => {
							const y = 54 + row * 92;
							return (
								<g key={part}>
									{own[part] ? (
										TENANTS.map((tenant, index) => (
											<Box
												key={tenant}
												x={x + index * 62}
												y={y}
												width={58}
												height={56}
												kind="new"
												title={tenant}
												note={t.own}
											/>
										))
									) : (
										<Box x={x} y={y} width={120} height={56} kind="old" title="red + blue" note={t.shared} />
									)}
								</g>
							);
						})}
					</g>
				);
			})}
			<text x={6} y={46} className="fig-note">
				{t.api}
			</text>
			<text x={6} y={138} className="fig-note">
				{t.nodes}
			</text>
		</Drawing>
	);
}
