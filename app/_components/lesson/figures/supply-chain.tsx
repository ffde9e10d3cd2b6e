import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '코드에서 클러스터까지',
		description:
			'소스에서 빌드, 레지스트리, 어드미션을 거쳐 노드로 간다. 빌드에서 SBOM과 출처 증명이 생기고, 레지스트리에서 스캔과 서명이 더해지고, 어드미션이 정책에 따라 들여보내거나 거절한다.',
		steps: [
			['소스', '리뷰'],
			['빌드', 'SBOM, 출처'],
			['레지스트리', '스캔, 서명'],
			['어드미션', '정책'],
			['노드', '다이제스트'],
		],
		refused: '거절',
	},
	en: {
		title: 'From the code to the cluster',
		description:
			'From the source through build, registry and admission to the node. The build yields SBOM and provenance, scans and signatures are added in the registry, and admission lets in or refuses by policy.',
		steps: [
			['source', 'review'],
			['build', 'SBOM'],
			['registry', 'scan, sign'],
			['admission', 'policies'],
			['node', 'digest'],
		],
		refused: 'refused',
	},
} as const;

export function SupplyChain({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-chain" width={520} height={132} title={t.title} description={t.description}>
			{t.steps.map(([step, what], index) => {
				const x = 4 + index * 105;
				return (
					<g key={step}>
						<Box x={x} y={10} width={88} height={58} kind={index === 3 ? 'new' : 'plain'} title={step} note={what} />
						{index < 4 && <Arrow path={`M${x + 88} 39 H${x + 103}`} />}
					</g>
				);
			})}
			<Arrow path="M363 68 V100" dashed />
			<text x={363} y={122} textAnchor="middle" className="fig-note">
				{t.refused}
			</text>
		</Drawing>
	);
}
