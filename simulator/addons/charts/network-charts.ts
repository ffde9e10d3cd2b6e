import { fullname, head, releases } from './chart-source.ts';
import { workloadChart } from './workload-chart.ts';

const WATCHES = `  - apiGroups: [""]
    resources: ["services", "secrets", "configmaps", "nodes", "namespaces", "pods"]
    verbs: ["get", "list", "watch"]
  - apiGroups: ["discovery.k8s.io"]
    resources: ["endpointslices"]
    verbs: ["get", "list", "watch"]
  - apiGroups: ["networking.k8s.io"]
    resources: ["ingresses", "ingressclasses"]
    verbs: ["get", "list", "watch"]
  - apiGroups: ["networking.k8s.io"]
    resources: ["ingresses/status"]
    verbs: ["update"]
`;

const TRAEFIK_KINDS =
	'IngressRoute IngressRouteTCP IngressRouteUDP Middleware MiddlewareTCP ServersTransport ServersTransportTCP TLSOption TLSStore TraefikService';

export const TRAEFIK_CHART = workloadChart({
	name: 'traefik',
	description: 'A Traefik based Kubernetes ingress controller',
	home: 'https://traefik.io/',
	keywords: ['traefik', 'ingress', 'networking'],
	versions: releases(`
37.3.0 v3.6.0 2025-11-10
37.2.0 v3.5.3 2025-10-17
36.3.0 v3.4.3 2025-07-01
34.4.1 v3.3.4 2025-03-05
33.2.1 v3.2.3 2024-12-16
28.3.0 v3.0.2 2024-06-14
26.1.0 v2.11.0 2024-02-19`),
	components: [
		{
			key: '',
			suffix: '',
			kind: 'Deployment',
			image: 'docker.io/traefik',
			container: 'traefik',
			ports: 'metrics=9100 traefik=8080 web=8000 websecure=8443',
			args: [
				'--entryPoints.metrics.address=:9100/tcp',
				'--entryPoints.traefik.address=:8080/tcp',
				'--entryPoints.web.address=:8000/tcp',
				'--entryPoints.websecure.address=:8443/tcp',
				'--api.dashboard=true',
				'--ping=true',
				'--providers.kubernetescrd',
				'--providers.kubernetescrd.allowEmptyServices=true',
				'--providers.kubernetesingress',
				'--providers.kubernetesingress.allowEmptyServices=true',
				'(printf "--providers.kubernetesingress.ingressendpoint.publishedservice=%s/%s" $.Release.Namespace (include "traefik.fullname" $))',
				'--entryPoints.websecure.http.tls=true',
				'--log.level=INFO',
			],
			service: ['LoadBalancer', 'web=80:web websecure=443:websecure'],
		},
	],
	rules: `${WATCHES}  - apiGroups: ["traefik.io"]
    resources: ["*"]
    verbs: ["get", "list", "watch"]
`,
	ingressClass: ['traefik', 'traefik.io/ingress-controller'],
	crds: TRAEFIK_KINDS.split(' ')
		.map((kind) => `traefik.io v1alpha1 ${kind} ${kind.toLowerCase()}s`)
		.join('\n'),
	values: `
ports:
  web:
    port: 8000
    exposedPort: 80
    nodePort: ""
  websecure:
    port: 8443
    exposedPort: 443
    nodePort: ""

providers:
  kubernetesCRD:
    enabled: true
  kubernetesIngress:
    enabled: true
  kubernetesGateway:
    enabled: false
`,
	notes:
		'{{ .Release.Name }} with docker.io/traefik:{{ .Chart.AppVersion }} has been deployed successfully on {{ .Release.Namespace }} namespace!\n',
});

/** F5's controller, not the project's. */
export const NGINX_INGRESS_CHART = workloadChart({
	name: 'nginx-ingress',
	description: 'NGINX Ingress Controller',
	home: 'https://github.com/nginx/kubernetes-ingress',
	keywords: ['ingress', 'nginx'],
	versions: releases(`
2.3.1 5.2.1 2025-10-08
2.2.2 5.1.1 2025-08-15
2.1.0 5.0.0 2025-04-16
2.0.1 4.0.1 2025-02-07
1.4.0 3.7.0 2024-09-30
1.1.3 3.4.3 2024-02-21
0.18.1 3.2.1 2023-08-17`),
	components: [
		{
			key: 'controller',
			suffix: '-controller',
			kind: 'Deployment',
			image: 'nginx/nginx-ingress',
			container: 'nginx-ingress',
			ports: 'http=80 https=443 prometheus=9113 readiness-port=8081',
			args: ['-nginx-plus=false', '-ingress-class=nginx', '-health-status=false'],
			service: ['LoadBalancer', 'http=80:http https=443:https'],
		},
	],
	rules: `${WATCHES}  - apiGroups: ["k8s.nginx.org"]
    resources: ["*"]
    verbs: ["get", "list", "watch"]
`,
	ingressClass: ['nginx', 'nginx.org/ingress-controller'],
	crds: `k8s.nginx.org v1 VirtualServer virtualservers
k8s.nginx.org v1 VirtualServerRoute virtualserverroutes
k8s.nginx.org v1 TransportServer transportservers
k8s.nginx.org v1 GlobalConfiguration globalconfigurations
k8s.nginx.org v1 Policy policies`,
	notes: 'NGINX Ingress Controller {{ .Chart.AppVersion }} has been installed.\n',
});

export const HAPROXY_INGRESS_CHART = workloadChart({
	name: 'haproxy-ingress',
	description: 'Ingress controller for HAProxy',
	home: 'https://haproxy-ingress.github.io',
	keywords: ['ingress', 'haproxy'],
	versions: releases(`
0.15.0 v0.15.0 2025-09-12
0.14.9 v0.14.9 2025-08-20
0.14.6 v0.14.6 2024-03-24`),
	components: [
		{
			key: 'controller',
			suffix: '',
			kind: 'Deployment',
			image: 'quay.io/jcmoraisjr/haproxy-ingress',
			container: 'haproxy-ingress',
			ports: 'http=80 https=443 stat=1936 healthz=10253',
			service: ['LoadBalancer', 'http=80:http https=443:https'],
		},
	],
	rules: WATCHES,
	ingressClass: ['haproxy', 'haproxy-ingress.github.io/controller'],
});

/** The world has its image. */
export const COREDNS_CHART = workloadChart({
	name: 'coredns',
	description: 'CoreDNS is a DNS server that chains plugins and provides Kubernetes DNS Services',
	home: 'https://coredns.io',
	keywords: ['coredns', 'dns', 'kubedns'],
	versions: releases(`
1.45.0 1.13.1 2025-10-08
1.43.3 1.12.4 2025-09-05
1.39.2 1.12.0 2025-03-10
1.36.1 1.11.3 2024-11-05`),
	components: [
		{
			key: '',
			suffix: '',
			kind: 'Deployment',
			image: 'coredns/coredns',
			container: 'coredns',
			ports: 'udp-53=53/udp tcp-53=53',
			args: ['-conf', '/etc/coredns/Corefile'],
			configAt: '/etc/coredns',
		},
	],
	usesDefaultAccount: true,
	rules: `  - apiGroups: [""]
    resources: ["endpoints", "services", "pods", "namespaces"]
    verbs: ["list", "watch"]
  - apiGroups: ["discovery.k8s.io"]
    resources: ["endpointslices"]
    verbs: ["list", "watch"]
`,
	values: `
service:
  name: ""
  clusterIP: ""
  annotations: {}

servers:
  - zones:
      - zone: .
    port: 53
    plugins:
      - name: errors
      - name: health
      - name: ready
      - name: kubernetes
        parameters: cluster.local in-addr.arpa ip6.arpa
      - name: forward
        parameters: . /etc/resolv.conf
      - name: cache
        parameters: 30
      - name: loop
      - name: reload
`,
	files: [
		[
			'templates/configmap.yaml',
			`${head('coredns', 'v1', 'ConfigMap')}data:
  Corefile: |-
    {{- range .Values.servers }}
    {{ range .zones }}{{ .zone }}{{ end }}:{{ .port }} {
      {{- range .plugins }}
        {{ .name }}{{ with .parameters }} {{ . }}{{ end }}
      {{- end }}
    }
    {{- end }}
`,
		],
		[
			'templates/service.yaml',
			`${head('coredns', 'v1', 'Service', `{{ default (include "coredns.fullname" .) .Values.service.name }}`)}spec:
  {{- with .Values.service.clusterIP }}
  clusterIP: {{ . }}
  {{- end }}
  ports:
    - name: udp-53
      port: 53
      protocol: UDP
    - name: tcp-53
      port: 53
      protocol: TCP
  selector:
    {{- include "coredns.selectorLabels" . | nindent 4 }}
`,
		],
	],
	notes: `CoreDNS is now running in the cluster as a cluster-service: ${fullname('coredns')}.{{ .Release.Namespace }}.svc.cluster.local\n`,
});

export const TIGERA_OPERATOR_CHART = workloadChart({
	name: 'tigera-operator',
	description: 'Installs the Tigera operator for Calico',
	home: 'https://projectcalico.docs.tigera.io/about/about-calico',
	keywords: [],
	versions: releases(`
v3.31.0 v3.31.0 2025-10-22
v3.30.3 v3.30.3 2025-08-29
v3.29.3 v3.29.3 2025-04-01
v3.28.1 v3.28.1 2024-07-26
v3.27.2 v3.27.2 2024-02-14`),
	components: [
		{
			key: 'tigeraOperator',
			suffix: '',
			kind: 'Deployment',
			image: 'quay.io/tigera/operator:v1.40.0',
			container: 'tigera-operator',
			args: ['-manage-crds=true'],
			hostNetwork: true,
		},
	],
	rules: '  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: ["*"]\n',
	crds: `operator.tigera.io v1 Installation installations Cluster
operator.tigera.io v1 APIServer apiservers Cluster
operator.tigera.io v1 TigeraStatus tigerastatuses Cluster`,
	values: '\ninstallation:\n  enabled: true\n  kubernetesProvider: ""\napiServer:\n  enabled: true\n',
});
