import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '안쪽 고리와 바깥 고리',
		description:
			'안쪽 고리는 고치고, 빌드하고, 로컬 클러스터에 띄우고, 보는 것이며 몇 초면 돈다. 바깥 고리는 커밋하면 파이프라인이 빌드하고, 매니페스트를 검사하고, 배포하고, 롤아웃을 지켜보는 것이며 몇 분이 걸린다. 롤아웃이 실패하면 되돌린다.',
		inner: '안쪽 고리: 몇 초',
		outer: '바깥 고리: 몇 분',
		innerSteps: ['고치기', '빌드', '띄우기', '보기'],
		outerSteps: ['커밋', '빌드', '검사', '배포', '지켜보기'],
		again: '다시',
		back: '실패하면 되돌리기',
	},
	en: {
		title: 'The inner and the outer loop',
		description:
			'The inner loop is edit, build, run in a cluster of one’s own, and look: seconds. The outer loop begins with a commit: the pipeline builds, checks the manifests, deploys, and watches the rollout: minutes. If the rollout fails, it goes back.',
		inner: 'inner loop: seconds',
		outer: 'outer loop: minutes',
		innerSteps: ['edit', 'build', 'run', 'look'],
		outerSteps: ['commit', 'build', 'check', 'deploy', 'watch'],
		again: 'again',
		back: 'failed: back',
	},
} as const;

export function DeliveryLoops({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-loops" width={520} height={254} title={t.title} description={t.description}>
			<text x={8} y={18} className="fig-note">
				{t.inner}
			</text>
			{t.innerSteps.map((step, index) => (
				<g key={step}>
					<Box x={8 + index * 104} y={28} width={88} height={40} kind="new" title={step} />
					{index < 3 && <Arrow path={`M${96 + index * 104} 48 H${110 + index * 104}`} />}
				</g>
			))}
			<Arrow path="M364 68 C364 100 52 100 52 72" />
			<text x={208} y={108} textAnchor="middle" className="fig-note">
				{t.again}
			</text>
			<text x={8} y={140} className="fig-note">
				{t.outer}
			</text>
			{t.outerSteps.map((step, index) => (
				<g key={step}>
					<Box x={8 + index * 104} y={150} width={88} height={44} title={step} />
					{index < 4 && <Arrow path={`M${96 + index * 104} 172 H${110 + index * 104}`} />}
				</g>
			))}
			<Arrow path="M468 194 C468 228 364 228 364 198" dashed />
			<text x={416} y={244} textAnchor="middle" className="fig-note">
				{t.back}
			</text>
		</Drawing>
	);
}
