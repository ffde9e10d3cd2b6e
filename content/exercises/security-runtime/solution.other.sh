# Another policy, the role's binding replaced, profiles in the container's own context, everything below /tmp.
printf 'shop/gallery\n' > /root/incident/account.txt
printf 'card-terminal\n' > /root/incident/secret.txt
printf 'shop/node-cache-warmer\n' > /root/incident/pod.txt
printf '203.0.113.66\n' > /root/incident/address.txt
ssh node02 rm /etc/kubernetes/manifests/kube-proxy-cache.yaml
kubectl delete pod node-cache-warmer -n shop --force --grace-period=0
kubectl patch role gallery -n shop --type=json -p '[{"op":"remove","path":"/rules/1"}]'
kubectl patch secret card-terminal -n shop -p '{"stringData":{"pin":"000001"}}'
cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: Deployment
metadata: { name: gallery, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: gallery } }
  template:
    metadata: { labels: { app: gallery } }
    spec:
      automountServiceAccountToken: false
      serviceAccountName: gallery
      containers:
        - name: web
          image: nginx:1.27
          securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false }
          volumeMounts:
            - { name: scratch, mountPath: /var/run, subPath: run }
            - { name: scratch, mountPath: /var/cache/nginx, subPath: cache }
            - { name: scratch, mountPath: /tmp, subPath: tmp }
      volumes: [{ name: scratch, emptyDir: { medium: Memory, sizeLimit: 32Mi } }]
YAML
for node in node01 node02; do
  ssh $node 'cat > /etc/apparmor.d/till && apparmor_parser -a /etc/apparmor.d/till' < /root/profiles/workshop-till
done
kubectl patch deployment till -n bank -p '{"spec":{"template":{"spec":{"containers":[{"name":"till","securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":"workshop-till"},"seccompProfile":{"type":"RuntimeDefault"}}}]}}}}'
cat > /etc/kubernetes/audit/policy.yaml <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: RequestResponse
    omitStages: [RequestReceived]
    namespaces: [bank]
    verbs: [create, update, patch, delete, deletecollection]
    resources: [{ group: apps }]
  - level: None
    userGroups: ['system:nodes', 'system:serviceaccounts:kube-system']
  - level: None
    nonResourceURLs: ['/healthz*', '/readyz*', '/livez*', /metrics]
  - level: Metadata
    omitStages: [RequestReceived]
YAML
crictl stop $(crictl ps -q --name kube-apiserver)
sleep 45
