import type { Addon, Page } from './addon.ts';
import { CALICO } from './calico/calico.ts';
import { CERT_MANAGER } from './cert-manager/cert-manager.ts';
import { CHARTS } from './charts/repositories.ts';
import { CILIUM } from './cilium/cilium.ts';
import { CSI_HOSTPATH } from './csi-hostpath/csi-hostpath.ts';
import { DOWNLOADS } from './downloads/downloads.ts';
import { EXTERNAL_SNAPSHOTTER } from './external-snapshotter/external-snapshotter.ts';
import { FALCO } from './falco/falco.ts';
import { FLANNEL } from './flannel/flannel.ts';
import { NGINX_GATEWAY_FABRIC } from './gateway-api/fabric/nginx-gateway-fabric.ts';
import { GATEWAY_API } from './gateway-api/gateway-api.ts';
import { INGRESS_NGINX } from './ingress-nginx/ingress-nginx.ts';
import { gitPages } from './internet/git-hosting.ts';
import { METADATA_PAGES } from './internet/metadata.ts';
import { FRONT_PAGES } from './internet/sites.ts';
import { KUBERNETES_EXAMPLES } from './kubernetes-examples/kubernetes-examples.ts';
import { LOCAL_PATH_PROVISIONER } from './local-path-provisioner/local-path-provisioner.ts';
import { METALLB } from './metallb/metallb.ts';
import { METRICS_SERVER } from './metrics-server/metrics-server.ts';
import { NFS_SUBDIR } from './nfs-subdir/nfs-subdir.ts';
import { TRAEFIK } from './traefik/traefik.ts';

/** What people can install into a world's cluster. */
export const ADDONS: readonly Addon[] = [
	CALICO,
	CERT_MANAGER,
	CHARTS,
	CILIUM,
	FALCO,
	FLANNEL,
	CSI_HOSTPATH,
	DOWNLOADS,
	EXTERNAL_SNAPSHOTTER,
	GATEWAY_API,
	INGRESS_NGINX,
	KUBERNETES_EXAMPLES,
	LOCAL_PATH_PROVISIONER,
	METALLB,
	METRICS_SERVER,
	NFS_SUBDIR,
	NGINX_GATEWAY_FABRIC,
	TRAEFIK,
];

const HELD: readonly Page[] = [...FRONT_PAGES, ...METADATA_PAGES, ...ADDONS.flatMap(({ pages }) => pages)];

/** What the world's internet has. */
export const PAGES: readonly Page[] = [...HELD, ...gitPages(HELD)];
