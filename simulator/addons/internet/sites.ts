import type { Page } from '../addon.ts';

/** Hosts outside the cluster, by name. Public resolvers answer questions, the others HTTP. */
export const SITES: ReadonlyMap<string, string> = new Map([
	['one.one.one.one', '1.1.1.1'],
	['dns.google', '8.8.8.8'],
	['github.com', '140.82.121.4'],
	['api.github.com', '140.82.121.6'],
	['codeload.github.com', '140.82.121.9'],
	['raw.githubusercontent.com', '185.199.108.133'],
	['release-assets.githubusercontent.com', '185.199.109.133'],
	['objects.githubusercontent.com', '185.199.110.133'],
	['kubernetes-sigs.github.io', '185.199.108.153'],
	['kubernetes.github.io', '185.199.109.153'],
	['stefanprodan.github.io', '185.199.110.153'],
	['helm.github.io', '185.199.111.153'],
	['grafana.github.io', '185.199.110.154'],
	['prometheus-community.github.io', '185.199.111.154'],
	['argoproj.github.io', '185.199.110.155'],
	['charts.bitnami.com', '18.161.69.46'],
	['kubernetes.io', '15.197.167.90'],
	['k8s.io', '34.107.204.206'],
	['dl.k8s.io', '34.107.204.207'],
	['cdn.dl.k8s.io', '151.101.1.55'],
	['pkgs.k8s.io', '34.107.204.208'],
	['registry.k8s.io', '34.96.108.209'],
	['get.helm.sh', '152.199.21.175'],
	['get.anchore.io', '104.21.32.155'],
	['download.docker.com', '18.161.69.47'],
	['prod-cdn.packages.k8s.io', '151.101.65.55'],
	['storage.googleapis.com', '142.250.74.59'],
	['falco.org', '75.2.60.5'],
	['download.falco.org', '13.33.88.24'],
	['gvisor.dev', '142.250.74.51'],
	['aquasecurity.github.io', '185.199.108.156'],
	['charts.jetstack.io', '104.18.13.62'],
	['metallb.github.io', '185.199.108.155'],
	['docs.tigera.io', '18.161.69.44'],
	['docs.projectcalico.org', '18.161.69.45'],
	['example.com', '23.215.0.136'],
	['www.example.com', '23.215.0.137'],
	['example.org', '23.215.0.132'],
	['info.cern.ch', '188.184.100.182'],
	['google.com', '142.250.74.46'],
	['www.google.com', '142.250.74.36'],
	['cloudflare.com', '104.16.132.229'],
	['docker.io', '44.208.254.194'],
	['ghcr.io', '140.82.121.33'],
	['quay.io', '44.194.68.201'],
	['registry-1.docker.io', '44.208.254.195'],
	['dl-cdn.alpinelinux.org', '151.101.2.132'],
	['traefik.github.io', '185.199.108.156'],
	['helm.nginx.com', '159.60.132.20'],
	['haproxy-ingress.github.io', '185.199.109.156'],
	['coredns.github.io', '185.199.110.156'],
	['helm.cilium.io', '104.198.14.52'],
	['helm.releases.hashicorp.com', '18.161.97.20'],
	['falcosecurity.github.io', '185.199.111.156'],
	['kyverno.github.io', '185.199.108.157'],
	['charts.external-secrets.io', '185.199.109.157'],
	['operator.min.io', '138.68.11.125'],
	['charts.longhorn.io', '185.199.110.157'],
	['pypi.org', '151.101.0.223'],
	['registry.npmjs.org', '104.16.24.34'],
	['proxy.golang.org', '142.250.74.113'],
	['deb.debian.org', '151.101.130.132'],
	['archive.ubuntu.com', '185.125.190.81'],
	['security.ubuntu.com', '185.125.190.82'],
	['cdn.amazonlinux.com', '18.161.69.60'],
	['mirrors.centos.org', '18.161.69.61'],
	['mirrors.fedoraproject.org', '38.145.60.20'],
	['mirrors.rockylinux.org', '151.101.2.133'],
	['mirrors.almalinux.org', '104.16.132.230'],
	['yum.oracle.com', '23.215.0.140'],
	['cdn-ubi.redhat.com', '23.215.0.141'],
	['hub.docker.com', '44.209.6.197'],
]);

/** Further addresses of the same machines: the second resolvers. */
export const OTHER_ADDRESSES: readonly string[] = ['1.0.0.1', '8.8.4.4', '9.9.9.9'];

const HTML = 'text/html; charset=UTF-8';
const EXAMPLE = `<!doctype html>
<html lang="en"><head><title>Example Domain</title></head>
<body><h1>Example Domain</h1><p>Documentation may use this name; there is nothing else here.</p></body></html>
`;

const FIRST_WEBSITE = `<html><head></head><body><header>
<title>http://info.cern.ch</title>
</header>

<h1>http://info.cern.ch - home of the first website</h1>
<ul>
<li><a href="http://info.cern.ch/hypertext/WWW/TheProject.html">Browse the first website</a></li>
</ul>
</body></html>
`;

function site(host: string, page: Omit<Page, 'url'>): Page[] {
	return ['http', 'https'].map((scheme) => ({ url: `${scheme}://${host}/`, ...page }));
}

/** Front pages of what people ask for to see whether they are connected. */
export const FRONT_PAGES: readonly Page[] = [
	...['example.com', 'www.example.com', 'example.org'].flatMap((host) =>
		site(host, { text: () => EXAMPLE, type: HTML }),
	),
	...site('info.cern.ch', { text: () => FIRST_WEBSITE, type: 'text/html' }),
	{ url: 'http://google.com/', location: 'http://www.google.com/' },
	{ url: 'https://google.com/', location: 'https://www.google.com/' },
	...site('www.google.com', { text: () => '<!doctype html><title>Google</title>\n', type: HTML }),
	{ url: 'http://kubernetes.io/', location: 'https://kubernetes.io/' },
	{ url: 'https://kubernetes.io/', text: () => '<!doctype html><title>Kubernetes</title>\n', type: HTML },
	{ url: 'http://github.com/', location: 'https://github.com/' },
	{ url: 'https://github.com/', text: () => '<!doctype html><title>GitHub</title>\n', type: HTML },
	...site('cloudflare.com', { text: () => '<!doctype html><title>Cloudflare</title>\n', type: HTML }),
];
