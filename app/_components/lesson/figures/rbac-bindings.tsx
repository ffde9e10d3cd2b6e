import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '주체, 바인딩, 롤',
		description:
			'주체는 사용자, 그룹, 서비스어카운트이다. 바인딩이 주체를 롤에 잇는다. 롤바인딩은 자기 네임스페이스 안에서만 롤이나 클러스터롤의 규칙을 주고, 클러스터롤바인딩은 클러스터 전체에서 클러스터롤의 규칙을 준다.',
		subjects: '누가',
		people: '사용자, 그룹,',
		accounts: '서비스어카운트',
		here: '이 네임스페이스에서',
		everywhere: '클러스터 전체에서',
		rules: '규칙: 무엇을',
	},
	en: {
		title: 'Subjects, bindings, roles',
		description:
			'Subjects are users, groups and ServiceAccounts. A binding connects subjects with a role. A RoleBinding grants the rules of a Role or a ClusterRole in its own namespace only; a ClusterRoleBinding grants those of a ClusterRole in the whole cluster.',
		subjects: 'who',
		people: 'users, groups,',
		accounts: 'ServiceAccounts',
		here: 'in this namespace',
		everywhere: 'in the whole cluster',
		rules: 'rules: what',
	},
} as const;

export function RbacBindings({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-rbac" width={520} height={166} title={t.title} description={t.description}>
			<Box x={4} y={48} width={120} height={72} />
			<text x={64} y={70} textAnchor="middle" className="fig-title">
				{t.subjects}
			</text>
			<text x={64} y={90} textAnchor="middle" className="fig-note">
				{t.people}
			</text>
			<text x={64} y={107} textAnchor="middle" className="fig-note">
				{t.accounts}
			</text>
			<Arrow path="M124 74 C150 74 145 38 170 38" />
			<Arrow path="M124 94 C150 94 145 130 170 130" />
			<Box x={174} y={8} width={170} height={60} kind="new" title="RoleBinding" note={t.here} />
			<Box x={174} y={100} width={170} height={60} kind="new" title="ClusterRoleBinding" note={t.everywhere} />
			<Arrow path="M344 30 H392" />
			<Arrow path="M344 50 C372 50 370 118 392 118" />
			<Arrow path="M344 134 H392" />
			<Box x={396} y={8} width={120} height={60} title="Role" note={t.rules} />
			<Box x={396} y={100} width={120} height={60} title="ClusterRole" note={t.rules} />
		</Drawing>
	);
}
