import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing } from './parts.tsx';

/** Per cent of the score, as the curricula have it, from the top of each column. */
const EXAMS = [
	{ name: 'CKA', weights: [30, 25, 20, 15, 10] },
	{ name: 'CKAD', weights: [25, 20, 20, 20, 15] },
	{ name: 'CKS', weights: [20, 20, 20, 15, 15, 10] },
] as const;

const TEXTS = {
	ko: {
		title: '세 시험의 영역과 비중',
		description:
			'CKA: 문제 해결 30, 클러스터 설치와 구성 25, 네트워킹 20, 워크로드 15, 스토리지 10퍼센트. CKAD: 환경과 보안 25, 설계와 빌드 20, 배포 20, 네트워킹 20, 관찰과 유지 15퍼센트. CKS: 마이크로서비스 20, 공급망 20, 런타임 20, 클러스터 설정 15, 클러스터 강화 15, 시스템 강화 10퍼센트.',
		domains: [
			['문제 해결', '클러스터', '네트워킹', '워크로드', '스토리지'],
			['환경, 설정, 보안', '설계와 빌드', '배포', '네트워킹', '관찰과 유지'],
			['마이크로서비스', '공급망', '런타임과 감사', '클러스터 설정', '클러스터 강화', '시스템 강화'],
		],
	},
	en: {
		title: 'Domains and weights of the three exams',
		description:
			'CKA: troubleshooting 30, cluster 25, networking 20, workloads 15, storage 10 per cent. CKAD: environment and security 25, design and build 20, deployment 20, networking 20, observability 15 per cent. CKS: microservices 20, supply chain 20, runtime 20, cluster setup 15, hardening 15, system 10 per cent.',
		domains: [
			['troubleshooting', 'cluster', 'networking', 'workloads', 'storage'],
			['configuration, security', 'design, build', 'deployment', 'networking', 'observability'],
			['microservices', 'supply chain', 'runtime, audit', 'cluster setup', 'hardening', 'system'],
		],
	},
} as const;

const UNIT = 3.1;

export function ExamWeights({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-exam-weights" width={520} height={346} title={t.title} description={t.description}>
			{EXAMS.map(({ name, weights }, column) => (
				<g key={name}>
					<text x={88 + column * 172} y={18} textAnchor="middle" className="fig-title">
						{name}
					</text>
					{weights.map((weight, row) => {
						const before = weights.slice(0, row).reduce((sum: number, each) => sum + each, 0);
						return (
							<g key={t.domains[column]?.[row]}>
								<Box
									x={6 + column * 172}
									y={30 + before * UNIT}
									width={164}
									height={weight * UNIT - 3}
									kind={row === 0 ? 'new' : 'plain'}
								/>
								<text
									x={88 + column * 172}
									y={30 + (before + weight / 2) * UNIT + 3}
									textAnchor="middle"
									className="fig-note"
								>
									{t.domains[column]?.[row]} {weight}
								</text>
							</g>
						);
					})}
				</g>
			))}
		</Drawing>
	);
}
