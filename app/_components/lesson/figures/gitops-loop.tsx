import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: 'GitOps의 고리',
		description:
			'파이프라인은 이미지를 만들고 저장소에 커밋하는 데서 끝난다. 클러스터 안의 조정자가 저장소를 가져와 클러스터의 지금 상태와 견주고, 다른 것을 적용하고 없어진 것을 정리한다. 사람이 kubectl로 클러스터를 직접 바꾸면 드리프트가 생기고, 조정자가 다음 차례에 되돌린다.',
		pipeline: '파이프라인',
		pipelineNote: '시험, 빌드',
		commit: '커밋',
		git: 'Git 저장소',
		gitNote: '바라는 상태',
		fetch: '가져오기',
		cluster: '클러스터',
		reconciler: '조정자',
		reconcilerNote: '견주고 또 견준다',
		apply: '적용, 정리',
		watch: '지금 상태',
		objects: '오브젝트',
		hand: '사람의 손',
		drift: '드리프트',
	},
	en: {
		title: 'The loop of GitOps',
		description:
			'The pipeline builds images and ends with a commit to the repository. A reconciler in the cluster fetches the repository, compares it with what is there, applies what differs and prunes what is gone. When somebody changes the cluster directly with kubectl there is drift, and the reconciler undoes it in its next round.',
		pipeline: 'pipeline',
		pipelineNote: 'tests, builds',
		commit: 'commits',
		git: 'Git repository',
		gitNote: 'what is wanted',
		fetch: 'fetch',
		cluster: 'cluster',
		reconciler: 'reconciler',
		reconcilerNote: 'compares, for ever',
		apply: 'apply, prune',
		watch: 'what is',
		objects: 'objects',
		hand: 'a hand',
		drift: 'drift',
	},
} as const;

export function GitopsLoop({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-gitops" width={520} height={292} title={t.title} description={t.description}>
			<Box x={8} y={14} width={140} height={56} title={t.pipeline} note={t.pipelineNote} />
			<Arrow path="M78 70 V112" />
			<text x={88} y={96} className="fig-note">
				{t.commit}
			</text>
			<Box x={8} y={116} width={140} height={60} title={t.git} note={t.gitNote} />
			<Box x={214} y={62} width={298} height={148} kind="group" />
			<text x={228} y={84} className="fig-title">
				{t.cluster}
			</text>
			<Box x={228} y={116} width={136} height={60} kind="new" title={t.reconciler} note={t.reconcilerNote} />
			<Arrow path="M148 146 H224" />
			<text x={182} y={136} textAnchor="middle" className="fig-note">
				{t.fetch}
			</text>
			<Box x={408} y={116} width={96} height={60} title={t.objects} />
			<Arrow path="M364 132 C382 120 390 120 404 130" />
			<text x={388} y={108} textAnchor="middle" className="fig-note">
				{t.apply}
			</text>
			<Arrow path="M408 164 C390 174 382 174 368 164" dashed />
			<text x={388} y={194} textAnchor="middle" className="fig-note">
				{t.watch}
			</text>
			<Box x={408} y={236} width={96} height={48} kind="ghost" title="kubectl" note={t.hand} />
			<Arrow path="M456 236 V180" dashed />
			<text x={466} y={226} className="fig-note">
				{t.drift}
			</text>
		</Drawing>
	);
}
