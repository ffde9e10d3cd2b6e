import type { ImageRepository } from '../runtime/image.ts';
import { AGNHOST } from './agnhost.ts';
import { BUSYBOX } from './busybox.ts';
import { CALICO_CNI, CALICO_KUBE_CONTROLLERS, CALICO_NODE } from './calico.ts';
import { ETCD, KUBE_API_SERVER, KUBE_CONTROLLER_MANAGER, KUBE_PROXY, KUBE_SCHEDULER } from './control-plane.ts';
import { COREDNS } from './coredns/coredns.ts';
import { CRIO_ARTIFACT } from './crio-artifact.ts';
import { CURL } from './curl.ts';
import { ALPINE, DEBIAN, UBUNTU } from './distributions.ts';
import { FLUENTD } from './fluentd.ts';
import { ECHO_SERVER, HELLO_APP, HPA_EXAMPLE, HTTP_ECHO, KUBERNETES_BOOTCAMP, WHOAMI } from './http-tools.ts';
import { HTTPD } from './httpd.ts';
import { JVM } from './jvm.ts';
import { LANGUAGE_TOOLS } from './language-tools.ts';
import { NODE, PERL, PYTHON } from './languages.ts';
import { MARIADB, MYSQL } from './mysql/mysql.ts';
import { NFS_SERVERS } from './nfs-servers.ts';
import { NGINX, NGINX_SLIM, NGINX_UNPRIVILEGED } from './nginx/nginx.ts';
import { OTHER_DISTRIBUTIONS } from './other-distributions.ts';
import { OTHER_PUBLISHERS } from './other-publishers.ts';
import { PAUSE } from './pause.ts';
import { POSTGRES } from './postgres/postgres.ts';
import { REDIS } from './redis/redis.ts';
import { REGISTRY } from './registry-server/registry-server.ts';
import { BOOKINFO } from './servers/bookinfo.ts';
import { CADDY } from './servers/caddy.ts';
import { DATABASES } from './servers/databases.ts';
import { ECHO_SERVERS } from './servers/echo-servers.ts';
import { EXAMPLES } from './servers/examples.ts';
import { GUESTBOOK } from './servers/guestbook.ts';
import { HAPROXY } from './servers/haproxy.ts';
import { INFRASTRUCTURE } from './servers/infrastructure.ts';
import { LABS } from './servers/labs.ts';
import { MEMCACHED } from './servers/memcached.ts';
import { MESSAGING } from './servers/messaging.ts';
import { MONITORING } from './servers/monitoring.ts';
import { PHP } from './servers/php.ts';
import { SEARCH } from './servers/search.ts';
import { STRESSORS } from './servers/stressors.ts';
import { TOOL_IMAGES } from './servers/tool-images.ts';
import { VOTING_APP } from './servers/voting-app.ts';
import { WEB_APPLICATIONS } from './servers/web-applications.ts';
import { WEB_SERVERS } from './servers/web-servers.ts';
import { WORDPRESS } from './servers/wordpress.ts';
import { STRESS, VISH_STRESS } from './stress.ts';
import {
	ALPINE_CURL,
	BASH,
	BUSYBOX_PLUS,
	DEBIAN_BASE,
	DNSTOOLS,
	DNSUTILS,
	KUBECTL_ALONE,
	KUBECTL_SHELLS,
	KUBECTL_TOOLS,
	NETSHOOT,
} from './toolboxes.ts';

/** Every repository that the world's registries serve. */
export const IMAGES: readonly ImageRepository[] = [
	AGNHOST,
	ALPINE,
	ALPINE_CURL,
	DEBIAN_BASE,
	BASH,
	BUSYBOX,
	BUSYBOX_PLUS,
	CALICO_CNI,
	CALICO_KUBE_CONTROLLERS,
	CALICO_NODE,
	COREDNS,
	CURL,
	DEBIAN,
	DNSTOOLS,
	DNSUTILS,
	ECHO_SERVER,
	ETCD,
	HELLO_APP,
	HPA_EXAMPLE,
	HTTP_ECHO,
	FLUENTD,
	HTTPD,
	KUBECTL_ALONE,
	KUBECTL_SHELLS,
	KUBECTL_TOOLS,
	KUBE_API_SERVER,
	KUBE_CONTROLLER_MANAGER,
	KUBE_PROXY,
	KUBE_SCHEDULER,
	KUBERNETES_BOOTCAMP,
	MARIADB,
	MYSQL,
	NETSHOOT,
	NGINX,
	NGINX_SLIM,
	NGINX_UNPRIVILEGED,
	NODE,
	PAUSE,
	PERL,
	POSTGRES,
	PYTHON,
	REDIS,
	REGISTRY,
	...NFS_SERVERS,
	...DATABASES,
	...ECHO_SERVERS,
	...EXAMPLES,
	...INFRASTRUCTURE,
	MEMCACHED,
	...MESSAGING,
	...MONITORING,
	...JVM,
	...LANGUAGE_TOOLS,
	...LABS,
	...OTHER_DISTRIBUTIONS,
	...OTHER_PUBLISHERS,
	...BOOKINFO,
	CADDY,
	CRIO_ARTIFACT,
	...GUESTBOOK,
	...VOTING_APP,
	HAPROXY,
	PHP,
	...SEARCH,
	...STRESSORS,
	...TOOL_IMAGES,
	...WEB_APPLICATIONS,
	...WEB_SERVERS,
	WORDPRESS,
	STRESS,
	UBUNTU,
	VISH_STRESS,
	WHOAMI,
];
