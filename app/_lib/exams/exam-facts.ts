/** An exam as the Linux Foundation gives it. Facts go stale: each says when it was read. */
export interface ExamFacts {
	/** An exam of competencies.yaml. */
	readonly exam: string;
	readonly kubernetes: string;
	readonly minutes: number;
	readonly tasks: string;
	/** US dollars. */
	readonly price: number;
	readonly validYears: number;
	/** CKA must have been passed before. */
	readonly afterCka: boolean;
	readonly curriculum: { readonly file: string; readonly date: string };
	/** What may be read during the exam. */
	readonly documents: readonly ExamDocument[];
}

export interface ExamDocument {
	/** As one says it: "kubernetes.io/docs". */
	readonly name: string;
	readonly url: string;
}

/** When the pages were read, and when the versions were looked at again. */
export const FACTS_READ = '2026-09-25';
export const FACTS_CHECKED = '2026-10-09';

const document = (name: string): ExamDocument => ({ name, url: `https://${name}` });
const KUBERNETES = [document('kubernetes.io/docs'), document('kubernetes.io/blog')];
const SAME = { kubernetes: 'v1.35', minutes: 120, tasks: '15–20', price: 445, validYears: 2 } as const;

export const EXAM_FACTS: readonly ExamFacts[] = [
	{
		...SAME,
		exam: 'cka',
		afterCka: false,
		curriculum: { file: 'CKA_Curriculum_v1.35.pdf', date: '2026-03-03' },
		documents: [...KUBERNETES, document('helm.sh/docs'), document('gateway-api.sigs.k8s.io')],
	},
	{
		...SAME,
		exam: 'ckad',
		afterCka: false,
		curriculum: { file: 'CKAD_Curriculum_v1.35.pdf', date: '2026-02-25' },
		documents: [...KUBERNETES, document('helm.sh/docs')],
	},
	{
		...SAME,
		exam: 'cks',
		afterCka: true,
		curriculum: { file: 'CKS_Curriculum v1.34.pdf', date: '2025-10-30' },
		documents: [
			...KUBERNETES,
			document('falco.org/docs'),
			document('kubernetes-sigs.github.io/bom/cli-reference'),
			document('etcd.io/docs'),
			document('kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration'),
			document('docs.cilium.io/en/stable'),
			document('istio.io/latest/docs'),
		],
	},
];
