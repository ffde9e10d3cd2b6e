import {
	type ChartDependency,
	type ChartSource,
	fullname,
	head,
	helpers,
	releases,
	serviceAccount,
} from '../chart-source.ts';
import { COMMON_CHART } from './common-chart.ts';
import {
	EXTRA_OBJECTS,
	type WebServer,
	webAutoscaler,
	webBudget,
	webDeployment,
	webIngress,
	webNotes,
	webPolicy,
	webService,
	webValues,
} from './web-templates.ts';

function webChart(server: WebServer): ChartSource {
	const { name } = server;
	return {
		name,
		description: server.description,
		home: 'https://bitnami.com',
		keywords: server.keywords,
		versions: server.versions,
		dependencies: [COMMON],
		files: () => [
			['values.yaml', webValues(server)],
			['README.md', `# ${name}\n\n${server.description}\n`],
			helpers(name),
			serviceAccount(name),
			['templates/deployment.yaml', webDeployment(server)],
			['templates/svc.yaml', webService(name)],
			['templates/ingress.yaml', webIngress(name)],
			['templates/hpa.yaml', webAutoscaler(name)],
			['templates/pdb.yaml', webBudget(name)],
			['templates/networkpolicy.yaml', webPolicy(name)],
			['templates/extra-list.yaml', EXTRA_OBJECTS],
			['templates/NOTES.txt', webNotes(name)],
			...(server.files ?? []),
		],
	};
}

/** As every chart of Bitnami's has it. */
const COMMON: ChartDependency = {
	chart: COMMON_CHART,
	tags: ['bitnami-common'],
	range: '2.x.x',
	repository: 'https://charts.bitnami.com/bitnami',
};

export const APACHE_CHART = webChart({
	name: 'apache',
	description:
		'Apache HTTP Server is an open-source web server for every platform, with modules for what else is wanted.',
	keywords: ['apache', 'http', 'https', 'www', 'web', 'reverse proxy'],
	documents: '/app',
	versions: releases(`
11.4.29 2.4.65 2025-08-14
11.4.23 2.4.64 2025-07-17
11.3.5 2.4.63 2025-03-12
11.2.22 2.4.62 2024-10-23
11.2.4 2.4.59 2024-06-04
10.9.1 2.4.58 2024-03-28
9.6.4 2.4.57 2023-07-17
9.2.16 2.4.55 2023-02-17
8.9.7 2.4.51 2021-11-29
8.6.3 2.4.49 2021-09-20`),
});

export const NGINX_CHART = webChart({
	name: 'nginx',
	description: 'NGINX Open Source is a web server that can also be a reverse proxy, a load balancer and an HTTP cache.',
	keywords: ['nginx', 'http', 'web', 'www', 'reverse proxy'],
	documents: '/app',
	versions: releases(`
22.2.4 1.29.3 2025-11-04
22.1.1 1.29.2 2025-10-16
21.1.23 1.29.1 2025-08-14
20.1.0 1.29.0 2025-06-26
18.3.5 1.27.4 2025-02-13
18.2.6 1.27.3 2024-12-03
18.1.14 1.27.1 2024-09-24
15.14.2 1.25.5 2024-04-19
13.2.31 1.23.4 2023-03-28`),
	values: `
## Further configuration of the server
serverBlock: ""
existingServerBlockConfigmap: ""
`,
	mounts: `            {{- if .Values.serverBlock }}
            - name: nginx-server-block
              mountPath: /opt/bitnami/nginx/conf/server_blocks
            {{- end }}
`,
	volumes: `        {{- if .Values.serverBlock }}
        - name: nginx-server-block
          configMap:
            name: ${fullname('nginx', '-server-block')}
        {{- end }}
`,
	files: [
		[
			'templates/server-block-configmap.yaml',
			`{{- if .Values.serverBlock }}
${head('nginx', 'v1', 'ConfigMap', fullname('nginx', '-server-block'))}data:
  server-blocks-paths.conf: |-
    {{- tpl .Values.serverBlock $ | nindent 4 }}
{{- end }}
`,
		],
	],
});
