echo shop/gallery > /root/incident/account.txt
jq -r 'select(.user.username=="system:serviceaccount:shop:gallery" and .objectRef.resource=="secrets" and .responseStatus.code==200) | .objectRef.name' /var/log/kubernetes/audit.log | sort -u > /root/incident/secret.txt
jq -r 'select(.user.username=="system:serviceaccount:shop:gallery" and .objectRef.resource=="pods" and .verb=="create" and .responseStatus.code==201) | "\(.objectRef.namespace)/\(.objectRef.name)"' /var/log/kubernetes/audit.log > /root/incident/pod.txt
ssh node02 'pgrep -af "nc -w"' | grep -o -E '203[0-9.]+' | head -n 1 > /root/incident/address.txt

ssh node02 'mv /etc/kubernetes/manifests/kube-proxy-cache.yaml /root/'
kubectl delete pod node-cache-warmer -n shop --grace-period=1
kubectl create role gallery -n shop --verb=get,list --resource=configmaps --dry-run=client -o yaml | kubectl replace -f -
kubectl create secret generic card-terminal -n shop --from-literal=pin="$(openssl rand -hex 4)" --dry-run=client -o yaml | kubectl replace -f -

kubectl patch deployment gallery -n shop -p '{"spec":{"template":{"spec":{"containers":[{"name":"web","securityContext":{"readOnlyRootFilesystem":true},"volumeMounts":[{"name":"run","mountPath":"/run"},{"name":"cache","mountPath":"/var/cache/nginx"}]}],"volumes":[{"name":"run","emptyDir":{}},{"name":"cache","emptyDir":{}}]}}}}'
kubectl rollout status deployment/gallery -n shop --timeout=120s

for node in node01 node02; do
  scp /root/profiles/workshop-till $node:/etc/apparmor.d/workshop-till
  ssh $node apparmor_parser -r /etc/apparmor.d/workshop-till
done
kubectl patch deployment till -n bank -p '{"spec":{"template":{"spec":{"securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":"workshop-till"},"seccompProfile":{"type":"RuntimeDefault"}}}}}}'
kubectl rollout status deployment/till -n bank --timeout=120s

cat > /etc/kubernetes/audit/policy.yaml <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    userGroups: ['system:nodes']
  - level: Metadata
    resources: [{ group: '', resources: [secrets, configmaps] }]
  - level: Request
    namespaces: [bank]
    verbs: [create, update, patch, delete]
    resources: [{ group: apps, resources: [deployments] }]
  - level: Metadata
YAML
mv /etc/kubernetes/manifests/kube-apiserver.yaml /root/
sleep 25
mv /root/kube-apiserver.yaml /etc/kubernetes/manifests/
sleep 60
