import { expect, test } from 'vitest';
import { allMutants, chosenMutants } from './mutants.ts';

const SCRIPT = `# a comment with nginx:1.27
kubectl create deployment web --image=nginx:1.27 --replicas=3 -n shop
cat > /root/web.yaml <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: web
  labels: { tier: front }
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: http
YAML
kubectl apply -f /root/web.yaml
kubectl patch deployment web -p '{"spec":{"template":{"spec":{"restartPolicy":"Always"}}}}'
kubectl rollout status deployment/web --timeout=60s
kubectl get pods
`;

test('slips of every kind, none in comments and in what only waits or looks', () => {
	expect(allMutants(SCRIPT).map(({ name }) => name)).toMatchInlineSnapshot(`
		[
		  "word: kubectl → kubectlx",
		  "command dropped: kubectl create deployment web --image=nginx:1.27 --replicas=3 -n shop",
		  "word: create → createx",
		  "word: deployment → deploymentx",
		  "object name: deployment web → webx",
		  "flag dropped: --image=nginx:1.27",
		  "image name: image=nginx → httpd",
		  "image: image=nginx:1.27 → latest",
		  "flag dropped: --replicas=3",
		  "number: --replicas=3 → 4",
		  "namespace: -n shop → kube-public",
		  "word: shop → shopx",
		  "word: cat → catx",
		  "command dropped: cat > /root/web.yaml <<'YAML'",
		  "path: /root/web.yaml → /root/web.yamlx",
		  "object name: name: web → webx",
		  "line dropped: labels: { tier: front }",
		  "label key: tier → tierx",
		  "label value: tier: front → frontx",
		  "line dropped: app: web",
		  "selector: app: web → webx",
		  "line dropped: - port: 80",
		  "port: port: 80 → 81",
		  "line dropped: targetPort: http",
		  "port: targetPort: http → httpx",
		  "word: kubectl → kubectlx #2",
		  "command dropped: kubectl apply -f /root/web.yaml",
		  "word: apply → applyx",
		  "path: /root/web.yaml → /root/web.yamlx #2",
		  "word: kubectl → kubectlx #3",
		  "command dropped: kubectl patch deployment web -p '{"spec":{"template":{"spec":{"restartPolicy":"A…",
		  "word: patch → patchx",
		  "word: deployment → deploymentx #2",
		  "object name: deployment web → webx #2",
		  "choice: Always → Never",
		]
	`);
});

test('each mutant differs from the script and from the others', () => {
	const scripts = allMutants(SCRIPT).map(({ script }) => script);
	expect(new Set([...scripts, SCRIPT]).size).toBe(scripts.length + 1);
});

test('those that are chosen are of all kinds first, and none that is excepted', () => {
	const kinds = (limit: number, ...except: string[]) =>
		chosenMutants(SCRIPT, limit, new Set(except)).map(({ name }) => name.split(':')[0]);
	expect(new Set(kinds(8)).size).toBe(8);
	expect(kinds(100, 'choice: Always → Never')).not.toContain('choice');
	expect(chosenMutants(SCRIPT, 8, new Set())).toEqual(chosenMutants(SCRIPT, 8, new Set()));
});
