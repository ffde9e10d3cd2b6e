import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('a registry with htpasswd lets in who is in its file; htpasswd writes and checks such files', () => {
	const { stdout } = newWorld('registry-login').runScript({
		name: 's.sh',
		script: `exec 2>&1
apt-get install -y apache2-utils > /dev/null; htpasswd -Bbn user pass | cut -c1-12; htpasswd -bc f a b; htpasswd -b f c d; htpasswd -vb f a b; htpasswd -vb f a x; echo $?
mkdir auth; docker run --rm --entrypoint htpasswd httpd:2 -Bbn tess secret 2> /dev/null > auth/htpasswd
docker run -d -p 5000:5000 -v $PWD/auth:/auth -e REGISTRY_AUTH=htpasswd -e REGISTRY_AUTH_HTPASSWD_REALM=Here -e REGISTRY_AUTH_HTPASSWD_PATH=/auth/htpasswd registry:2 > /dev/null 2>&1
sleep 2; curl -si localhost:5000/v2/ | grep -E '^(HTTP|Www)|errors'; docker pull -q nginx:1.27; docker tag nginx:1.27 localhost:5000/n:1
docker push localhost:5000/n:1 2>&1 | grep credentials; docker login localhost:5000 -u tess -p wrong 2>&1 | tail -1; echo secret | docker login localhost:5000 -u tess --password-stdin 2> /dev/null | tail -1
docker push localhost:5000/n:1 | tail -1 | cut -c1-17; curl -s -u tess:secret localhost:5000/v2/_catalog`,
	});
	expect(stdout.replaceAll('\r', '')).toBe(`user:$2y$05$

Adding password for user a
Adding password for user c
Password for user a correct.
password verification failed
3
HTTP/1.1 401 Unauthorized
Www-Authenticate: Basic realm="Here"
{"errors":[{"code":"UNAUTHORIZED","message":"authentication required","detail":null}]}
docker.io/library/nginx:1.27
no basic auth credentials
Error response from daemon: Get "https://localhost:5000/v2/": unauthorized: incorrect username or password
Login Succeeded
1: digest: sha256
{"repositories":["n"]}
`);
});
